// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "enqueue/jsonschemavalidator.h"
#include "job/error.h"
#include "support/callerdatabase.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QSqlDriver>
#include <QSqlQuery>
#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

class JobEnqueueTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;

    qint64 count() const { return TemporaryPostgres::number(m_settings, u"SELECT count(*) FROM jobq.jobs"_s); }

private Q_SLOTS:
    void init()
    {
        TestCase::init();
        m_settings = m_postgres.createDatabase();
        m_system.emplace(ConnectionPool(m_settings));
    }

    void addJobReturnsTheJobAsStored()
    {
        const QDateTime runAt = QDateTime::currentDateTimeUtc().addDays(2);
        const Job job = JobEnqueue(*m_system).addJob(u"send-email"_s, {{"to"_L1, "x@y.com"_L1}},
                                                     {.queueName = u"email"_s,
                                                      .runAt = runAt,
                                                      .priority = -3,
                                                      .maxAttempts = 7,
                                                      .flags = {u"b"_s, u"a"_s, u"b"_s}});
        QVERIFY(job.id > 0);
        QCOMPARE(job.taskIdentifier, u"send-email"_s);
        QCOMPARE(job.payload.object().value("to"_L1).toString(), u"x@y.com"_s);
        QCOMPARE(job.queueName, u"email"_s);
        QCOMPARE(job.runAt, runAt);
        QCOMPARE(job.priority, -3);
        QCOMPARE(job.maxAttempts, 7);
        QCOMPARE(job.attempts, 0);
        QCOMPARE(job.flags, QStringList({u"a"_s, u"b"_s}));
        QCOMPARE(job.status, JobStatus::Available);
        QVERIFY(job.isScheduled(QDateTime::currentDateTimeUtc()));
        QVERIFY(qAbs(job.createdAt.secsTo(QDateTime::currentDateTimeUtc())) < 60);
        QCOMPARE(TemporaryPostgres::scalar(m_settings, u"SELECT concat(state, priority, max_attempts, queue_name) FROM jobq.jobs"_s).toString(),
                 u"scheduled-37email"_s);
    }

    void secondAddTakesTheQuickPathWithTheSameResult()
    {
        const Job slow = JobEnqueue(*m_system).addJob(u"t"_s, {{"n"_L1, 1}}, {.queueName = u"q"_s, .flags = {u"f"_s}});
        const Job quick = JobEnqueue(*m_system).addJob(u"t"_s, {{"n"_L1, 1}}, {.queueName = u"q"_s, .flags = {u"f"_s}});
        QVERIFY(quick.id > slow.id);
        QCOMPARE(quick.payload.text(), slow.payload.text());
        QCOMPARE(TemporaryPostgres::number(m_settings,
                                           u"SELECT count(DISTINCT (lane, queue_name, flags, payload, priority, max_attempts)) FROM jobq.jobs"_s),
                 1);
    }

    void longNumbersSurvive()
    {
        const Job job = JobEnqueue(*m_system).addJob(u"t"_s, Payload::fromText(uR"({"n": 12345678901234567890, "d": 0.1234567890123456789012345})"_s));
        QVERIFY(job.payload.text().contains(u"12345678901234567890"_s));
        QVERIFY(job.payload.text().contains(u"0.1234567890123456789012345"_s));
    }

    void addJobsKeepsTheOrderOfThousands()
    {
        QList<JobSpec> specs;
        for (int i = 0; i < 5000; ++i)
            specs += JobSpec{u"task-%1"_s.arg(i % 7), {{"n"_L1, i}}, {.queueName = i % 3 ? std::optional<QString>() : u"q%1"_s.arg(i % 11)}};
        const QList<Job> jobs = JobEnqueue(*m_system).addJobs(specs);
        QCOMPARE(jobs.size(), specs.size());
        for (qsizetype i = 0; i < jobs.size(); ++i) {
            QCOMPARE(jobs.at(i).taskIdentifier, specs.at(i).taskIdentifier);
            QCOMPARE(jobs.at(i).payload.object().value("n"_L1).toInt(), int(i));
            QVERIFY(i == 0 || jobs.at(i).id > jobs.at(i - 1).id);
        }
        QCOMPARE(count(), 5000);
    }

    void addJobsOfNothingDoesNothing() { QVERIFY(JobEnqueue(*m_system).addJobs({}).isEmpty()); }

    void everyBadSpecIsListed()
    {
        const Error error = errorOf([&] {
            JobEnqueue(*m_system).addJobs({{QString(), Payload(), {}}, {u"t"_s, Payload(), {.jobKey = u"k"_s}}, {u"t"_s, Payload::fromText(u"{"_s), {}},
                                           {u"t"_s, Payload(), {.maxAttempts = 0}}, {u"t"_s, Payload(), {.jobKey = u"k"_s}}});
        });
        QCOMPARE(error.kind(), Error::Kind::Usage);
        QCOMPARE(error.argument(), u"specs[0].taskIdentifier"_s);
        const QStringList lines = error.message().split(u'\n');
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines.at(1).startsWith("specs[2].payload: "_L1));
        QVERIFY(lines.at(2).startsWith("specs[3].maxAttempts: "_L1));
        QCOMPARE(lines.at(3), u"specs[4].jobKey: is the same as that of specs[1]"_s);
    }

    void invalidPayloadsAreListedByIndexAndNothingIsWritten()
    {
        const QList<JobSpec> specs{{u"t"_s, Payload(1), {}}, {u"t"_s, Payload::fromText(u"{oops"_s), {}}, {u"t"_s, Payload::fromText(u"[1, 2"_s), {}}};
        const Error error = errorOf([&] { JobEnqueue(*m_system).addJobs(specs); });
        QCOMPARE(error.kind(), Error::Kind::Validation);
        QVERIFY2(error.message().contains(u"specs[1].payload"_s), qPrintable(error.message()));
        QVERIFY(error.message().contains(u"specs[2].payload"_s));
        QVERIFY(!error.message().contains(u"specs[0]"_s));
        QCOMPARE(count(), 0);
    }

    void surrogatesInPairsAreFine()
    {
        const Job job = JobEnqueue(*m_system).addJob(u"t"_s, Payload::fromText(uR"(["\ud83d\ude00\ud83d\ude00", "\\ud83d", "😀\u00e4"])"_s));
        QCOMPARE(job.payload.value().toArray().first().toString(), u"😀😀"_s);
    }

    void escapedBackslashBeforeU0000IsNoNul()
    {
        QVERIFY(JobEnqueue(*m_system).addJob(u"t"_s, Payload::fromText(uR"("a\\u0000")"_s)).id > 0);
    }

    void payloadLimitIsConfigurable()
    {
        m_system->setMaxPayloadBytes(10);
        QCOMPARE(errorOf([&] { JobEnqueue(*m_system).addJob(u"t"_s, Payload(u"äöüäö"_s)); }).kind(), Error::Kind::Validation);
        QVERIFY(JobEnqueue(*m_system).addJob(u"t"_s, Payload(u"äöüä"_s)).id > 0);
    }

    void theValidatorDecides()
    {
        auto validator = std::make_shared<JsonSchemaValidator>(JsonSchemaValidator::UnknownTasks::Refuse);
        validator->addSchema(u"send-email"_s, R"({"type": "object", "required": ["to"]})");
        const System strict(m_system->pool(), validator);
        QVERIFY(JobEnqueue(strict).addJob(u"send-email"_s, {{"to"_L1, "x"_L1}}).id > 0);
        const Error missing = errorOf([&] { JobEnqueue(strict).addJob(u"send-email"_s, {{"too"_L1, "x"_L1}}); });
        QCOMPARE(missing.kind(), Error::Kind::Validation);
        QVERIFY2(missing.message().contains(u"to"_s), qPrintable(missing.message()));
        QVERIFY(errorOf([&] { JobEnqueue(strict).addJob(u"send-emial"_s, {}); }).message().contains(u"no schema"_s));
        QCOMPARE(count(), 1);
    }

    void dueJobsNotifyAndMayBeSilenced()
    {
        CallerDatabase caller(m_settings);
        QSqlDatabase listener = caller.database();
        QVERIFY(listener.driver()->subscribeToNotification(u"jobq_jobs"_s));
        QSignalSpy spy(listener.driver(), &QSqlDriver::notification);
        JobEnqueue(*m_system).addJob(u"t"_s, Payload());
        QTRY_COMPARE(spy.size(), 1);
        m_system->setNotifies(false);
        JobEnqueue(*m_system).addJobs({{u"t"_s, Payload(), {}}});
        QSqlQuery(listener).exec(u"SELECT pg_notify('jobq_jobs', 'end')"_s);
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(spy.at(1).at(2).toString(), u"end"_s);
    }
};

QTEST_GUILESS_MAIN(JobEnqueueTest)
#include "tst_jobenqueue.moc"
