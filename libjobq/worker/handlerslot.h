// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/cancellationtoken.h"
#include "worker/finisher.h"
#include "worker/jobcontext.h"
#include "worker/workercontext.h"

#include <ThreadWeaver/Job>

#include <mutex>
#include <optional>

namespace jobq {

/// One thread's worth of handlers: a job of ThreadWeaver that lives as long as the worker runs, takes one claimed job
/// after the other and calls its handler. (A ThreadWeaver job for each job of the queue costs several times as much.)
class HandlerSlot : public ThreadWeaver::Job
{
public:
    using Clock = std::chrono::steady_clock;
    using Ended = std::function<void(HandlerSlot *)>;
    using Concerns = std::function<bool(const ClaimedExecution &)>;

    /// `ended` is called as the last thing in its thread.
    HandlerSlot(WorkerContext &context, Finisher &finisher, Ended ended);

    /// What the one who watches has to know.
    struct Watch {
        bool overdue = false; ///< The time limit has just been passed.
        bool hopeless = false; ///< And so has the grace.
        ClaimedJob job; ///< Where either is.
        std::chrono::milliseconds limit{0};
    };
    /// Cancels the token where the time limit is over.
    Watch watch(Clock::time_point now, std::chrono::milliseconds grace);
    /// Cancels what runs now, if anything does and `concerns` it.
    void cancel(CancellationToken::Reason reason, const Concerns &concerns = {});
    /// Gives the thread up: whatever the handler still does goes nowhere. Gives a failed execution in its stead;
    /// nothing where the handler has returned meanwhile.
    [[nodiscard]] ExecutionPointer abandon(const QString &reason);

    [[nodiscard]] std::optional<ExecutionKey> runningKey();

    struct Progress {
        ExecutionKey key;
        IdentityPointer identity;
        double fraction = -1;
        QString note;
    };
    /// The newest report, if there is one that was not taken yet.
    [[nodiscard]] std::optional<Progress> takeProgress();

    [[nodiscard]] bool isBusy() const { return m_busy.load(std::memory_order_relaxed); }
    [[nodiscard]] bool isAbandoned() const { return m_abandoned.load(std::memory_order_relaxed); }
    [[nodiscard]] qint64 startedCount() const { return m_started.load(std::memory_order_relaxed); }

protected:
    void run(ThreadWeaver::JobPointer self, ThreadWeaver::Thread *thread) override;

private:
    bool execute(ExecutionPointer execution);
    void begin(ClaimedExecution &execution);
    bool end(std::optional<std::chrono::milliseconds> &exceeded);
    void setProgress(double fraction, const QString &note);

    WorkerContext &m_context;
    Finisher &m_finisher;
    const Ended m_ended;
    const JobContext::ProgressSink m_progressSink;

    // Written by the slot's own thread, under the mutex where the watcher looks too.
    std::mutex m_mutex;
    ClaimedExecution *m_current = nullptr;
    CancellationToken m_token;
    Clock::time_point m_startedAt;
    std::optional<Clock::time_point> m_deadline;
    bool m_overdue = false;
    std::optional<Progress> m_progress;

    std::atomic<bool> m_busy{false};
    std::atomic<bool> m_abandoned{false};
    std::atomic<qint64> m_started{0};
};

/// The error of an execution that exceeded its time limit.
[[nodiscard]] QString timeLimitMessage(std::chrono::milliseconds limit);

} // namespace jobq
