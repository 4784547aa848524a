// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"

#include <QString>

#include <exception>

namespace jobq {

/// The one exception that libjobq throws. Its kind says what to do about it; the message says what is
/// wrong and names the argument, but never repeats a bound value (payloads may hold secrets).
///
/// A value: copying is cheap, and it travels through QFuture as std::exception_ptr.
class JOBQ_EXPORT Error : public std::exception
{
public:
    /// What to do about it.
    enum class Kind {
        Usage, ///< Fix the call: an argument is out of its range.
        Validation, ///< Fix the payload: it is no JSON, too large, or refused by the validator.
        NotFound, ///< What the call names does not exist.
        Conflict, ///< The state changed since it was read; read again and decide anew.
        Busy, ///< Serialization failure, deadlock or lock timeout: replay the transaction.
        Connection, ///< The server can't be reached or went away: reopen and retry.
        OutcomeUnknown, ///< The answer to a COMMIT was lost: look before you retry.
        Cancelled, ///< The caller, an operator or a time limit cancelled the call.
        Query, ///< A defect of JobQ, or a server that is not what JobQ expects.
    };

    /// An error about no argument and no statement; see the with… functions.
    Error(Kind kind, const QString &message);

    /// What to do about it.
    [[nodiscard]] Kind kind() const noexcept { return m_kind; }
    /// What is wrong, in English, for people and logs.
    [[nodiscard]] const QString &message() const noexcept { return m_message; }
    /// The argument that is at fault, by its name in the public API; empty where none is.
    [[nodiscard]] const QString &argument() const noexcept { return m_argument; }
    /// The five-character SQLSTATE (PostgreSQL docs, Appendix A), or empty.
    [[nodiscard]] const QString &sqlState() const noexcept { return m_sqlState; }
    /// The name of the statement, for example `execution/claim_jobs`, or empty.
    [[nodiscard]] const QString &queryName() const noexcept { return m_queryName; }

    /// Sets the member of that name, and returns this.
    Error &withArgument(const QString &argument);
    Error &withSqlState(const QString &sqlState);
    Error &withQueryName(const QString &queryName);

    /// True where the same call may succeed later without a change: Busy and Connection.
    [[nodiscard]] bool isTransient() const noexcept;

    /// The message in UTF-8; valid as long as this object.
    [[nodiscard]] const char *what() const noexcept override;

private:
    Kind m_kind;
    QString m_message;
    QString m_argument;
    QString m_sqlState;
    QString m_queryName;
    QByteArray m_what;
};

} // namespace jobq
