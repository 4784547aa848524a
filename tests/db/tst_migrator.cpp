// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/connectionpool.h"
#include "db/migrator.h"
#include "db/sqlcatalog.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QResource>
#include <QTest>

#include <future>

using namespace jobq;
using namespace jobq::test;

using Kind = Error::Kind;

namespace {

class AddedMigration
{
public:
    explicit AddedMigration(const char *file)
        : m_path(QStringLiteral(TESTING_MIGRATIONS) + QLatin1String(file))
    {
        if (!QResource::registerResource(m_path))
            qFatal("The resource is missing.");
    }
    ~AddedMigration() { QResource::unregisterResource(m_path); }
    AddedMigration(const AddedMigration &) = delete;
    AddedMigration &operator=(const AddedMigration &) = delete;

private:
    QString m_path;
};

} // namespace

class TstMigrator : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void makesTheSchema();
    void doesNothingWhereAllIsDone();
    void severalProgramsMayStartAtOnce();
    void waitsLongerThanTheLockTimeout();
    void appliesOnlyWhatIsMissing();
    void refusesANewerSchema();
    void refusesAnotherBuildsSchema();
    void checkRefusesAMissingSchema();
    void aFailingStatementLeavesNothing();
    void saysWhoMayNotCreateTheSchema();
    void worksWithASchemaMadeInAdvance();
    void saysWhoMayNotChangeTheSchema();

private:
    [[nodiscard]] qint64 applied() const;

    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
};

void TstMigrator::init()
{
    TestCase::init();
    m_settings = m_postgres.createEmptyDatabase();
}

qint64 TstMigrator::applied() const
{
    return TemporaryPostgres::number(m_settings, QStringLiteral("SELECT count(*) FROM jobq.migrations"));
}

void TstMigrator::makesTheSchema()
{
    Connection connection(m_settings);
    Migrator::migrate(connection);
    Migrator::check(connection);
    QCOMPARE(applied(), SqlCatalog::migrationNames().size());
    QCOMPARE(TemporaryPostgres::column(m_settings,
                                       QStringLiteral("SELECT name || '.sql' FROM jobq.migrations ORDER BY number")),
             SqlCatalog::migrationNames());
}

void TstMigrator::doesNothingWhereAllIsDone()
{
    Connection connection(m_settings);
    Migrator::migrate(connection);
    const QStringList before =
        TemporaryPostgres::column(m_settings, QStringLiteral("SELECT xmin::text FROM jobq.migrations"));
    Migrator::migrate(connection);
    QCOMPARE(TemporaryPostgres::column(m_settings, QStringLiteral("SELECT xmin::text FROM jobq.migrations")), before);
}

void TstMigrator::severalProgramsMayStartAtOnce()
{
    std::vector<std::future<void>> programs;
    for (int i = 0; i < 4; ++i)
        programs.push_back(std::async(std::launch::async, [this] { ConnectionPool(m_settings).open(); }));
    for (std::future<void> &program : programs)
        program.get();
    QCOMPARE(applied(), SqlCatalog::migrationNames().size());
}

void TstMigrator::waitsLongerThanTheLockTimeout()
{
    Connection holder(m_settings);
    holder.execute(QStringLiteral("SELECT pg_advisory_lock(hashtext('jobq.migrations'))"), QStringLiteral("test"));
    auto program = std::async(std::launch::async, [this] {
        ConnectionSettings settings = m_settings;
        settings.lockTimeout = std::chrono::milliseconds(1);
        ConnectionPool(settings).open();
    });
    QTRY_COMPARE(
        TemporaryPostgres::number(
            m_settings, QStringLiteral("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")),
        1);
    holder.execute(QStringLiteral("SELECT pg_advisory_unlock_all()"), QStringLiteral("test"));
    program.get();
    QCOMPARE(applied(), SqlCatalog::migrationNames().size());
}

void TstMigrator::appliesOnlyWhatIsMissing()
{
    Connection connection(m_settings);
    Migrator::migrate(connection);
    const qsizetype before = SqlCatalog::migrationNames().size();
    const AddedMigration good("/good.rcc");
    const Error older = errorOf([&] { Migrator::check(connection); });
    Migrator::migrate(connection);
    QCOMPARE(older.kind(), Kind::Usage);
    QVERIFY2(older.message().contains(QStringLiteral("it lacks 9001_good")), older.what());
    QCOMPARE(applied(), before + 1);
    QCOMPARE(TemporaryPostgres::number(m_settings, QStringLiteral("SELECT count(*) FROM jobq.testing_good")), 2);
}

void TstMigrator::refusesANewerSchema()
{
    Connection connection(m_settings);
    Migrator::migrate(connection);
    TemporaryPostgres::execute(
        m_settings,
        QStringLiteral("INSERT INTO jobq.migrations (number, name, checksum) VALUES (9999, '9999_future', '')"));
    for (const auto call : {&Migrator::migrate, &Migrator::check}) {
        const Error error = errorOf([&] { call(connection); });
        QCOMPARE(error.kind(), Kind::Usage);
        QVERIFY2(error.message().contains(QStringLiteral("9999")), error.what());
    }
}

void TstMigrator::refusesAnotherBuildsSchema()
{
    Connection connection(m_settings);
    Migrator::migrate(connection);
    TemporaryPostgres::execute(m_settings,
                               QStringLiteral("UPDATE jobq.migrations SET checksum = 'other' WHERE number = 1"));
    const Error error = errorOf([&] { Migrator::migrate(connection); });
    QCOMPARE(error.kind(), Kind::Usage);
    QVERIFY2(error.message().contains(QStringLiteral("another build")), error.what());
}

void TstMigrator::checkRefusesAMissingSchema()
{
    Connection connection(m_settings);
    const Error error = errorOf([&] { Migrator::check(connection); });
    QCOMPARE(error.kind(), Kind::Usage);
    QCOMPARE(error.message(), QStringLiteral("The schema jobq is missing: run the migrations."));
}

void TstMigrator::aFailingStatementLeavesNothing()
{
    Connection connection(m_settings);
    Migrator::migrate(connection);
    const Error error = errorOf([&] {
        const AddedMigration bad("/bad.rcc");
        Migrator::migrate(connection);
    });
    QCOMPARE(error.kind(), Kind::Query);
    QCOMPARE(error.sqlState(), QStringLiteral("42703"));
    QCOMPARE(error.queryName(), QStringLiteral("9001_bad"));
    QCOMPARE(TemporaryPostgres::scalar(m_settings, QStringLiteral("SELECT to_regclass('jobq.testing_bad')")).toString(),
             QString());
    QCOMPARE(applied(), SqlCatalog::migrationNames().size());
    Migrator::check(connection);
}

void TstMigrator::saysWhoMayNotCreateTheSchema()
{
    const ConnectionSettings role = m_postgres.createRole(m_settings);
    const Error error = errorOf([&] { ConnectionPool(role).open(); });
    QCOMPARE(error.kind(), Kind::Usage);
    QCOMPARE(error.sqlState(), QStringLiteral("42501"));
    QVERIFY2(error.message().contains(QStringLiteral("“%1”").arg(role.keyword(QStringLiteral("user")))), error.what());
    QVERIFY2(error.message().contains(QStringLiteral("“%1”").arg(m_settings.keyword(QStringLiteral("dbname")))),
             error.what());
}

void TstMigrator::worksWithASchemaMadeInAdvance()
{
    const ConnectionSettings role = m_postgres.createRole(m_settings);
    TemporaryPostgres::execute(
        m_settings, QStringLiteral("CREATE SCHEMA jobq AUTHORIZATION ") + role.keyword(QStringLiteral("user")));
    ConnectionPool(role).open();
    QCOMPARE(applied(), SqlCatalog::migrationNames().size());
}

void TstMigrator::saysWhoMayNotChangeTheSchema()
{
    const ConnectionSettings role = m_postgres.createRole(m_settings);
    TemporaryPostgres::execute(m_settings, QStringLiteral("CREATE SCHEMA jobq"));
    const Error error = errorOf([&] { ConnectionPool(role).open(); });
    QCOMPARE(error.kind(), Kind::Usage);
    QVERIFY2(error.message().contains(QStringLiteral("may not change the schema jobq")), error.what());
}

QTEST_GUILESS_MAIN(TstMigrator)
#include "tst_migrator.moc"
