// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "db/serverprograms.h"

#include <QProcess>
#include <QTemporaryDir>

namespace jobq::test {

/// PgBouncer in transaction mode, which comes back at the same address after stop().
class FaultPooler
{
public:
    explicit FaultPooler(const ConnectionSettings &server);
    ~FaultPooler();
    FaultPooler(const FaultPooler &) = delete;
    FaultPooler &operator=(const FaultPooler &) = delete;

    /// False where it is not installed.
    [[nodiscard]] static bool isInstalled();

    void start();
    void stop(); ///< SIGKILL.
    /// With `preparedStatements` off.
    [[nodiscard]] ConnectionSettings settings() const;

private:
    ConnectionSettings m_server;
    ServerAccount m_account;
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace jobq::test
