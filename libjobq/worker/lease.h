// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QString>

#include <atomic>
#include <chrono>
#include <memory>

namespace jobq {

/// Under which id a worker works. Each time it has lost its lease it takes a new one.
struct WorkerIdentity {
    QString id;
    quint64 epoch = 0;
};
using IdentityPointer = std::shared_ptr<const WorkerIdentity>;

/// How long this worker may believe that its jobs are its own, by its own clock: never longer than the server does.
///
/// The clock also counts while the machine sleeps (CLOCK_BOOTTIME), and a renewal counts from before the heartbeat
/// was sent. Thread-safe.
class Lease
{
public:
    explicit Lease(std::chrono::milliseconds length);

    using Nanoseconds = std::chrono::nanoseconds;
    [[nodiscard]] static Nanoseconds now();

    [[nodiscard]] bool isValid() const { return now().count() < m_validUntilNs.load(std::memory_order_acquire); }
    [[nodiscard]] Nanoseconds validUntil() const { return Nanoseconds(m_validUntilNs.load(std::memory_order_acquire)); }
    /// Of the identity whose jobs may be started.
    [[nodiscard]] quint64 epoch() const { return m_epoch.load(std::memory_order_acquire); }

    /// The server has heard a heartbeat that was sent after `sentAt`.
    void renew(Nanoseconds sentAt, quint64 epoch);
    void invalidate() { m_validUntilNs.store(0, std::memory_order_release); }

private:
    const Nanoseconds m_length;
    std::atomic<qint64> m_validUntilNs{0};
    std::atomic<quint64> m_epoch{0};
};

} // namespace jobq
