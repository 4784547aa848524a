// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "faults/soak/soakledger.h"

#include <atomic>
#include <random>
#include <thread>

namespace jobq::test {

/// Somebody who does something with the queue, again and again in a thread of its own, whatever becomes of the server.
class SoakActor
{
public:
    virtual ~SoakActor() = default;
    SoakActor(const SoakActor &) = delete;
    SoakActor &operator=(const SoakActor &) = delete;

    void start();
    void stop(); ///< Before the destructor of the one that inherits.
    [[nodiscard]] qint64 done() const { return m_done; }
    [[nodiscard]] qint64 failed() const { return m_failed; } ///< Because the server was away, or busy.
    /// What no fault explains: empty where all is well.
    [[nodiscard]] QString complaint() const;

protected:
    SoakActor(const System &system, SoakLedger &ledger, std::chrono::milliseconds pause, quint64 seed);
    virtual void act() = 0; ///< May throw jobq::Error.

    [[nodiscard]] int random(int from, int to) { return std::uniform_int_distribution(from, to)(m_random); }
    [[nodiscard]] const System &system() const { return m_system; }
    [[nodiscard]] SoakLedger &ledger() { return m_ledger; }

private:
    void run();

    const System m_system;
    SoakLedger &m_ledger;
    const std::chrono::milliseconds m_pause;
    std::mt19937_64 m_random;
    std::atomic<bool> m_stopping{false};
    std::atomic<qint64> m_done{0};
    std::atomic<qint64> m_failed{0};
    mutable std::mutex m_mutex;
    QString m_complaint;
    std::thread m_thread;
};

} // namespace jobq::test
