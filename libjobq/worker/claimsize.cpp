// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/claimsize.h"

#include <algorithm>

namespace jobq {

namespace {

constexpr double AheadUs = 100'000;

} // namespace

ClaimSize::ClaimSize(int concurrency, int maxBatch)
    : m_concurrency(concurrency)
    , m_maxBatch(maxBatch)
{
}

int ClaimSize::ahead(const Situation &situation) const
{
    if (situation.meanExecutionUs < 0)
        return 0;
    const double begunInTime = AheadUs * situation.liveThreads / std::max(situation.meanExecutionUs, 1.0);
    return int(std::min(double(m_ahead), begunInTime));
}

int ClaimSize::demand(const Situation &situation) const
{
    if (situation.liveThreads <= 0)
        return 0;
    const int aheadNow = ahead(situation);
    const bool enough = situation.prefetched > aheadNow / 2 && situation.idleThreads <= situation.prefetched;
    const int missing = situation.idleThreads + aheadNow - situation.prefetched;
    return enough ? 0 : std::clamp(missing, 0, m_maxBatch);
}

void ClaimSize::claimed(int asked, int got, bool ranDry)
{
    if (got >= asked && ranDry)
        m_ahead = std::min(std::max(2 * m_ahead, m_concurrency), 2 * m_maxBatch);
}

} // namespace jobq
