// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/statement.h"
#include "db/transaction.h"
#include "support/lossyproxy.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QSqlQuery>
#include <QTest>

using namespace jobq;
using namespace jobq::test;

using Kind = Error::Kind;

class TstTransaction : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void commits();
    void rollsBackUnlessCommitted();
    void rollsBackWhenAStatementFails();
    void refusesASecondOne();
    void refusesTheCallersOpenTransaction();
    void aFailedTransactionCantCommit();
    void aDeferredConstraintFailsTheCommit();
    void aLostConnectionLeavesNothingHalf();
    void aConnectionLostBeforeTheCommitLeavesNoDoubt();
    void aLostAnswerToCommitIsInDoubt();
    void theConnectionIsOpenedAgainAfterwards();
    void obeysLimitsBehindAPooler();
    void replaysWhatWasBusy();
    void replaysOnlyWhatWasBusy();

private:
    void add(Connection &connection, const QString &name);
    [[nodiscard]] qint64 count() const;
    [[nodiscard]] ConnectionSettings impatient() const;

    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
};

void TstTransaction::initTestCase()
{
    m_settings = m_postgres.createEmptyDatabase();
    TemporaryPostgres::execute(m_settings,
                               QStringLiteral("CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY, "
                                              "name text UNIQUE DEFERRABLE INITIALLY DEFERRED)"));
}

void TstTransaction::init()
{
    TestCase::init();
    TemporaryPostgres::execute(m_settings, QStringLiteral("TRUNCATE things"));
}

void TstTransaction::add(Connection &connection, const QString &name)
{
    Statement(connection, QStringLiteral("testing/add_thing")).bind("name", name).exec();
}

qint64 TstTransaction::count() const
{
    return TemporaryPostgres::number(m_settings, QStringLiteral("SELECT count(*) FROM things"));
}

ConnectionSettings TstTransaction::impatient() const
{
    ConnectionSettings settings = m_settings;
    settings.lockTimeout = std::chrono::milliseconds(20);
    return settings;
}

void TstTransaction::commits()
{
    Connection connection(m_settings);
    Transaction transaction(connection);
    QVERIFY(connection.isInTransaction());
    add(connection, QStringLiteral("one"));
    add(connection, QStringLiteral("two"));
    QCOMPARE(count(), 0);
    transaction.commit();
    QVERIFY(!connection.isInTransaction());
    QCOMPARE(count(), 2);
    QCOMPARE(errorOf([&] { transaction.commit(); }).kind(), Kind::Query);
}

void TstTransaction::rollsBackUnlessCommitted()
{
    Connection connection(m_settings);
    {
        const Transaction transaction(connection);
        add(connection, QStringLiteral("one"));
    }
    QVERIFY(!connection.isInTransaction());
    QCOMPARE(count(), 0);
    add(connection, QStringLiteral("two"));
    QCOMPARE(count(), 1);
}

void TstTransaction::rollsBackWhenAStatementFails()
{
    Connection connection(m_settings);
    errorOf([&] {
        Transaction transaction(connection);
        add(connection, QStringLiteral("one"));
        Statement(connection, QStringLiteral("testing/divide")).bind("divisor", 0).exec();
        transaction.commit();
    });
    QCOMPARE(count(), 0);
    add(connection, QStringLiteral("usable"));
}

void TstTransaction::refusesASecondOne()
{
    Connection connection(m_settings);
    Transaction transaction(connection);
    add(connection, QStringLiteral("one"));
    QCOMPARE(errorOf([&] { Transaction second(connection); }).kind(), Kind::Query);
    transaction.commit(); // the first is unharmed
    QCOMPARE(count(), 1);
}

void TstTransaction::refusesTheCallersOpenTransaction()
{
    Connection owner(m_settings);
    QSqlDatabase database = owner.database();
    QVERIFY(database.transaction());
    Connection wrapped(database);
    QCOMPARE(errorOf([&] { Transaction transaction(wrapped); }).kind(), Kind::Query);
    QVERIFY(database.rollback());
    Connection again(database);
    Transaction(again).commit();
}

void TstTransaction::aFailedTransactionCantCommit()
{
    Connection connection(m_settings);
    Transaction transaction(connection);
    add(connection, QStringLiteral("one"));
    errorOf([&] { Statement(connection, QStringLiteral("testing/divide")).bind("divisor", 0).exec(); });
    QCOMPARE(errorOf([&] { transaction.commit(); }).kind(), Kind::Query);
    QCOMPARE(count(), 0);
}

void TstTransaction::aDeferredConstraintFailsTheCommit()
{
    Connection connection(m_settings);
    const Error error = errorOf([&] {
        Transaction transaction(connection);
        add(connection, QStringLiteral("same"));
        add(connection, QStringLiteral("same"));
        transaction.commit();
    });
    QCOMPARE(error.kind(), Kind::Conflict);
    QCOMPARE(error.queryName(), QStringLiteral("COMMIT"));
    QCOMPARE(count(), 0);
    add(connection, QStringLiteral("usable"));
}

void TstTransaction::aLostConnectionLeavesNothingHalf()
{
    Connection connection(m_settings);
    const Error error = errorOf([&] {
        Transaction transaction(connection);
        add(connection, QStringLiteral("one"));
        m_postgres.killBackends(m_settings);
        add(connection, QStringLiteral("two"));
        transaction.commit();
    });
    QCOMPARE(error.kind(), Kind::Connection);
    QVERIFY(connection.isBroken());
    QVERIFY(!connection.isInTransaction());
    QCOMPARE(count(), 0);
}

void TstTransaction::aConnectionLostBeforeTheCommitLeavesNoDoubt()
{
    Connection connection(m_settings);
    const Error error = errorOf([&] {
        Transaction transaction(connection);
        add(connection, QStringLiteral("one"));
        m_postgres.killBackends(m_settings);
        transaction.commit();
    });
    QCOMPARE(error.kind(), Kind::Connection);
    QCOMPARE(count(), 0);
}

void TstTransaction::aLostAnswerToCommitIsInDoubt()
{
    LossyProxy proxy(m_settings);
    Connection connection(proxy.settings());
    const Error error = errorOf([&] {
        Transaction transaction(connection);
        add(connection, QStringLiteral("one"));
        proxy.loseAnswerTo("COMMIT");
        transaction.commit();
    });
    QVERIFY(proxy.hasLostAnswer());
    QCOMPARE(error.kind(), Kind::OutcomeUnknown);
    QVERIFY(!error.isTransient());
    QVERIFY(connection.isBroken());
    QCOMPARE(count(), 1);
}

void TstTransaction::theConnectionIsOpenedAgainAfterwards()
{
    Connection connection(m_settings);
    errorOf([&] {
        const Transaction transaction(connection);
        m_postgres.killBackends(m_settings);
        add(connection, QStringLiteral("one"));
    });
    Transaction transaction(connection);
    add(connection, QStringLiteral("two"));
    transaction.commit();
    QCOMPARE(count(), 1);
}

void TstTransaction::obeysLimitsBehindAPooler()
{
    ConnectionSettings settings = m_settings;
    settings.preparedStatements = false;
    settings.readOnly = true;
    settings.statementTimeout = std::chrono::milliseconds(4321);
    Connection connection(settings);
    const Transaction transaction(connection);
    QCOMPARE(Statement(connection, QStringLiteral("testing/setting"))
                 .bind("name", QStringLiteral("statement_timeout"))
                 .execOne()
                 .text(0),
             QStringLiteral("4321ms"));
    QCOMPARE(errorOf([&] { add(connection, QStringLiteral("one")); }).sqlState(), QStringLiteral("25006"));
}

void TstTransaction::replaysWhatWasBusy()
{
    Connection holder(m_settings);
    auto held = std::make_unique<Transaction>(holder);
    holder.execute(QStringLiteral("LOCK TABLE things"), QStringLiteral("test"));
    Connection connection(impatient());
    int attempts = 0;
    const qint64 result = replayWhenBusy([&] {
        if (++attempts == 3)
            held.reset();
        Transaction transaction(connection);
        add(connection, QStringLiteral("one"));
        transaction.commit();
        return qint64(42);
    });
    QCOMPARE(result, 42);
    QCOMPARE(attempts, 3);
    QCOMPARE(count(), 1);
}

void TstTransaction::replaysOnlyWhatWasBusy()
{
    int attempts = 0;
    const auto failWith = [&](Kind kind) {
        attempts = 0;
        return errorOf([&] {
                   replayWhenBusy(
                       [&] {
                           ++attempts;
                           throw Error(kind, QStringLiteral("no"));
                       },
                       3);
               })
            .kind();
    };
    QCOMPARE(failWith(Kind::Busy), Kind::Busy);
    QCOMPARE(attempts, 3);
    QCOMPARE(failWith(Kind::OutcomeUnknown), Kind::OutcomeUnknown);
    QCOMPARE(attempts, 1);
    QCOMPARE(failWith(Kind::Connection), Kind::Connection);
    QCOMPARE(attempts, 1);
}

QTEST_GUILESS_MAIN(TstTransaction)
#include "tst_transaction.moc"
