// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "inspect/filtertext.h"
#include "support/testcase.h"

#include <QtTest>

using namespace jobq;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class FilterTextTest : public test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void nothingMeansAllJobs()
    {
        QCOMPARE(parseFilterText(u"  "_s).filter, JobFilter());
        QCOMPARE(filterText({}), QString());
    }

    void everyTermIsUnderstood()
    {
        const ParsedFilter parsed = parseFilterText(
            u"status:ready,locked task:send-email queue:\"my queue\" key:k:1 flag:slow flag:eu limit:smtp worker:w1 priority:-5 attempts>3\n"
            "args.to.name:\"Jane \\\"J\\\" Doe\" args.\"a.b\":5 error:timeout fingerprint:0123 age>1h30m age<2d"_s);
        QVERIFY2(!parsed.error, parsed.error ? qPrintable(parsed.error->message) : "");
        const JobFilter expected{.stages = JobStage::Ready | JobStage::Locked,
                                 .taskIdentifier = u"send-email"_s,
                                 .queueName = u"my queue"_s,
                                 .jobKey = u"k:1"_s,
                                 .flags = {u"slow"_s, u"eu"_s},
                                 .rateLimitKey = u"smtp"_s,
                                 .workerId = u"w1"_s,
                                 .priority = -5,
                                 .minAttempts = 4,
                                 .arguments = {{{u"to"_s, u"name"_s}, u"Jane \"J\" Doe"_s}, {{u"a.b"_s}, u"5"_s}},
                                 .errorText = u"timeout"_s,
                                 .errorFingerprint = u"0123"_s,
                                 .minAge = 90min,
                                 .maxAge = 48h};
        QCOMPARE(parsed.filter, expected);
    }

    void bareWordsAreLookedForInTheError()
    {
        QCOMPARE(parseFilterText(u"connection refused"_s).filter.errorText, u"connection refused"_s);
        QCOMPARE(parseFilterText(u"\"task: x\" task:y file.txt"_s).filter.errorText, u"task: x file.txt"_s);
    }

    void anEmptyQueueMeansTheUnnamedOne()
    {
        QCOMPARE(parseFilterText(u"queue:\"\""_s).filter.queueName, u""_s);
    }

    void aMistakeIsNamedWithItsPosition_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qsizetype>("position");
        QTest::addColumn<qsizetype>("length");
        const auto row = [](const char *name, const QString &text, qsizetype position, qsizetype length) {
            QTest::newRow(name) << text << position << length;
        };
        row("unknown word", u"task:a colour:red"_s, 7, 6);
        row("unknown status", u"status:ready,done"_s, 13, 4);
        row("value missing", u"task:"_s, 5, 0);
        row("empty value", u"task:\"\""_s, 5, 2);
        row("quote left open", u"task:\"a b"_s, 5, 4);
        row("text after a quote", u"task:\"a\"b"_s, 8, 1);
        row("no number", u"priority:high"_s, 9, 4);
        row("number out of range", u"priority:99999999999"_s, 9, 11);
        row("no unit", u"age>10"_s, 4, 2);
        row("unknown unit", u"age>10y"_s, 4, 3);
        row("age with a colon", u"age:10m"_s, 0, 4);
        row("task with a comparison", u"task>a"_s, 0, 5);
        row("attempts below", u"attempts<3"_s, 0, 9);
        row("attempts at the end of numbers", u"attempts>2147483647"_s, 9, 10);
        row("twice", u"task:a task:b"_s, 7, 4);
        row("status twice", u"status:ready status:locked"_s, 13, 6);
        row("error and words", u"error:a b"_s, 8, 1);
        row("path without a value", u"args.a"_s, 6, 0);
        row("path with a comparison", u"args.a>1"_s, 6, 1);
        row("member missing", u"args..a:1"_s, 5, 0);
        row("dotted word", u"a.b:1"_s, 0, 3);
    }

    void aMistakeIsNamedWithItsPosition()
    {
        QFETCH(QString, text);
        QFETCH(qsizetype, position);
        QFETCH(qsizetype, length);
        const ParsedFilter parsed = parseFilterText(text);
        QVERIFY(parsed.error);
        QVERIFY(!parsed.error->message.isEmpty());
        QCOMPARE(parsed.error->position, position);
        QCOMPARE(parsed.error->length, length);
        QCOMPARE(parsed.filter, JobFilter());
    }

    void whatIsFormattedParsesToTheSame_data()
    {
        QTest::addColumn<JobFilter>("filter");
        QTest::newRow("all") << JobFilter();
        QTest::newRow("none") << JobFilter{.stages = {}};
        QTest::newRow("available") << JobFilter{.stages = AvailableStages | JobStage::Locked};
        QTest::newRow("unnamed queue") << JobFilter{.queueName = u""_s};
        QTest::newRow("quotes") << JobFilter{.taskIdentifier = u"\"a\" \\ b"_s, .jobKey = u"x\"y\\"_s};
        QTest::newRow("path") << JobFilter{.arguments = {{{u"a.b"_s, u""_s, u"c d"_s, u"e\"\\:<>"_s}, u""_s}}};
        QTest::newRow("ages") << JobFilter{.minAge = 0ms, .maxAge = 694861001ms};
        QTest::newRow("text like a term") << JobFilter{.errorText = u"task:a"_s};
        QTest::newRow("numbers") << JobFilter{.priority = -1, .minAttempts = 0};
        QTest::newRow("flags") << JobFilter{.flags = {u"a"_s, u"b c"_s}};
    }

    void whatIsFormattedParsesToTheSame()
    {
        QFETCH(JobFilter, filter);
        const ParsedFilter parsed = parseFilterText(filterText(filter));
        QVERIFY2(!parsed.error, qPrintable(filterText(filter)));
        QCOMPARE(parsed.filter, filter);
    }

    void everyKeywordBeginsATerm()
    {
        for (const QString &keyword : filterTextKeywords()) {
            QString text = keyword;
            if (keyword == u"args."_s)
                text += u"a:1"_s;
            else if (keyword.startsWith(u"age"_s))
                text += u"1h"_s;
            else
                text += keyword == u"status:"_s ? u"ready"_s : u"1"_s;
            QVERIFY2(!parseFilterText(text).error, qPrintable(text));
        }
    }
};

QTEST_GUILESS_MAIN(FilterTextTest)
#include "tst_filtertext.moc"
