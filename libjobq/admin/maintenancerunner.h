// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "admin/maintenance.h"
#include "db/system.h"
#include "job/export.h"
#include "job/error.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace jobq {

/// Runs the maintenance on its schedule (jobq.maintenance), in a thread and on a connection of its own.
///
/// Every process may have one: they share the schedule, and only one of them works at a time, on however many machines
/// they are. The lease that sees to this lives in the schedule's rows and needs no session, so a transaction
/// pooler is fine; it ends 2 minutes after a process that died. The server's clock decides what is due.
///
/// Survives a lost connection: it says so (`connectionLost`) and tries again, with back-off. Not thread-safe: use it
/// from the thread that owns it, whose event loop delivers the signals.
class JOBQ_EXPORT MaintenanceRunner : public QObject
{
    Q_OBJECT
public:
    explicit MaintenanceRunner(const System &system, QObject *parent = nullptr);
    ~MaintenanceRunner() override; ///< stop()

    /// How often it looks whether something is due. Default 5 s; takes effect at the next start().
    void setPollInterval(std::chrono::milliseconds interval);

    void start(); ///< No effect while it runs.
    /// Waits for the statement that runs now (they are short, but for garbage collection), and ends the thread.
    void stop();
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    /// A task was due and this process runs it.
    void taskStarted(const QString &task);
    /// `count` rows were deleted, freed or made.
    void taskFinished(const QString &task, qint64 count);
    /// The schedule has its error too; it is tried again when it is due again.
    void taskFailed(const QString &task, const jobq::Error &error);
    /// Once per outage.
    void connectionLost(const QString &message);
    /// After `connectionLost`.
    void connectionRestored();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace jobq
