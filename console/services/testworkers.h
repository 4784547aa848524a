// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/testtasks.h"
#include "services/types.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace jobq {
class MaintenanceRunner;
}

namespace jobq::console {

/// Workers inside the console, for local development: they run the sample and test tasks and programs of this machine.
class TestWorkers : public QObject
{
    Q_OBJECT
public:
    struct Options {
        int threads = 4;
        bool sampleTasks = true;
        bool testTasks = true;
        QList<ProgramTask> programs;
    };

    explicit TestWorkers(QObject *parent = nullptr);
    ~TestWorkers() override;

    /// Starts them on that database. Throws Usage.
    void start(const System &system, const Options &options);
    void drain();
    void stop();
    /// stop(), and waits for the jobs that run.
    void shutDown(std::chrono::milliseconds limit);
    /// Adds a `test.crash` job. Blocks; from any thread.
    static void enqueueCrash(const System &system);
    /// Starts a worker process of its own that takes that job and dies of it.
    void startCrashProcess(const System &system, std::chrono::seconds lease = std::chrono::seconds(10));
    /// The program that is started for it: this one, unless a test says otherwise.
    void setCrashProgram(const QString &path) { m_crashProgram = path; }

    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] Worker::State state() const;
    [[nodiscard]] WorkerCounters counters() const;
    [[nodiscard]] QStringList taskIdentifiers() const;
    [[nodiscard]] QString workerId() const;
    [[nodiscard]] const QList<QString> &messages() const { return m_messages; } ///< The newest first.

    /// What the child process of crash() does; returns its exit code.
    static int runCrashProcess(std::chrono::seconds lease);

Q_SIGNALS:
    void changed();

private:
    void say(const QString &message);

    std::unique_ptr<Worker> m_worker;
    std::unique_ptr<MaintenanceRunner> m_maintenance;
    QTimer m_timer;
    QList<QString> m_messages;
    WorkerCounters m_last;
    QString m_crashProgram;
};

} // namespace jobq::console
