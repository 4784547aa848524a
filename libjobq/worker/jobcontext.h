// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/claimedjob.h"
#include "job/export.h"
#include "worker/cancellationtoken.h"

#include <chrono>
#include <functional>
#include <optional>

namespace jobq {

/// What a handler knows of its execution, and the way to report from it.
///
/// Belongs to the handler's thread and ends with the handler; the token may be copied and given away, to other
/// threads too.
class JOBQ_EXPORT JobContext
{
public:
    /// The clock of deadlines.
    using Clock = std::chrono::steady_clock;
    /// Takes a fraction (0 to 1, or negative where not known) and a note.
    using ProgressSink = std::function<void(double fraction, const QString &note)>;

    /// For calling a handler in a test; `job` must outlive the context.
    explicit JobContext(const ClaimedJob &job, const CancellationToken &token = {}, const ProgressSink &progress = {},
                        std::optional<Clock::time_point> deadline = {});

    /// The job that is executed.
    [[nodiscard]] const ClaimedJob &job() const { return m_job; }
    /// Short for job().payload.
    [[nodiscard]] const Payload &payload() const { return m_job.payload; }

    /// Tells when to end; the shortcuts below ask it.
    [[nodiscard]] const CancellationToken &token() const { return m_token; }
    [[nodiscard]] bool isCancelled() const noexcept { return m_token.isCancelled(); }
    /// Throws an Error of the kind Cancelled; let it pass and the execution is recorded as failed with its reason.
    void throwIfCancelled() const { m_token.throwIfCancelled(); }
    /// Sleeps for `time`, or until cancelled: true where it was.
    bool waitFor(std::chrono::milliseconds time) const { return m_token.waitFor(time); }

    /// How far the work is: `fraction` from 0 to 1, and words for people. May be called as often as one likes: the
    /// worker writes the newest report of all its jobs at once, about once a second (WorkerOptions::progressInterval).
    void setProgress(double fraction, const QString &note = {});

    /// Until the time limit, never negative; none where there is no limit.
    [[nodiscard]] std::optional<std::chrono::milliseconds> remainingTime() const;

private:
    const ClaimedJob &m_job;
    CancellationToken m_token;
    ProgressSink m_progress;
    std::optional<Clock::time_point> m_deadline;
};

} // namespace jobq
