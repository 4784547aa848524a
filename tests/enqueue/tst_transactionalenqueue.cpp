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
};

QTEST_GUILESS_MAIN(TransactionalEnqueueTest)
#include "tst_transactionalenqueue.moc"
