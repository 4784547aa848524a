// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "job/export.h"

#include <memory>

class QSqlDatabase;

namespace jobq {

class Connection;

/// One connection a thread, opened when that thread first needs it and closed when the thread ends, or with the
/// last handle of the pool.
///
/// A handle: copies share the same pool. Thread-safe. Needs a QCoreApplication, as QtSql does. A connection that the
/// server dropped is opened again at the next call that is outside a transaction.
class JOBQ_EXPORT ConnectionPool
{
public:
    /// Opens nothing yet.
    explicit ConnectionPool(const ConnectionSettings &settings);

    /// What its connections are opened with.
    [[nodiscard]] const ConnectionSettings &settings() const;

    /// Opens this thread's connection now and brings the schema up to date (`migrate`) or only checks it.
    /// Throws Connection (server down, wrong password), Usage (a schema newer than this program, no right to
    /// create it) or Query.
    void open(bool migrate = true) const;

    /// This thread's connection, open and alive as far as can be seen without a round trip. For libjobq itself.
    [[nodiscard]] Connection &connection() const;

    /// Closes this thread's connection, if any; the next call opens a new one.
    void closeThreadConnection() const;

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace jobq
