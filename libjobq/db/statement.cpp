// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/statement.h"

#include "db/connection.h"
#include "db/libpq.h"
#include "db/sqlcatalog.h"
#include "db/tracing.h"

#include <QSqlQuery>
#include <QVariant>

#include <cmath>

namespace jobq {

struct Statement::Private
{
    Connection &connection;
    const CatalogQuery &query;
    QStringList literals; // a null one is not bound
    QSqlQuery result;

    [[nodiscard]] Error defect(const QString &message) const
    {
        return Error(Error::Kind::Query, query.name + QLatin1String(": ") + message).withQueryName(query.name);
    }

    [[nodiscard]] QString text() const
    {
        if (!connection.preparesStatements()) {
            const QString sql = query.sql.withLiterals(literals);
            return connection.isInTransaction() ? sql : connection.statementPrefix() + sql;
        }
        QString sql = QLatin1String("EXECUTE ") + connection.preparedName(query);
        if (!literals.isEmpty())
            sql += QLatin1String(" (") + literals.join(QLatin1Char(',')) + QLatin1Char(')');
        return sql;
    }

    void run()
    {
        result = connection.run(text(), query.name, query.repeatable);
        // With a prefix, the rows belong to the last of several statements.
        const bool hasPrefix = !connection.preparesStatements() && !connection.isInTransaction();
        for (auto left = hasPrefix ? connection.statementPrefix().count(QLatin1Char(';')) : 0; left > 0; --left) {
            if (!result.nextResult())
                throw connection.failure(result, query.name, query.repeatable);
        }
    }

    void runFresh()
    {
        try {
            run();
        } catch (const Error &error) {
            // The server forgot the statement, or a migration changed what it returns: nothing has run yet.
            const bool isStale =
                error.sqlState() == QLatin1String("26000") || error.sqlState() == QLatin1String("0A000");
            if (!isStale || !connection.preparesStatements())
                throw;
            connection.forgetPrepared(query);
            if (connection.isInTransaction())
                throw;
            run();
        }
    }
};

Statement::Statement(Connection &connection, const QString &name)
    : d(new Private {connection, SqlCatalog::find(name), {}, QSqlQuery(connection.database())})
{
    d->literals.resize(d->query.sql.placeholders().size());
}

Statement::~Statement() = default;

Statement &Statement::bindLiteral(const char *placeholder, const QString &literal)
{
    const qsizetype index = d->query.sql.indexOf(QLatin1String(placeholder));
    if (index < 0)
        throw d->defect(QStringLiteral("it has no placeholder “%1”").arg(QLatin1String(placeholder)));
    d->literals[index] = literal;
    return *this;
}

Statement &Statement::bindText(const char *placeholder, const QString &value)
{
    return bindTextLiteral(placeholder, textLiteral(value, libpq::hasStandardStrings(d->connection.database())));
}

Statement &Statement::bindTextLiteral(const char *placeholder, const QString &literal)
{
    if (literal.contains(QChar::Null))
        throw Error(Error::Kind::Usage, QStringLiteral("%1: it holds a NUL character").arg(QLatin1String(placeholder)))
            .withArgument(QLatin1String(placeholder))
            .withQueryName(d->query.name);
    return bindLiteral(placeholder, literal);
}

Statement &Statement::bind(const char *placeholder, const QString &value)
{
    return bindText(placeholder, value);
}

Statement &Statement::bind(const char *placeholder, const std::optional<QString> &value)
{
    return bindText(placeholder, value.value_or(QString()));
}

// Numbers are quoted too: `-5::bigint` would negate after the cast.
Statement &Statement::bind(const char *placeholder, int value)
{
    return bind(placeholder, qint64(value));
}

Statement &Statement::bind(const char *placeholder, qint64 value)
{
    return bindLiteral(placeholder, QLatin1Char('\'') + QString::number(value) + QLatin1Char('\''));
}

Statement &Statement::bind(const char *placeholder, std::optional<qint64> value)
{
    return value ? bind(placeholder, *value) : bindLiteral(placeholder, QStringLiteral("NULL"));
}

Statement &Statement::bind(const char *placeholder, std::optional<int> value)
{
    return value ? bind(placeholder, qint64(*value)) : bindLiteral(placeholder, QStringLiteral("NULL"));
}

Statement &Statement::bind(const char *placeholder, double value)
{
    return bindLiteral(placeholder, QLatin1Char('\'') + numberText(value) + QLatin1Char('\''));
}

Statement &Statement::bind(const char *placeholder, bool value)
{
    return bindLiteral(placeholder, value ? QStringLiteral("'true'") : QStringLiteral("'false'"));
}

Statement &Statement::bind(const char *placeholder, const QDateTime &value)
{
    if (!value.isValid())
        return bindLiteral(placeholder, QStringLiteral("NULL"));
    const QString text = value.toUTC().toString(Qt::ISODateWithMs); // empty beyond the years 0 … 9999
    if (text.isEmpty())
        throw Error(Error::Kind::Usage, QStringLiteral("%1: the time is out of range").arg(QLatin1String(placeholder)))
            .withArgument(QLatin1String(placeholder))
            .withQueryName(d->query.name);
    return bindText(placeholder, text);
}

Statement &Statement::bind(const char *placeholder, std::chrono::milliseconds value)
{
    return bind(placeholder, qint64(value.count()));
}

Statement &Statement::bind(const char *placeholder, const QStringList &value)
{
    return bindTextLiteral(placeholder, arrayTextLiteral(value, libpq::hasStandardStrings(d->connection.database())));
}

Statement &Statement::bind(const char *placeholder, const std::optional<QStringList> &value)
{
    return value ? bind(placeholder, *value) : bindText(placeholder, QString());
}

Statement &Statement::bind(const char *placeholder, const QList<qint64> &value)
{
    return bindText(placeholder, arrayLiteral(value));
}

Statement &Statement::bind(const char *placeholder, const std::optional<QList<qint64>> &value)
{
    return bindText(placeholder, value ? arrayLiteral(*value) : QString());
}

Statement &Statement::bind(const char *placeholder, const QList<double> &value)
{
    return bindText(placeholder, arrayLiteral(value));
}

Statement &Statement::exec()
{
    for (qsizetype i = 0; i < d->literals.size(); ++i) {
        if (d->literals.at(i).isNull())
            throw d->defect(
                QStringLiteral("the placeholder “%1” was not bound").arg(d->query.sql.placeholders().at(i)));
    }
    traced(d->query.name, d->query.sql.text(), [this] {
        d->runFresh();
        return d->result.isSelect() ? d->result.size() : d->result.numRowsAffected();
    });
    return *this;
}

Statement &Statement::execOne()
{
    exec();
    if (!next())
        throw d->defect(QStringLiteral("it gave no row"));
    return *this;
}

bool Statement::next()
{
    return d->result.next();
}

bool Statement::isNull(int column) const
{
    return d->result.isNull(column);
}

QString Statement::text(int column) const
{
    return d->result.value(column).toString();
}

std::optional<QString> Statement::optionalText(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return text(column);
}

qint64 Statement::int64(int column) const
{
    return d->result.value(column).toLongLong();
}

std::optional<qint64> Statement::optionalInt64(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return int64(column);
}

int Statement::int32(int column) const
{
    return d->result.value(column).toInt();
}

double Statement::real(int column) const
{
    return d->result.value(column).toDouble();
}

bool Statement::boolean(int column) const
{
    return d->result.value(column).toBool();
}

QDateTime Statement::dateTime(int column) const
{
    const double seconds = isNull(column) ? std::nan("") : real(column);
    if (!std::isfinite(seconds))
        return {};
    // Down to the millisecond, after the double's own error is rounded away at the microsecond.
    const auto microseconds = static_cast<qint64>(std::round(seconds * 1e6));
    const qint64 milliseconds = microseconds / 1000 - (microseconds % 1000 < 0 ? 1 : 0);
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

QStringList Statement::textList(int column) const
{
    return isNull(column) ? QStringList() : fromArrayLiteral(text(column));
}

Payload Statement::json(int column) const
{
    return Payload::fromText(text(column));
}

int Statement::affectedRows() const
{
    return d->result.numRowsAffected();
}

} // namespace jobq
