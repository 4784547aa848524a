// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "db/localserver.h"

#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QVariant>

#include <memory>

namespace jobq::test {

/// A real PostgreSQL server for tests, and a fresh, migrated database for each test function.
///
///     TemporaryPostgres m_postgres; // a member of the test class
///     ConnectionPool pool(m_postgres.createDatabase());
///
/// ctest starts one cluster for all test programs of a run (JOBQ_TEST_CLUSTER names its state file); a test
/// program started by hand makes one of its own. All calls throw jobq::Error.
class TemporaryPostgres
{
public:
    enum class Cluster {
        Shared, ///< May belong to all test programs: it can't be stopped.
        Own, ///< For tests that stop or restart the server, or configure it.
    };
    explicit TemporaryPostgres(Cluster cluster = Cluster::Shared, const QString &extraConfiguration = {});
    ~TemporaryPostgres(); ///< Drops the databases, stops a cluster of its own.
    TemporaryPostgres(const TemporaryPostgres &) = delete;
    TemporaryPostgres &operator=(const TemporaryPostgres &) = delete;

    /// A new database with the schema of this build.
    ConnectionSettings createDatabase();
    /// A new database without any schema.
    ConnectionSettings createEmptyDatabase();
    /// A role with a password, for this test program alone; gives the settings of that role in that database.
    ConnectionSettings createRole(const ConnectionSettings &database,
                                  const QString &password = QStringLiteral("secret"));
    /// The superuser in the database `postgres`.
    [[nodiscard]] ConnectionSettings administration() const;

    /// Runs SQL, several statements if need be, on a connection of its own.
    static void execute(const ConnectionSettings &database, const QString &sql);
    /// The first column of the first row; invalid where there is none.
    static QVariant scalar(const ConnectionSettings &database, const QString &sql);
    static qint64 number(const ConnectionSettings &database, const QString &sql);
    /// The first column of all rows.
    static QStringList column(const ConnectionSettings &database, const QString &sql);
    /// Ends all other connections to the database and waits until they are gone; gives their number.
    int killBackends(const ConnectionSettings &database) const;
    static int killBackends(const ConnectionSettings &database, const ConnectionSettings &administration);

    // Only with a cluster of its own.
    void stop();
    void start();
    void restart();
    [[nodiscard]] QString dataFolder() const;

    /// A cluster that is fast and forgetful, and lets the roles of createRole() in with their passwords.
    static LocalServer::Options options(const QString &folder, const QString &extraConfiguration = {});
    /// Makes the migrated template where it is missing, and gives its name.
    static QString ensureTemplate(const ConnectionSettings &administration);

private:
    [[nodiscard]] LocalServer &own() const;
    void cleanUpAfterACrash() const;
    QString nextName(const char *kind);
    ConnectionSettings cloneOf(const QString &source);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalServer> m_server;
    ConnectionSettings m_administration;
    QString m_template;
    QStringList m_databases;
    QStringList m_roles;
};

} // namespace jobq::test
