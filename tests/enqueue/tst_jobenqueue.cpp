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

namespace {

QString longName()
{
    return QString(256, u'x');
}

} // namespace

class JobEnqueueTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;

    qint64 count() const { return TemporaryPostgres::number(m_settings, u"SELECT count(*) FROM jobq.jobs"_s); }
    qint64 names() const { return TemporaryPostgres::number(m_settings, u"SELECT (SELECT count(*) FROM jobq.lanes) + (SELECT count(*) FROM jobq.queues)"_s); }

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

    void badInputIsNamedAndChangesNothing_data()
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
        row("empty queue", {u"t"_s, Payload(), {.queueName = u""_s}}, u"queueName"_s);
        row("long queue", {u"t"_s, Payload(), {.queueName = longName()}}, u"queueName"_s);
        row("NUL in queue", {u"t"_s, Payload(), {.queueName = nul}}, u"queueName"_s);
        row("empty key", {u"t"_s, Payload(), {.jobKey = u""_s}}, u"jobKey"_s);
        row("long key", {u"t"_s, Payload(), {.jobKey = longName()}}, u"jobKey"_s);
        row("NUL in key", {u"t"_s, Payload(), {.jobKey = nul}}, u"jobKey"_s);
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
        row("number out of range", {u"t"_s, Payload::fromText(u"1e999999"_s), {}}, u"payload"_s, Error::Kind::Validation);
    }
    void badInputIsNamedAndChangesNothing()
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

    void badInputLeavesTheCallersTransactionUsable_data() { badInputIsNamedAndChangesNothing_data(); }
    void badInputLeavesTheCallersTransactionUsable()
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

    // Numbers of so many digits pass Qt's parser: the server alone knows its bounds.
    void whatOnlyTheServerRefusesIsNamedToo()
    {
        const JobSpec spec{u"t"_s, Payload::fromText(u"0."_s + QString(20'000, u'1')), {}};
        const JobEnqueue enqueue(*m_system);
        const Error one = errorOf([&] { enqueue.addJob(spec.taskIdentifier, spec.payload); });
        QCOMPARE(one.kind(), Error::Kind::Validation);
        const Error many = errorOf([&] { enqueue.addJobs({{u"t"_s, Payload(), {}}, spec}); });
        QVERIFY2(many.message().startsWith(u"specs[1].payload: "_s), many.what());
        CallerDatabase caller(m_settings);
        QCOMPARE(errorOf([&] { enqueue.addJobs(caller.database(), {{u"t"_s, Payload(), {}}, spec}); }).argument(), u"payload"_s);
        QVERIFY(caller.database().transaction());
        QCOMPARE(errorOf([&] { enqueue.addJob(caller.database(), spec.taskIdentifier, spec.payload); }).kind(), Error::Kind::Validation);
        QVERIFY(caller.database().rollback());
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
