// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"

#include <chrono>
#include <memory>

namespace jobq {

class Lease;

/// Tells a handler that it should end soon. A handle: copies share the same state. Thread-safe.
///
/// Nothing stops a handler by force: one that never looks at its token, and never returns, keeps its thread.
class JOBQ_EXPORT CancellationToken
{
public:
    /// Why a handler should end.
    enum class Reason {
        None, ///< Not cancelled.
        TimeLimit, ///< Its time limit is over: the execution counts as failed whatever it does.
        LeaseLost, ///< The worker could not renew its lease: another worker may run the job; the outcome may be refused.
        Stopping, ///< The worker stops and has waited long enough.
    };

    /// A token of its own, not cancelled: for calling a handler in a test.
    CancellationToken();

    /// Whether the handler should end. Also looks at the lease's clock: true at once in a process that was frozen
    /// for too long.
    [[nodiscard]] bool isCancelled() const noexcept { return reason() != Reason::None; }
    /// Why; `None` where it need not.
    [[nodiscard]] Reason reason() const noexcept;
    /// Throws an Error of the kind Cancelled that names the reason.
    void throwIfCancelled() const;
    /// Sleeps for `time`, or until cancelled: true where it was.
    bool waitFor(std::chrono::milliseconds time) const;
    /// The first reason stays.
    void cancel(Reason reason) const noexcept;

private:
    friend class HandlerSlot;
    struct State;
    /// Of a job that was claimed in this epoch of the lease.
    CancellationToken(const std::shared_ptr<const Lease> &lease, unsigned long long epoch);
    /// Where nobody else has a copy, the token can serve another job.
    void renew(const std::shared_ptr<const Lease> &lease, unsigned long long epoch);
    std::shared_ptr<State> m_state;
};

} // namespace jobq
