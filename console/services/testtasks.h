// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "worker/worker.h"

#include <QCoreApplication>
#include <QList>

namespace jobq::console {

/// A task that shows how a queue behaves when things go well or badly.
struct TestTask {
    QString identifier;
    QString description;
    QString payload; ///< An example, for the enqueue dialog.
    std::optional<std::chrono::milliseconds> timeLimit;
    Handler handler;
};

class TestTasks
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::TestTasks)
public:
    [[nodiscard]] static const QList<TestTask> &all();
    static void addTo(Worker &worker);
    /// The task whose handler ends the process: only a child process of ours takes it.
    static QString crashTask() { return QStringLiteral("test.crash"); }
    static void addCrashTo(Worker &worker);
};

/// A program of this machine as a handler: the payload on its standard input; exit code 0 completes, another fails
/// with what it wrote to its standard error.
struct ProgramTask {
    QString taskIdentifier;
    QString command; ///< As in a shell, but without one: words, with quotes where they have spaces.
    std::chrono::milliseconds timeLimit{std::chrono::seconds(60)};

    [[nodiscard]] Result run(JobContext &context) const;
    friend bool operator==(const ProgramTask &, const ProgramTask &) = default;
};

} // namespace jobq::console
