// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/statement.h"

#include "db/bindings.h"
#include "db/connection.h"
#include "db/libpq.h"
#include "db/literal.h"
#include "db/tracing.h"

#include <QSqlQuery>

#include <charconv>
#include <cmath>
#include <optional>

namespace jobq {

namespace {

/// A number as the server prints it; 0 where NULL. Reads `NaN` and `Infinity`.
template<typename Number>
Number parsed(QByteArrayView text)
{
    Number number{};
    std::from_chars(text.begin(), text.end(), number);
    return number;
}

} // namespace

struct Statement::Private
{
    Connection &connection;
    const CatalogQuery &query;
    Bindings bindings;
    std::optional<QSqlQuery> owner; // of the answer, where QPSQL ran the statement
    libpq::Answer answer;
    int row = -1;

    [[nodiscard]] QString text() const
    {
        const QString sql =
            query.sql.withLiterals(bindings.literals(libpq::hasStandardStrings(connection.database())));
        return connection.isInTransaction() ? sql : connection.statementPrefix() + sql;
    }

    // The driver runs it, not we: on a caller's own connection it has to know what becomes of its other queries.
    void runText()
    {
        answer = {};
        owner = connection.run(text(), query.name, query.repeatable);
        // With a prefix, the rows belong to the last of several statements.
        const auto before = connection.isInTransaction() ? 0 : connection.statementPrefix().count(QLatin1Char(';'));
        for (auto left = before; left > 0; --left) {
            if (!owner->nextResult())
                throw connection.failure(*owner, query.name, query.repeatable);
        }
        answer = libpq::Answer(*owner);
    }

    void runPrepared()
    {
        try {
            answer = connection.run(query, bindings.values());
        } catch (const Error &error) {
            // The server forgot the statement, or a migration changed what it returns: nothing has run yet.
            const bool isStale =
                error.sqlState() == QLatin1String("26000") || error.sqlState() == QLatin1String("0A000");
            if (!isStale)
                throw;
            connection.forgetPrepared(query);
            if (connection.isInTransaction())
                throw;
            answer = connection.run(query, bindings.values());
        }
    }

    [[nodiscard]] QByteArrayView value(int column) const { return answer.value(row, column); }
};

Statement::Statement(Connection &connection, const QString &name)
    : Statement(connection, SqlCatalog::find(name))
{
}

Statement::Statement(Connection &connection, const CatalogQuery &query)
    : d(new Private {connection, query, Bindings(query), {}, {}, -1})
{
}

Statement::~Statement() = default;

Statement &Statement::bind(const char *placeholder, const QString &value)
{
    d->bindings.setText(placeholder, value.isNull() ? QByteArray() : value.isEmpty() ? QByteArray("") : value.toUtf8());
    return *this;
}

Statement &Statement::bind(const char *placeholder, const std::optional<QString> &value)
{
    return bind(placeholder, value.value_or(QString()));
}

Statement &Statement::bind(const char *placeholder, int value)
{
    return bind(placeholder, qint64(value));
}

Statement &Statement::bind(const char *placeholder, qint64 value)
{
    d->bindings.set(placeholder, QByteArray::number(value));
    return *this;
}

Statement &Statement::bind(const char *placeholder, std::optional<qint64> value)
{
    d->bindings.set(placeholder, value ? QByteArray::number(*value) : QByteArray());
    return *this;
}

Statement &Statement::bind(const char *placeholder, std::optional<int> value)
{
    return bind(placeholder, value ? std::optional<qint64>(*value) : std::nullopt);
}

Statement &Statement::bind(const char *placeholder, double value)
{
    d->bindings.set(placeholder, numberText(value).toLatin1());
    return *this;
}

Statement &Statement::bind(const char *placeholder, bool value)
{
    d->bindings.set(placeholder, value ? QByteArrayLiteral("true") : QByteArrayLiteral("false"));
    return *this;
}

Statement &Statement::bind(const char *placeholder, const QDateTime &value)
{
    const QString text = value.isValid() ? value.toUTC().toString(Qt::ISODateWithMs) : QString();
    if (value.isValid() && text.isEmpty()) // beyond the years 0 … 9999
        throw Error(Error::Kind::Usage, QStringLiteral("%1: the time is out of range").arg(QLatin1String(placeholder)))
            .withArgument(QLatin1String(placeholder))
            .withQueryName(d->query.name);
    d->bindings.set(placeholder, text.isEmpty() ? QByteArray() : text.toLatin1());
    return *this;
}

Statement &Statement::bind(const char *placeholder, std::chrono::milliseconds value)
{
    return bind(placeholder, qint64(value.count()));
}

Statement &Statement::bind(const char *placeholder, const QStringList &value)
{
    d->bindings.setText(placeholder, arrayLiteral(value).toUtf8());
    return *this;
}

Statement &Statement::bind(const char *placeholder, const std::optional<QStringList> &value)
{
    return value ? bind(placeholder, *value) : bind(placeholder, QString());
}

Statement &Statement::bind(const char *placeholder, const QList<qint64> &value)
{
    d->bindings.set(placeholder, arrayLiteral(value).toLatin1());
    return *this;
}

Statement &Statement::bind(const char *placeholder, const std::optional<QList<qint64>> &value)
{
    return value ? bind(placeholder, *value) : bind(placeholder, QString());
}

Statement &Statement::bind(const char *placeholder, const QList<double> &value)
{
    d->bindings.set(placeholder, arrayLiteral(value).toLatin1());
    return *this;
}

Statement &Statement::exec()
{
    d->bindings.checkComplete();
    d->row = -1;
    traced(d->query.name, d->query.sql.text(), [this] {
        if (d->connection.preparesStatements())
            d->runPrepared();
        else
            d->runText();
        return qMax(d->answer.rows(), d->answer.affectedRows());
    });
    return *this;
}

Statement &Statement::execOne()
{
    exec();
    if (!next())
        throw queryDefect(d->query, QStringLiteral("it gave no row"));
    return *this;
}

bool Statement::next()
{
    return ++d->row < d->answer.rows();
}

bool Statement::isNull(int column) const
{
    return d->answer.isNull(d->row, column);
}

QString Statement::text(int column) const
{
    return isNull(column) ? QString() : QString::fromUtf8(d->value(column));
}

std::optional<QString> Statement::optionalText(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return text(column);
}

qint64 Statement::int64(int column) const
{
    return parsed<qint64>(d->value(column));
}

std::optional<qint64> Statement::optionalInt64(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return int64(column);
}

int Statement::int32(int column) const
{
    return parsed<int>(d->value(column));
}

double Statement::real(int column) const
{
    return parsed<double>(d->value(column));
}

bool Statement::boolean(int column) const
{
    const QByteArrayView value = d->value(column);
    return !value.isEmpty() && value.front() == 't';
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
    return d->answer.affectedRows();
}

} // namespace jobq
