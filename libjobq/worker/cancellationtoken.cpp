// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/cancellationtoken.h"

#include "job/error.h"
#include "worker/lease.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

namespace jobq {

struct CancellationToken::State {
    std::atomic<Reason> reason{Reason::None};
    std::mutex mutex;
    std::condition_variable changed;
    std::shared_ptr<const Lease> lease; // none: a token of its own
    quint64 epoch = 0;

    [[nodiscard]] bool isLeaseLost() const noexcept { return lease && !(lease->isValid() && lease->epoch() == epoch); }
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

CancellationToken::CancellationToken(const std::shared_ptr<const Lease> &lease, unsigned long long epoch)
    : CancellationToken()
{
    m_state->lease = lease;
    m_state->epoch = epoch;
}

void CancellationToken::renew(const std::shared_ptr<const Lease> &lease, unsigned long long epoch)
{
    if (m_state.use_count() > 1 || m_state->reason != Reason::None)
        *this = CancellationToken(lease, epoch);
    m_state->lease = lease;
    m_state->epoch = epoch;
}

CancellationToken::Reason CancellationToken::reason() const noexcept
{
    // Not every lost lease is told: who was frozen asks before anybody could.
    if (m_state->reason.load(std::memory_order_acquire) == Reason::None && m_state->isLeaseLost())
        cancel(Reason::LeaseLost);
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
    const auto isCancelledNow = [this] { return m_state->reason.load(std::memory_order_acquire) != Reason::None; };
    m_state->changed.wait_until(lock, until, isCancelledNow);
    lock.unlock();
    return isCancelled();
}

void CancellationToken::cancel(Reason reason) const noexcept
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
