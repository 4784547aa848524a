// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/connectionpool.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QSqlQuery>
#include <QTest>
#include <QThread>

#include <future>
#include <thread>

using namespace jobq;
using namespace jobq::test;

using Kind = Error::Kind;

class TstConnectionPool : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void eachThreadHasItsOwn();
    void closesWithItsThread();
    void closesWithThePool();
    void closesOnDemand();
    void poolsDoNotMix();
    void opensAgainWhatTheServerDropped();
    void opensAgainAfterARestart();
    void keepsALostConnectionInATransaction();
    void repairsAForgottenTransaction();
    void openMakesTheSchema();

private:
    static qint64 pid(Connection &connection);
    [[nodiscard]] qint64 sessions() const;

    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
};

void TstConnectionPool::init()
{
    TestCase::init();
    m_settings = m_postgres.createEmptyDatabase();
}

qint64 TstConnectionPool::pid(Connection &connection)
{
    QSqlQuery query = connection.run(QStringLiteral("SELECT pg_backend_pid()"), QStringLiteral("test"));
    return query.next() ? query.value(0).toLongLong() : 0;
}

qint64 TstConnectionPool::sessions() const
{
    return TemporaryPostgres::number(m_postgres.administration(),
                                     QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = '%1'")
                                         .arg(m_settings.keyword(QStringLiteral("dbname"))));
}

void TstConnectionPool::eachThreadHasItsOwn()
{
    const ConnectionPool pool(m_settings);
    const ConnectionPool copy = pool;
    QCOMPARE(&pool.connection(), &copy.connection());
    const qint64 mine = pid(pool.connection());
    QCOMPARE(pid(pool.connection()), mine);
    const qint64 other = std::async(std::launch::async, [&] { return pid(pool.connection()); }).get();
    QVERIFY(other != mine);
}

void TstConnectionPool::closesWithItsThread()
{
    const ConnectionPool pool(m_settings);
    const std::unique_ptr<QThread> thread(QThread::create([&] { pid(pool.connection()); }));
    thread->start();
    QVERIFY(thread->wait());
    QTRY_COMPARE(sessions(), 0);
}

void TstConnectionPool::closesWithThePool()
{
    std::promise<void> opened;
    std::promise<void> poolIsGone;
    auto pool = std::make_unique<ConnectionPool>(m_settings);
    pid(pool->connection());
    std::thread thread([&] {
        pid(pool->connection());
        opened.set_value();
        poolIsGone.get_future().wait();
    });
    opened.get_future().wait();
    QCOMPARE(sessions(), 2);
    pool.reset();
    QTRY_COMPARE(sessions(), 0);
    poolIsGone.set_value();
    thread.join();
}

void TstConnectionPool::closesOnDemand()
{
    const ConnectionPool pool(m_settings);
    const qint64 before = pid(pool.connection());
    pool.closeThreadConnection();
    QTRY_COMPARE(sessions(), 0);
    QVERIFY(pid(pool.connection()) != before);
}

void TstConnectionPool::poolsDoNotMix()
{
    const ConnectionPool one(m_settings);
    const ConnectionPool other(m_settings);
    QVERIFY(pid(one.connection()) != pid(other.connection()));
    one.closeThreadConnection();
    QTRY_COMPARE(sessions(), 1);
}

void TstConnectionPool::opensAgainWhatTheServerDropped()
{
    const ConnectionPool pool(m_settings);
    const qint64 before = pid(pool.connection());
    QCOMPARE(m_postgres.killBackends(m_settings), 1);
    QVERIFY(pid(pool.connection()) != before); // without an error in between
    QCOMPARE(Statement(pool.connection(), QStringLiteral("testing/repeatable")).execOne().int32(0), 1);
}

void TstConnectionPool::opensAgainAfterARestart()
{
    TemporaryPostgres postgres(TemporaryPostgres::Cluster::Own);
    const ConnectionPool pool(postgres.createEmptyDatabase());
    pid(pool.connection());
    postgres.stop();
    const Error error = errorOf([&] { pid(pool.connection()); });
    QCOMPARE(error.kind(), Kind::Connection);
    QVERIFY(error.isTransient());
    QCOMPARE(error.sqlState(), QString());
    QCOMPARE(errorOf([&] { pid(pool.connection()); }).kind(), Kind::Connection);
    postgres.start();
    QVERIFY(pid(pool.connection()) > 0);
}

void TstConnectionPool::keepsALostConnectionInATransaction()
{
    const ConnectionPool pool(m_settings);
    qint64 before = 0;
    {
        const Transaction transaction(pool.connection());
        before = pid(pool.connection());
        m_postgres.killBackends(m_settings);
        QCOMPARE(errorOf([&] { pid(pool.connection()); }).kind(), Kind::Connection);
        QCOMPARE(errorOf([&] { pid(pool.connection()); }).kind(), Kind::Connection);
    }
    QVERIFY(pid(pool.connection()) != before);
}

// A transaction that nobody ends would hold locks and the vacuum horizon for ever.
void TstConnectionPool::repairsAForgottenTransaction()
{
    const ConnectionPool pool(m_settings);
    pool.connection().execute(QStringLiteral("BEGIN; CREATE TABLE half_done ()"), QStringLiteral("test"));
    Transaction transaction(pool.connection());
    transaction.commit();
    QVERIFY(TemporaryPostgres::scalar(m_settings, QStringLiteral("SELECT to_regclass('half_done')")).isNull());
}

void TstConnectionPool::openMakesTheSchema()
{
    const ConnectionPool pool(m_settings);
    QCOMPARE(errorOf([&] { pool.open(false); }).kind(), Kind::Usage);
    pool.open();
    pool.open(false);
    QVERIFY(TemporaryPostgres::number(m_settings, QStringLiteral("SELECT count(*) FROM jobq.migrations")) > 0);
}

QTEST_GUILESS_MAIN(TstConnectionPool)
#include "tst_connectionpool.moc"
