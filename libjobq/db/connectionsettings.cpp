// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connectionsettings.h"

#include "db/libpq.h"
#include "job/error.h"

#include <QStringList>

#include <algorithm>

namespace jobq {

namespace {

QString orEnvironment(const QString &value, const char *variable)
{
    return value.isEmpty() ? qEnvironmentVariable(variable) : value;
}

} // namespace

ConnectionSettings::ConnectionSettings() = default;

ConnectionSettings ConnectionSettings::fromString(const QString &uriOrKeywords)
{
    ConnectionSettings settings;
    settings.m_keywords = libpq::parseConnectionString(uriOrKeywords);
    return settings;
}

std::optional<ConnectionSettings> ConnectionSettings::fromEnvironment()
{
    const QString value = qEnvironmentVariable("JOBQ_DATABASE_URL");
    if (value.isEmpty())
        return std::nullopt;
    return fromString(value);
}

QString ConnectionSettings::keyword(const QString &name) const
{
    return m_keywords.value(name);
}

void ConnectionSettings::setKeyword(const QString &name, const QString &value)
{
    const bool isName = !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c == QLatin1Char('_') || (c >= QLatin1Char('a') && c <= QLatin1Char('z'));
    });
    if (!isName)
        throw Error(Error::Kind::Usage, QStringLiteral("name: not a keyword of libpq"))
            .withArgument(QStringLiteral("name"));
    if (value.contains(QChar::Null))
        throw Error(Error::Kind::Usage, QStringLiteral("value: it holds a NUL character"))
            .withArgument(QStringLiteral("value"));
    if (value.isEmpty())
        m_keywords.remove(name);
    else
        m_keywords.insert(name, value);
}

QString ConnectionSettings::description() const
{
    const QString service = orEnvironment(keyword(QStringLiteral("service")), "PGSERVICE");
    const QString database = orEnvironment(keyword(QStringLiteral("dbname")), "PGDATABASE");
    QString host = keyword(QStringLiteral("host"));
    if (host.isEmpty())
        host = orEnvironment(keyword(QStringLiteral("hostaddr")), "PGHOST");
    const QString port = orEnvironment(keyword(QStringLiteral("port")), "PGPORT");
    const QString user = orEnvironment(keyword(QStringLiteral("user")), "PGUSER");

    QString text =
        database.isEmpty() ? QStringLiteral("default database") : QStringLiteral("database “%1”").arg(database);
    if (!service.isEmpty())
        text += QStringLiteral(" of service “%1”").arg(service);
    if (!host.isEmpty())
        text += QStringLiteral(" at ") + host;
    if (!port.isEmpty())
        text += (host.isEmpty() ? QStringLiteral(" at port ") : QStringLiteral(":")) + port;
    if (!user.isEmpty())
        text += QStringLiteral(" as “%1”").arg(user);
    return text;
}

QString ConnectionSettings::connectionString() const
{
    QStringList names = m_keywords.keys();
    names.sort();
    QStringList pairs;
    for (const QString &name : std::as_const(names))
        pairs.append(name + QLatin1Char('=') + libpq::quotedValue(m_keywords.value(name)));
    return pairs.join(QLatin1Char(' '));
}

} // namespace jobq
