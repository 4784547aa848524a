// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/claimcursors.h"

namespace jobq {

namespace {

using namespace std::chrono_literals;

constexpr auto LookInterval = 100ms;
constexpr int IdleShare = 25; // a full look takes at most a 25th of the time …
constexpr auto CheapLook = 20ms; // … unless it is as cheap as this
constexpr qsizetype MostFilters = 256; // a program with more of them pays with a full look now and then

} // namespace

bool ClaimCursors::isDue(const State &state, int batchSize, Clock::time_point now)
{
    if (state.positions.isEmpty())
        return true;
    const auto since = now - state.lastFullLook;
    const auto share = IdleShare * state.fullLookDuration;
    if (state.wasShort)
        return state.fullLookDuration <= CheapLook || since >= share;
    return batchSize < LargeClaim && since >= std::max<std::chrono::nanoseconds>(LookInterval, share);
}

ClaimCursors::Look ClaimCursors::next(const QString &filter, int batchSize)
{
    const std::lock_guard lock(m_mutex);
    if (m_states.size() > MostFilters)
        m_states.clear();
    State &state = m_states[filter];
    const auto now = Clock::now();
    if (isDue(state, batchSize, now))
        return {};
    const bool probe = now - state.lastProbe >= LookInterval;
    if (probe)
        state.lastProbe = now;
    return {state.positions, probe};
}

void ClaimCursors::advance(const QString &filter, const Outcome &outcome)
{
    const std::lock_guard lock(m_mutex);
    State &state = m_states[filter];
    state.wasShort = outcome.wasShort;
    for (auto it = outcome.last.cbegin(); it != outcome.last.cend(); ++it)
        state.positions.insert(it.key(), it.value());
    if (outcome.wasFull) {
        state.lastFullLook = state.lastProbe = Clock::now();
        state.fullLookDuration = outcome.duration;
    }
}

void ClaimCursors::rewind()
{
    const std::lock_guard lock(m_mutex);
    m_states.clear();
}

} // namespace jobq
