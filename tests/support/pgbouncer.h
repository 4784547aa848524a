// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"

#include <QProcess>
#include <QTemporaryDir>

namespace jobq::test {

/// PgBouncer in transaction mode. With a single server connection any state that a client leaves in a session meets
/// the next one; with more, transactions of several clients run at once.
class PgBouncer
{
public:
    /// Waits until it answers. Aborts the test program where it does not start.
    explicit PgBouncer(const ConnectionSettings &server, int serverConnections = 1);
    ~PgBouncer();
    PgBouncer(const PgBouncer &) = delete;
    PgBouncer &operator=(const PgBouncer &) = delete;

    /// How to connect through it, with `preparedStatements` off.
    [[nodiscard]] ConnectionSettings settings() const;

private:
    ConnectionSettings m_server;
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace jobq::test
