// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QUuid>

namespace jobq::test {

/// A QSqlDatabase as a program that uses JobQ would have it: opened without any help of libjobq.
class CallerDatabase
{
public:
    explicit CallerDatabase(const ConnectionSettings &settings)
        : m_name(QUuid::createUuid().toString())
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), m_name);
        database.setHostName(settings.keyword(QStringLiteral("host")));
        database.setPort(settings.keyword(QStringLiteral("port")).toInt());
        database.setDatabaseName(settings.keyword(QStringLiteral("dbname")));
        database.setUserName(settings.keyword(QStringLiteral("user")));
        database.setPassword(settings.keyword(QStringLiteral("password")));
        if (!database.open())
            qFatal("can't open the caller's database: %s", qPrintable(database.lastError().text()));
    }
    ~CallerDatabase()
    {
        database().close();
        QSqlDatabase::removeDatabase(m_name);
    }
    CallerDatabase(const CallerDatabase &) = delete;
    CallerDatabase &operator=(const CallerDatabase &) = delete;

    [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(m_name); }

private:
    QString m_name;
};

} // namespace jobq::test
