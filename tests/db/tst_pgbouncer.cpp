// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/connectionpool.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "support/pgbouncer.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QSqlQuery>
#include <QTest>

using namespace jobq;
using namespace jobq::test;

// Behind a transaction pooler two clients take turns in one session of the server.
class TstPgBouncer : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void migrates();
    void clientsTakeTurns();
    void limitsDoNotLeakToTheNextClient();
    void readsInUtc();
    void saysWhatToSetWhereItMeetsAPooler();

private:
    static QString setting(Connection &connection, const char *name);

    TemporaryPostgres m_postgres;
    ConnectionSettings m_direct = m_postgres.createEmptyDatabase();
    PgBouncer m_bouncer {m_direct};
};

void TstPgBouncer::initTestCase()
{
    TemporaryPostgres::execute(
        m_direct, QStringLiteral("CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY, name text)"));
}

QString TstPgBouncer::setting(Connection &connection, const char *name)
{
    return Statement(connection, QStringLiteral("testing/setting"))
        .bind("name", QString::fromLatin1(name))
        .execOne()
        .text(0);
}

void TstPgBouncer::migrates()
{
    const ConnectionPool pool(m_bouncer.settings());
    pool.open();
    pool.open(false);
    QVERIFY(TemporaryPostgres::number(m_direct, QStringLiteral("SELECT count(*) FROM jobq.migrations")) > 0);
}

void TstPgBouncer::clientsTakeTurns()
{
    Connection one(m_bouncer.settings());
    Connection other(m_bouncer.settings());
    for (int i = 0; i < 10; ++i) {
        Statement(one, QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("it's")).execOne();
        Transaction transaction(other);
        Statement(other, QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("one")).execOne();
        Statement(other, QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("more")).execOne();
        transaction.commit();
    }
    QCOMPARE(TemporaryPostgres::number(m_direct, QStringLiteral("SELECT count(*) FROM things")), 30);
}

void TstPgBouncer::limitsDoNotLeakToTheNextClient()
{
    ConnectionSettings careful = m_bouncer.settings();
    careful.readOnly = true;
    careful.lockTimeout = std::chrono::milliseconds(1234);
    Connection reader(careful);
    ConnectionSettings free = m_bouncer.settings();
    free.lockTimeout = {};
    Connection writer(free);
    QCOMPARE(setting(reader, "lock_timeout"), QStringLiteral("1234ms"));
    QCOMPARE(setting(writer, "lock_timeout"), QStringLiteral("0"));
    Statement(writer, QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("one")).execOne();
    QCOMPARE(errorOf([&] {
                 Statement(reader, QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("x")).exec();
             }).sqlState(),
             QStringLiteral("25006"));
    {
        const Transaction transaction(reader);
        QCOMPARE(setting(reader, "lock_timeout"), QStringLiteral("1234ms"));
        QCOMPARE(setting(reader, "transaction_read_only"), QStringLiteral("on"));
    }
    QCOMPARE(setting(writer, "transaction_read_only"), QStringLiteral("off"));
}

void TstPgBouncer::readsInUtc()
{
    TemporaryPostgres::execute(m_postgres.administration(),
                               QStringLiteral("ALTER DATABASE %1 SET TimeZone = 'Asia/Tokyo'")
                                   .arg(m_direct.keyword(QStringLiteral("dbname"))));
    Connection one(m_bouncer.settings());
    Connection other(m_bouncer.settings());
    QCOMPARE(setting(one, "TimeZone"), QStringLiteral("UTC"));
    QCOMPARE(setting(other, "TimeZone"), QStringLiteral("UTC"));
}

void TstPgBouncer::saysWhatToSetWhereItMeetsAPooler()
{
    ConnectionSettings wrong = m_bouncer.settings();
    wrong.preparedStatements = true;
    const Error error = errorOf([&] { Connection connection(wrong); });
    QCOMPARE(error.kind(), Error::Kind::Connection);
    QVERIFY2(error.message().contains(QStringLiteral("set preparedStatements to false")), error.what());
}

QTEST_GUILESS_MAIN(TstPgBouncer)
#include "tst_pgbouncer.moc"
