// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "admin/maintenance.h"
#include "db/system.h"

#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace jobq {

/// Called between the transactions of a long task; throws to end it.
using Heartbeat = std::function<void()>;

enum class RowScope {
    All, ///< Every record that has expired.
    Some, ///< Of partitions that go as a whole within the day, only a bounded number: what a schedule should do.
};

qint64 collectHistory(const System &system, RowScope scope, const Heartbeat &heartbeat);
qint64 collectQueues(const System &system);
qint64 collectTaskIdentifiers(const System &system, std::chrono::milliseconds retention);

/// Runs a statement that gives one number.
qint64 runCounting(const System &system, const QString &query);

/// A task of the schedule by its name. Throws NotFound.
qint64 runTask(const System &system, const QString &task, const Heartbeat &heartbeat);

/// A task of the schedule that this process runs now; others leave the schedule alone meanwhile.
class MaintenanceLease
{
public:
    /// None where no task is due or somebody else works. `task`: that one, due or not.
    static std::optional<MaintenanceLease> claim(const System &system, const QString &runner, const QString &task = {});

    [[nodiscard]] const QString &task() const { return m_task; }
    /// Throws Conflict where somebody else has taken over.
    void renew() const;
    /// Records what came of it, and ends the lease.
    void finish(std::optional<qint64> count, const QString &error) const;

private:
    MaintenanceLease(const System &system, const QString &runner, const QString &task, const QString &token);
    System m_system;
    QString m_runner;
    QString m_task;
    QString m_token;
};

/// Runs the leased task and records its result; throws what the task threw.
qint64 runLeased(const System &system, const MaintenanceLease &lease, const Heartbeat &heartbeat);

/// Host and process id.
[[nodiscard]] QString runnerName();

} // namespace jobq
