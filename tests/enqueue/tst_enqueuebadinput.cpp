// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "support/callerdatabase.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QtTest>

#include <optional>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

namespace {

QString longName()
{
    return QString(256, u'x');
}

} // namespace

// Every bad input: the kind, the argument, nothing changed, and the connection (and the caller's transaction) goes on.
class EnqueueBadInputTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;

    qint64 count() const { return TemporaryPostgres::number(m_settings, u"SELECT count(*) FROM jobq.jobs"_s); }
    qint64 names() const { return TemporaryPostgres::number(m_settings, u"SELECT (SELECT count(*) FROM jobq.lanes) + (SELECT count(*) FROM jobq.queues)"_s); }

private Q_SLOTS:
    // One database for all rows: a new one for each takes far longer than the test.
    void initTestCase()
    {
        m_settings = m_postgres.createDatabase();
        m_system.emplace(ConnectionPool(m_settings));
    }
    void init()
    {
        TestCase::init();
        TemporaryPostgres::execute(m_settings, u"DELETE FROM jobq.jobs; DELETE FROM jobq.lanes; DELETE FROM jobq.queues"_s);
    }

    void isNamedAndChangesNothing_data()
    {
        QTest::addColumn<JobSpec>("spec");
        QTest::addColumn<QString>("argument");
        QTest::addColumn<int>("kind");
        const QString nul = u"a\0b"_s;
        const auto row = [](const char *name, const JobSpec &spec, const QString &argument, Error::Kind kind = Error::Kind::Usage) {
            QTest::newRow(name) << spec << argument << int(kind);
        };
        row("empty task", {QString(), Payload(), {}}, u"taskIdentifier"_s);
        row("long task", {longName(), Payload(), {}}, u"taskIdentifier"_s);
        row("NUL in task", {u"a\0b"_s, Payload(), {}}, u"taskIdentifier"_s);
        row("half a character in task", {u"t"_s + QChar(0xd800), Payload(), {}}, u"taskIdentifier"_s);
        row("empty queue", {u"t"_s, Payload(), {.queueName = u""_s}}, u"queueName"_s);
        row("long queue", {u"t"_s, Payload(), {.queueName = longName()}}, u"queueName"_s);
        row("NUL in queue", {u"t"_s, Payload(), {.queueName = nul}}, u"queueName"_s);
        row("empty key", {u"t"_s, Payload(), {.jobKey = u""_s}}, u"jobKey"_s);
        row("long key", {u"t"_s, Payload(), {.jobKey = longName()}}, u"jobKey"_s);
        row("NUL in key", {u"t"_s, Payload(), {.jobKey = nul}}, u"jobKey"_s);
        row("half a character in key", {u"t"_s, Payload(), {.jobKey = QString(QChar(0xd801))}}, u"jobKey"_s);
        row("mode without key", {u"t"_s, Payload(), {.jobKeyMode = JobKeyMode::Replace}}, u"jobKeyMode"_s);
        row("empty flag", {u"t"_s, Payload(), {.flags = {u"a"_s, QString()}}}, u"flags"_s);
        row("long flag", {u"t"_s, Payload(), {.flags = {longName()}}}, u"flags"_s);
        row("NUL in flag", {u"t"_s, Payload(), {.flags = {nul}}}, u"flags"_s);
        row("empty rate limit", {u"t"_s, Payload(), {.rateLimitKey = QString()}}, u"rateLimitKey"_s);
        row("long rate limit", {u"t"_s, Payload(), {.rateLimitKey = longName()}}, u"rateLimitKey"_s);
        row("NUL in rate limit", {u"t"_s, Payload(), {.rateLimitKey = nul}}, u"rateLimitKey"_s);
        row("negative max attempts", {u"t"_s, Payload(), {.maxAttempts = -5}}, u"maxAttempts"_s);
        row("max attempts", {u"t"_s, Payload(), {.maxAttempts = 0}}, u"maxAttempts"_s);
        row("run-at invalid", {u"t"_s, Payload(), {.runAt = QDateTime()}}, u"runAt"_s);
        row("run-at too far", {u"t"_s, Payload(), {.runAt = QDateTime(QDate(20000, 1, 1), QTime(0, 0), Qt::UTC)}}, u"runAt"_s);
        row("run-at too early", {u"t"_s, Payload(), {.runAt = QDateTime(QDate(1, 1, 1), QTime(0, 0), Qt::UTC)}}, u"runAt"_s);
        row("unknown rate limit", {u"t"_s, Payload(), {.rateLimitKey = u"nobody"_s}}, u"rateLimitKey"_s, Error::Kind::NotFound);
        row("no JSON", {u"t"_s, Payload::fromText(u"{'a': 1}"_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("no JSON at all", {u"t"_s, Payload::fromText(QString()), {}}, u"payload"_s, Error::Kind::Validation);
        row("two values", {u"t"_s, Payload::fromText(u"1, 2"_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("escaped NUL", {u"t"_s, Payload::fromText(uR"({"a": "x\u0000y"})"_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("raw NUL", {u"t"_s, Payload::fromText(u"\"a\0b\""_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("NUL in a Qt value", {u"t"_s, Payload(QJsonValue(u"a\0b"_s)), {}}, u"payload"_s, Error::Kind::Validation);
        row("too large", {u"t"_s, Payload(QJsonValue(QString(1024 * 1024, u'x'))), {}}, u"payload"_s, Error::Kind::Validation);
        row("lone surrogate", {u"t"_s, Payload::fromText(uR"("\ud800")"_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("two high surrogates", {u"t"_s, Payload::fromText(uR"("\ud83d\ud83d\ude00")"_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("low surrogate", {u"t"_s, Payload::fromText(uR"("a\ude00")"_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("surrogates apart", {u"t"_s, Payload::fromText(uR"("\ud83d \ude00")"_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("raw surrogate", {u"t"_s, Payload::fromText(u"\"%1\""_s.arg(QChar(0xd83d))), {}}, u"payload"_s, Error::Kind::Validation);
        row("surrogate in a Qt value", {u"t"_s, Payload(QJsonObject{{u"a"_s, QString(QChar(0xd800))}}), {}}, u"payload"_s, Error::Kind::Validation);
        row("surrogate in a Qt name", {u"t"_s, Payload(QJsonObject{{QString(QChar(0xdc00)), 1}}), {}}, u"payload"_s, Error::Kind::Validation);
        row("number out of range", {u"t"_s, Payload::fromText(u"1e999999"_s), {}}, u"payload"_s, Error::Kind::Validation);
        row("number with too many digits", {u"t"_s, Payload::fromText(u"[-0."_s + QString(16'384, u'1') + u']'), {}}, u"payload"_s, Error::Kind::Validation);
        row("too large once stored", {u"t"_s, Payload::fromText(u"[1e300"_s + QString(u",1E+300"_s).repeated(5000) + u']'), {}}, u"payload"_s, Error::Kind::Validation);
    }
    void isNamedAndChangesNothing()
    {
        QFETCH(JobSpec, spec);
        QFETCH(QString, argument);
        QFETCH(int, kind);
        const JobEnqueue enqueue(*m_system);
        const Error one = errorOf([&] { enqueue.addJob(spec.taskIdentifier, spec.payload, spec.options); });
        QCOMPARE(int(one.kind()), kind);
        QVERIFY2(one.argument().endsWith(argument), qPrintable(one.argument() + u" | "_s + one.message()));
        QVERIFY(!one.message().contains(u"xxxx"_s));
        const Error many = errorOf([&] { enqueue.addJobs({{u"t"_s, Payload(), {}}, spec}); });
        QCOMPARE(int(many.kind()), kind);
        QVERIFY2(many.argument().endsWith(argument), qPrintable(many.argument() + u" | "_s + many.message()));
        QCOMPARE(count(), 0);
        QCOMPARE(names(), 0);
        // The connection is as good as before.
        QVERIFY(enqueue.addJob(u"t"_s, Payload()).id > 0);
    }

    void leavesTheCallersTransactionUsable_data() { isNamedAndChangesNothing_data(); }
    void leavesTheCallersTransactionUsable()
    {
        QFETCH(JobSpec, spec);
        QFETCH(QString, argument);
        QFETCH(int, kind);
        const JobEnqueue enqueue(*m_system);
        CallerDatabase caller(m_settings);
        QSqlDatabase database = caller.database();
        QVERIFY(database.transaction());
        const Error one = errorOf([&] { enqueue.addJob(database, spec.taskIdentifier, spec.payload, spec.options); });
        QCOMPARE(int(one.kind()), kind);
        QVERIFY2(one.argument().endsWith(argument), qPrintable(one.argument() + u" | "_s + one.message()));
        const Error many = errorOf([&] { enqueue.addJobs(database, {{u"t"_s, Payload(), {}}, spec}); });
        QCOMPARE(int(many.kind()), kind);
        QVERIFY2(many.argument().endsWith(argument), qPrintable(many.argument() + u" | "_s + many.message()));
        enqueue.addJob(database, u"fine"_s, Payload());
        QVERIFY(database.commit());
        QCOMPARE(TemporaryPostgres::column(m_settings, u"SELECT task_identifier FROM jobq.jobs"_s), QStringList{u"fine"_s});
    }

    /// What is just within PostgreSQL's bounds must not be refused here.
    void numbersUpToTheServersBoundsAreStored_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("behind the point") << u"0."_s + QString(16'383, u'1');
        QTest::newRow("small") << u"1e-307"_s;
        QTest::newRow("large") << u"[1e308, 0.00001e312]"_s;
        QTest::newRow("zeros") << u"[0e999999, -0.0E999999, 0e999999]"_s;
        QTest::newRow("in a text") << u"\"1e999999999\""_s;
        QTest::newRow("behind an escaped quote") << u"[\"\\\" 1e999999999\"]"_s;
    }
    void numbersUpToTheServersBoundsAreStored()
    {
        QFETCH(QString, text);
        QVERIFY(JobEnqueue(*m_system).addJob(u"t"_s, Payload::fromText(text)).id > 0);
    }

    /// How deep a value may be nested depends on the server's stack.
    void whatOnlyTheServerRefusesIsNamedToo()
    {
        const ConnectionSettings shallow = m_postgres.createDatabase();
        TemporaryPostgres::execute(shallow, u"ALTER DATABASE %1 SET max_stack_depth = '100kB'"_s.arg(shallow.keyword(u"dbname"_s)));
        const JobSpec spec{u"t"_s, Payload::fromText(QString(1000, u'[') + QString(1000, u']')), {}};
        const JobEnqueue enqueue(System{ConnectionPool(shallow)});
        const Error one = errorOf([&] { enqueue.addJob(spec.taskIdentifier, spec.payload); });
        QCOMPARE(one.kind(), Error::Kind::Validation);
        const Error many = errorOf([&] { enqueue.addJobs({{u"t"_s, Payload(), {}}, spec}); });
        QVERIFY2(many.message().startsWith(u"specs[1].payload: "_s), many.what());
        CallerDatabase caller(shallow);
        QCOMPARE(errorOf([&] { enqueue.addJobs(caller.database(), {{u"t"_s, Payload(), {}}, spec}); }).argument(), u"payload"_s);
        QVERIFY(caller.database().transaction());
        QCOMPARE(errorOf([&] { enqueue.addJob(caller.database(), spec.taskIdentifier, spec.payload); }).kind(), Error::Kind::Validation);
        QVERIFY(caller.database().rollback());
        QCOMPARE(TemporaryPostgres::number(shallow, u"SELECT count(*) FROM jobq.jobs"_s), 0);
    }
};

QTEST_GUILESS_MAIN(EnqueueBadInputTest)
#include "tst_enqueuebadinput.moc"
