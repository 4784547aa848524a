// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/error.h"

namespace jobq {

Error::Error(Kind kind, const QString &message)
    : m_kind(kind)
    , m_message(message)
    , m_what(message.toUtf8())
{
}

Error &Error::withArgument(const QString &argument)
{
    m_argument = argument;
    return *this;
}

Error &Error::withSqlState(const QString &sqlState)
{
    m_sqlState = sqlState;
    return *this;
}

Error &Error::withQueryName(const QString &queryName)
{
    m_queryName = queryName;
    return *this;
}

bool Error::isTransient() const noexcept
{
    return m_kind == Kind::Busy || m_kind == Kind::Connection;
}

const char *Error::what() const noexcept
{
    return m_what.constData();
}

} // namespace jobq
