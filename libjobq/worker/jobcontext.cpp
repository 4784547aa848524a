// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/jobcontext.h"

#include <algorithm>
#include <cmath>

namespace jobq {

JobContext::JobContext(const ClaimedJob &job, const CancellationToken &token, const ProgressSink &progress,
                       std::optional<Clock::time_point> deadline)
    : m_job(job)
    , m_token(token)
    , m_progress(progress)
    , m_deadline(deadline)
{
}

void JobContext::setProgress(double fraction, const QString &note)
{
    if (m_progress)
        m_progress(std::isnan(fraction) || fraction < 0 ? -1 : std::min(fraction, 1.0), note);
}

std::optional<std::chrono::milliseconds> JobContext::remainingTime() const
{
    if (!m_deadline)
        return std::nullopt;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*m_deadline - Clock::now());
    return std::max(left, std::chrono::milliseconds(0));
}

} // namespace jobq
