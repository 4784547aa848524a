// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <chrono>

namespace jobq {

/// Decides how many jobs to claim. Claims ahead, so that no thread waits for the database, but never more than the
/// threads are likely to begin within a tenth of a second: others could run them, and a job of better priority that
/// comes later has to wait for them. Not thread-safe.
class ClaimSize
{
public:
    ClaimSize(int concurrency, int maxBatch);

    struct Situation {
        int idleThreads = 0;
        int liveThreads = 0;
        int prefetched = 0;
        double meanExecutionUs = -1; ///< Negative: nothing ran yet.
    };
    /// How many to claim now; 0: enough are there.
    [[nodiscard]] int demand(const Situation &situation) const;
    /// A claim answered. Where the threads ran dry meanwhile, the next one asks for twice as many ahead.
    void claimed(int asked, int got, bool ranDry);
    /// Jobs were returned because they had waited too long.
    void startOver() { m_ahead = 0; }
    /// Below this many prefetched jobs it is time to claim.
    [[nodiscard]] int lowMark(const Situation &situation) const { return ahead(situation) / 2; }

private:
    [[nodiscard]] int ahead(const Situation &situation) const;

    const int m_concurrency;
    const int m_maxBatch;
    int m_ahead = 0;
};

} // namespace jobq
