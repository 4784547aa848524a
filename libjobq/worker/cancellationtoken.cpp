// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/cancellationtoken.h"

#include "job/error.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace jobq {

struct CancellationToken::State {
    std::atomic<Reason> reason{Reason::None};
    std::mutex mutex;
    std::condition_variable changed;
};

namespace {

QString explain(CancellationToken::Reason reason)
{
    switch (reason) {
    case CancellationToken::Reason::None:
        break;
    case CancellationToken::Reason::TimeLimit:
        return QStringLiteral("Cancelled: its time limit is over.");
    case CancellationToken::Reason::LeaseLost:
        return QStringLiteral("Cancelled: the worker no longer holds the job.");
    case CancellationToken::Reason::Stopping:
        return QStringLiteral("Cancelled: the worker is stopping.");
    }
    return QStringLiteral("Not cancelled.");
}

} // namespace

CancellationToken::CancellationToken()
    : m_state(std::make_shared<State>())
{
}

CancellationToken::Reason CancellationToken::reason() const noexcept
{
    return m_state->reason.load(std::memory_order_acquire);
}

void CancellationToken::throwIfCancelled() const
{
    if (isCancelled())
        throw Error(Error::Kind::Cancelled, explain(reason()));
}

bool CancellationToken::waitFor(std::chrono::milliseconds time) const
{
    std::unique_lock lock(m_state->mutex);
    // A day at most, lest the sum overflow: nobody sleeps longer in a job.
    const auto until = std::chrono::steady_clock::now() + std::min<std::chrono::milliseconds>(time, std::chrono::hours(24));
    return m_state->changed.wait_until(lock, until, [this] { return isCancelled(); });
}

void CancellationToken::cancel(Reason reason) const
{
    {
        const std::lock_guard lock(m_state->mutex);
        Reason none = Reason::None;
        if (!m_state->reason.compare_exchange_strong(none, reason, std::memory_order_acq_rel))
            return;
    }
    m_state->changed.notify_all();
}

} // namespace jobq
