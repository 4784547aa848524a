// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/migrator.h"

#include "db/connection.h"
#include "db/literal.h"
#include "db/sqlcatalog.h"
#include "db/transaction.h"

#include <QCryptographicHash>
#include <QSqlQuery>
#include <QVariant>

#include <map>
#include <optional>
#include <vector>

namespace jobq {

namespace {

const QString bookkeeping = QStringLiteral("migrations");

struct Migration
{
    int number = 0;
    QString name; // without `.sql`
    QString sql;
    QString checksum; // of the text without comments
};

struct AppliedMigration
{
    QString name;
    QString checksum;
};
using AppliedMigrations = std::map<int, AppliedMigration>;

std::vector<Migration> knownMigrations()
{
    std::vector<Migration> migrations;
    for (const QString &fileName : SqlCatalog::migrationNames()) {
        const QString sql = SqlCatalog::migration(fileName);
        const QByteArray hash =
            QCryptographicHash::hash(SqlText(sql).text().simplified().toUtf8(), QCryptographicHash::Sha256);
        migrations.push_back({fileName.section(QLatin1Char('_'), 0, 0).toInt(), fileName.chopped(4), sql,
                              QString::fromLatin1(hash.toHex())});
    }
    return migrations;
}

bool isTrue(Connection &connection, const QString &condition)
{
    QSqlQuery query = connection.run(QLatin1String("SELECT ") + condition, bookkeeping);
    return query.next() && query.value(0).toBool();
}

// By the catalogue's tables: to_regclass() may answer from a cache that is older than the lock we waited for.
bool hasSchema(Connection &connection)
{
    return isTrue(connection, QStringLiteral("EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'jobq')"));
}

bool hasBookkeeping(Connection &connection)
{
    return isTrue(connection,
                  QStringLiteral("EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
                                 "ON n.oid = c.relnamespace WHERE nspname = 'jobq' AND relname = 'migrations')"));
}

AppliedMigrations appliedMigrations(Connection &connection)
{
    AppliedMigrations applied;
    if (!hasBookkeeping(connection))
        return applied;
    QSqlQuery query = connection.run(QStringLiteral("SELECT number, name, checksum FROM jobq.migrations"), bookkeeping);
    while (query.next())
        applied[query.value(0).toInt()] = {query.value(1).toString(), query.value(2).toString()};
    return applied;
}

void refuseForeign(const AppliedMigrations &applied, const std::vector<Migration> &known)
{
    const int newestKnown = known.empty() ? 0 : known.back().number;
    const int newestApplied = applied.empty() ? 0 : applied.rbegin()->first;
    if (newestApplied > newestKnown)
        throw Error(
            Error::Kind::Usage,
            QStringLiteral(
                "The schema jobq is at version %1, newer than this program, which knows %2: update the program.")
                .arg(newestApplied)
                .arg(newestKnown));
    for (const Migration &migration : known) {
        const auto at = applied.find(migration.number);
        if (at != applied.end() && at->second.checksum != migration.checksum)
            throw Error(
                Error::Kind::Usage,
                QStringLiteral(
                    "The schema jobq was made by another build: its migration %1 differs from this program's %2.")
                    .arg(at->second.name, migration.name));
    }
}

const Migration *firstPending(const AppliedMigrations &applied, const std::vector<Migration> &known)
{
    for (const Migration &migration : known) {
        if (!applied.contains(migration.number))
            return &migration;
    }
    return nullptr;
}

Error lacksRight(Connection &connection, const QString &what, const QString &remedy, const Error &cause)
{
    QSqlQuery query = connection.run(QStringLiteral("SELECT current_user, current_database()"), bookkeeping);
    query.next();
    const QString user = query.value(0).toString();
    return Error(Error::Kind::Usage,
                 QStringLiteral("The user “%1” may not %2 in the database “%3”. %4")
                     .arg(user, what, query.value(1).toString(), remedy.arg(user)))
        .withSqlState(cause.sqlState())
        .withQueryName(bookkeeping);
}

// An administrator may have made the schema in advance: then no right to create one is needed.
void makeBookkeeping(Connection &connection)
{
    if (!hasSchema(connection))
        connection.execute(QStringLiteral("CREATE SCHEMA jobq"), QStringLiteral("create schema"));
    if (hasBookkeeping(connection))
        return;
    connection.execute(QStringLiteral("CREATE TABLE jobq.migrations ("
                                      "number integer PRIMARY KEY, name text NOT NULL, "
                                      "applied_at timestamptz NOT NULL DEFAULT now(), checksum text NOT NULL)"),
                       bookkeeping);
}

void apply(Connection &connection, const Migration &migration)
{
    connection.execute(migration.sql, migration.name);
    connection.execute(QStringLiteral("INSERT INTO jobq.migrations (number, name, checksum) VALUES (%1, %2, '%3')")
                           .arg(migration.number)
                           .arg(textLiteral(migration.name, true), migration.checksum),
                       bookkeeping);
}

// The next migration, if any, in a transaction of its own.
bool applyNext(Connection &connection, const std::vector<Migration> &known)
{
    Transaction transaction(connection);
    // The other program may take its time with its migrations; only then do our own limits count again.
    connection.execute(
        QStringLiteral("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
                       "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('jobq.migrations')); "
                       "SET LOCAL lock_timeout TO DEFAULT"),
        bookkeeping);
    const AppliedMigrations applied = appliedMigrations(connection);
    refuseForeign(applied, known);
    const Migration *pending = firstPending(applied, known);
    if (!pending)
        return false;
    makeBookkeeping(connection);
    apply(connection, *pending);
    transaction.commit();
    return true;
}

} // namespace

void Migrator::migrate(Connection &connection)
{
    const std::vector<Migration> known = knownMigrations();
    const AppliedMigrations applied = appliedMigrations(connection);
    refuseForeign(applied, known);
    if (!firstPending(applied, known))
        return;
    try {
        while (replayWhenBusy([&] { return applyNext(connection, known); })) { }
    } catch (const Error &error) {
        if (error.sqlState() != QLatin1String("42501"))
            throw;
        if (error.queryName() == QLatin1String("create schema"))
            throw lacksRight(connection, QStringLiteral("create the schema jobq"),
                             QStringLiteral("An administrator can: CREATE SCHEMA jobq AUTHORIZATION \"%1\"."), error);
        throw lacksRight(connection, QStringLiteral("change the schema jobq"),
                         QStringLiteral("Its owner must run the migrations, or an administrator can give it away: "
                                        "ALTER SCHEMA jobq OWNER TO \"%1\"."),
                         error);
    }
}

void Migrator::check(Connection &connection)
{
    const std::vector<Migration> known = knownMigrations();
    const AppliedMigrations applied = appliedMigrations(connection);
    refuseForeign(applied, known);
    if (const Migration *pending = firstPending(applied, known))
        throw Error(Error::Kind::Usage,
                    applied.empty()
                        ? QStringLiteral("The schema jobq is missing: run the migrations.")
                        : QStringLiteral("The schema jobq is older than this program, it lacks %1: run the migrations.")
                              .arg(pending->name));
}

} // namespace jobq
