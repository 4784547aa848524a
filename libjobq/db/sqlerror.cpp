// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/sqlerror.h"

#include "db/connection.h"

#include <QHash>

namespace jobq {

namespace {

using Kind = Error::Kind;

struct Meaning
{
    Kind kind;
    const char *explanation; // nullptr: the server's own words; ending in a colon: followed by them
};

// SQLSTATEs by PostgreSQL docs, Appendix A.
const Meaning *exactMeaning(const QString &state)
{
    static const QHash<QString, Meaning> meanings {
        {QStringLiteral("0A000"), {Kind::Query, "The server does not support the statement:"}},
        {QStringLiteral("25006"), {Kind::Usage, "The connection is read-only:"}},
        {QStringLiteral("25P02"), {Kind::Query, "An earlier statement of this transaction has failed:"}},
        {QStringLiteral("25P03"), {Kind::Connection, nullptr}},
        {QStringLiteral("25P04"), {Kind::Connection, nullptr}},
        {QStringLiteral("26000"),
         {Kind::Query, "A prepared statement is gone (behind a transaction pooler, set preparedStatements to false):"}},
        {QStringLiteral("40001"), {Kind::Busy, nullptr}},
        {QStringLiteral("40003"), {Kind::OutcomeUnknown, nullptr}},
        {QStringLiteral("40P01"), {Kind::Busy, nullptr}},
        {QStringLiteral("42501"), {Kind::Usage, "The database user lacks a right:"}},
        {QStringLiteral("42P01"),
         {Kind::Usage, "The schema jobq is missing or older than this program, run the migrations:"}},
        {QStringLiteral("42P05"),
         {Kind::Query,
          "A prepared statement is there already (behind a transaction pooler, set preparedStatements to false):"}},
        {QStringLiteral("3F000"), {Kind::Usage, "The schema jobq is missing, run the migrations:"}},
        {QStringLiteral("23505"), {Kind::Conflict, nullptr}},
        // A record that waited for the default partition of the history, while one was made that it belongs to: once
        // more, and it goes there. The schema's other checks are made before, with errors of our own.
        {QStringLiteral("23514"), {Kind::Busy, nullptr}},
        {QStringLiteral("23P01"), {Kind::Conflict, nullptr}},
        {QStringLiteral("53100"), {Kind::Query, "The server's disk is full:"}},
        {QStringLiteral("53200"), {Kind::Query, "The server is out of memory:"}},
        {QStringLiteral("53300"), {Kind::Connection, nullptr}},
        {QStringLiteral("55P03"), {Kind::Busy, nullptr}},
        {QStringLiteral("57014"), {Kind::Cancelled, nullptr}},
        {QStringLiteral("57P01"), {Kind::Connection, nullptr}},
        {QStringLiteral("57P02"), {Kind::Connection, nullptr}},
        {QStringLiteral("57P03"), {Kind::Connection, nullptr}},
        {QStringLiteral("57P04"), {Kind::Connection, nullptr}},
        {QStringLiteral("57P05"), {Kind::Connection, nullptr}},
        {QStringLiteral("02000"), {Kind::NotFound, nullptr}},
        {QStringLiteral("P0002"), {Kind::NotFound, nullptr}},
        {QStringLiteral("JQ001"), {Kind::Usage, nullptr}},
        {QStringLiteral("JQ002"), {Kind::NotFound, nullptr}},
        {QStringLiteral("JQ003"), {Kind::Conflict, nullptr}},
    };
    const auto at = meanings.constFind(state);
    return at == meanings.cend() ? nullptr : &*at;
}

// Messages of class 22 quote the value itself, in the server's language; so none of their words can stay.
QString dataExceptionText(const QString &state)
{
    static const QHash<QString, QString> conditions {
        {QStringLiteral("22001"), QStringLiteral("a text is too long")},
        {QStringLiteral("22003"), QStringLiteral("a number is out of range")},
        {QStringLiteral("22007"), QStringLiteral("a time or an interval has no readable format")},
        {QStringLiteral("22008"), QStringLiteral("a time or an interval is out of range")},
        {QStringLiteral("22012"), QStringLiteral("division by zero")},
        {QStringLiteral("22015"), QStringLiteral("an interval is out of range")},
        {QStringLiteral("22021"), QStringLiteral("a text holds a character that the server's encoding lacks")},
        {QStringLiteral("22023"), QStringLiteral("a parameter has an invalid value")},
        {QStringLiteral("22P02"), QStringLiteral("a value has no readable format")},
        {QStringLiteral("22P05"), QStringLiteral("a text holds a character that can't be stored, such as \\u0000")},
    };
    return QStringLiteral("The server can't take a value: %1.")
        .arg(conditions.value(state, QStringLiteral("data exception ") + state));
}

bool isOurs(const QString &state)
{
    return state.startsWith(QLatin1String("JQ"));
}

Error meaningOf(const QString &state, const QString &message)
{
    if (const Meaning *meaning = exactMeaning(state)) {
        if (!meaning->explanation)
            return Error(meaning->kind, message);
        return Error(meaning->kind, QLatin1String(meaning->explanation) + QLatin1Char(' ') + message);
    }
    if (state.startsWith(QLatin1String("22")))
        return Error(Kind::Usage, dataExceptionText(state));
    if (state.startsWith(QLatin1String("08")) || state.startsWith(QLatin1String("28")))
        return Error(Kind::Connection, message);
    return Error(Kind::Query, message);
}

Error lostConnection(bool repeatable, const QString &reason)
{
    QString why = reason.isEmpty() ? QStringLiteral("The connection was lost.")
                                   : QStringLiteral("The connection was lost: ") + reason;
    if (!why.endsWith(QLatin1Char('.')))
        why += QLatin1Char('.');
    if (repeatable)
        return Error(Kind::Connection, why);
    return Error(Kind::OutcomeUnknown, why + QStringLiteral(" Whether the statement took effect is not known."));
}

} // namespace

Error statementError(const QString &state, const QString &text, Connection &connection, const QString &queryName,
                     bool repeatable)
{
    // Only the first line: all below it may repeat values of the statement.
    const QString message = text.section(QLatin1Char('\n'), 0, 0);
    const bool lost = !connection.database().isOpen();
    if (state.isEmpty() && lost) {
        connection.setBroken();
        return lostConnection(repeatable, message).withQueryName(queryName);
    }
    if (state.isEmpty())
        return Error(Kind::Query,
                     message.isEmpty() ? QStringLiteral("The statement failed without a reason.") : message)
            .withQueryName(queryName);

    Error result = meaningOf(state, message);
    // A server that turned read-only by itself is a standby: another host of the list may be the new primary.
    if (state == QLatin1String("25006") && !connection.isReadOnly() && connection.hasSeveralHosts())
        result = Error(Kind::Connection, QStringLiteral("The server has become read-only: ") + message);
    if (lost || result.kind() == Kind::Connection)
        connection.setBroken();
    if (isOurs(state) && message.contains(QLatin1String(": ")))
        result.withArgument(message.section(QLatin1String(": "), 0, 0));
    return result.withSqlState(state).withQueryName(queryName);
}

} // namespace jobq
