// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "support/callerdatabase.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QSqlQuery>
#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

class TransactionalEnqueueTest : public TestCase
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

    void jobsExistExactlyIfTheCallerCommits()
    {
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, {{"n"_L1, 1}}, {.queueName = u"q"_s});
        JobEnqueue(*m_system).addJobs(caller.database(), {{u"t"_s, Payload(), {}}, {u"u"_s, Payload(), {.jobKey = u"k"_s}}});
        QCOMPARE(count(), 0);
        QVERIFY(caller.database().rollback());
        QCOMPARE(count(), 0);

        QVERIFY(caller.database().transaction());
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, {{"n"_L1, 2}});
        QVERIFY(caller.database().commit());
        QCOMPARE(count(), 1);
    }

    void aBadPayloadIsRefusedBeforeTheTransactionNotices()
    {
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        QCOMPARE(errorOf([&] { JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload::fromText(u"{"_s)); }).kind(), Error::Kind::Validation);
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload());
        QVERIFY(caller.database().commit());
        QCOMPARE(count(), 1);
    }

    void aClosedDatabaseIsNamed()
    {
        QCOMPARE(errorOf([&] { JobEnqueue(*m_system).addJob(QSqlDatabase(), u"t"_s, Payload()); }).argument(), u"database"_s);
    }

    void aTriggerAddsJobsWithTheSqlFunction()
    {
        TemporaryPostgres::execute(m_settings, u"CREATE TABLE orders (id int PRIMARY KEY, mail text);"
                                                "CREATE FUNCTION confirm_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                                                "PERFORM jobq.add_job('confirm', jsonb_build_object('order', NEW.id), queue_name => 'orders', "
                                                "job_key => 'order-' || NEW.id, priority => 2); RETURN NEW; END $$;"
                                                "CREATE TRIGGER confirm AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION confirm_order()"_s);
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        QVERIFY(QSqlQuery(caller.database()).exec(u"INSERT INTO orders VALUES (1, 'a'), (2, 'b')"_s));
        QVERIFY(caller.database().rollback());
        QCOMPARE(count(), 0);
        QVERIFY(QSqlQuery(caller.database()).exec(u"INSERT INTO orders VALUES (1, 'a'), (2, 'b')"_s));
        QCOMPARE(TemporaryPostgres::scalar(m_settings, u"SELECT string_agg(task_identifier || queue_name || job_key || priority || payload, ',' ORDER BY id) FROM jobq.jobs"_s).toString(),
                 uR"(confirmordersorder-12{"order": 1},confirmordersorder-22{"order": 2})"_s);
    }

    void theSqlFunctionHasTheSameRules_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("argument");
        QTest::newRow("empty task") << u"jobq.add_job('')"_s << u"taskIdentifier"_s;
        QTest::newRow("null task") << u"jobq.add_job(NULL)"_s << u"taskIdentifier"_s;
        QTest::newRow("long queue") << u"jobq.add_job('t', queue_name => repeat('x', 256))"_s << u"queueName"_s;
        QTest::newRow("attempts") << u"jobq.add_job('t', max_attempts => 0)"_s << u"maxAttempts"_s;
        QTest::newRow("priority") << u"jobq.add_job('t', priority => NULL)"_s << u"priority"_s;
        QTest::newRow("null attempts") << u"jobq.add_job('t', max_attempts => NULL)"_s << u"maxAttempts"_s;
        QTest::newRow("early") << u"jobq.add_job('t', run_at => '1969-12-31 23:59:59Z')"_s << u"runAt"_s;
        QTest::newRow("late") << u"jobq.add_job('t', run_at => '10000-01-01Z')"_s << u"runAt"_s;
        QTest::newRow("empty queue") << u"jobq.add_job('t', queue_name => '')"_s << u"queueName"_s;
        QTest::newRow("long key") << u"jobq.add_job('t', job_key => repeat('x', 256))"_s << u"jobKey"_s;
        QTest::newRow("null flag") << u"jobq.add_job('t', flags => ARRAY[NULL])"_s << u"flags"_s;
        QTest::newRow("large payload") << u"jobq.add_job('t', to_jsonb(repeat('x', 1048575)))"_s << u"payload"_s;
        QTest::newRow("infinity") << u"jobq.add_job('t', run_at => 'infinity')"_s << u"runAt"_s;
        QTest::newRow("mode without key") << u"jobq.add_job('t', job_key_mode => 'replace')"_s << u"jobKeyMode"_s;
        QTest::newRow("unknown mode") << u"jobq.add_job('t', job_key => 'k', job_key_mode => 'x')"_s << u"jobKeyMode"_s;
        QTest::newRow("empty flag") << u"jobq.add_job('t', flags => ARRAY['a', ''])"_s << u"flags"_s;
        QTest::newRow("unknown limit") << u"jobq.add_job('t', rate_limit_key => 'none')"_s << u"rateLimitKey"_s;
    }
    void theSqlFunctionHasTheSameRules()
    {
        QFETCH(QString, call);
        QFETCH(QString, argument);
        CallerDatabase caller(m_settings);
        QSqlQuery query(caller.database());
        QVERIFY(!query.exec(u"SELECT "_s + call));
        QVERIFY2(query.lastError().databaseText().contains(argument + u": "_s), qPrintable(query.lastError().databaseText()));
        QVERIFY(query.lastError().nativeErrorCode().startsWith(u"JQ"_s));
        QCOMPARE(count(), 0);
    }

    void theSqlFunctionTakesWhatIsJustAllowed()
    {
        const auto added = [this](const QString &call) {
            return TemporaryPostgres::scalar(m_settings, u"SELECT (jobq.add_job(%1)).id IS NOT NULL"_s.arg(call)).toBool();
        };
        QVERIFY(added(u"repeat('x', 255), to_jsonb(repeat('x', 1048574)), run_at => '9999-12-31 23:59:59Z'"_s));
        QVERIFY(added(u"'t', NULL, run_at => '1970-01-01Z', max_attempts => 1, priority => -2147483648"_s));
        QCOMPARE(TemporaryPostgres::scalar(m_settings, u"SELECT payload FROM jobq.jobs WHERE task_identifier = 't'"_s).toString(), u"null"_s);
    }

    void theSizeOfPayloadsIsConfigurableInSql()
    {
        CallerDatabase caller(m_settings);
        QSqlQuery query(caller.database());
        QVERIFY(query.exec(u"SET jobq.max_payload_bytes = 10"_s));
        QVERIFY(query.exec(uR"(SELECT jobq.add_job('t', '"12345678"'))"_s));
        QVERIFY(!query.exec(uR"(SELECT jobq.add_job('t', '"123456789"'))"_s));
        QVERIFY(query.lastError().databaseText().contains(u"payload: is larger than the limit of 10 bytes"_s));
    }

    void theSqlFunctionKnowsAllKeyModes()
    {
        const auto add = [this](int n, const QString &arguments) {
            return TemporaryPostgres::scalar(m_settings, u"SELECT concat_ws(' ', id, payload, date_part('year', run_at)) FROM jobq.add_job('t', '%1', job_key => 'k'%2)"_s
                                                             .arg(n).arg(arguments)).toString();
        };
        QCOMPARE(add(1, u", run_at => '2999-06-01Z'"_s), u"1 1 2999"_s);
        QCOMPARE(add(2, u", job_key_mode => 'preserve_run_at'"_s), u"1 2 2999"_s);
        QCOMPARE(add(3, u", job_key_mode => 'unsafe_dedupe'"_s), u"1 2 2999"_s);
        QVERIFY(add(4, u", job_key_mode => 'replace'"_s).startsWith(u"1 4 "_s));
        QVERIFY(add(5, QString()).startsWith(u"1 5 "_s));
        QCOMPARE(TemporaryPostgres::number(m_settings, u"SELECT count(*) FROM jobq.jobs WHERE run_at <= now()"_s), 1);
    }
};

QTEST_GUILESS_MAIN(TransactionalEnqueueTest)
#include "tst_transactionalenqueue.moc"
