// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/job.h"

#include <QHash>
#include <QList>

#include <chrono>
#include <mutex>

namespace jobq {

/// Where this process's claims have got to, for each filter and lane.
///
/// The index entries of claimed jobs stay at the head of the ready index until vacuum removes them (which a long
/// transaction, a backup or a replication slot holds up), and walking over them soon costs more than the claim. So a
/// claim resumes behind the last one, and looks from the very beginning every 100 ms, whenever it came back empty, and
/// after one that came back short; but where a full look has become expensive, only so often that it takes a 25th of
/// the time. In between, every 100 ms, it asks whether there is a job of a better priority.
///
/// Large claims go by marks in the database, which all processes share (jobq.pick_in_turn): of those it decides only
/// what this process knows, that is, when to begin anew after a short claim or a return. Thread-safe.
class ClaimCursors
{
public:
    struct Position
    {
        int priority = 0;
        qint64 runAtUs = 0; ///< Microseconds since the epoch: exact, unlike a QDateTime.
        JobId id = 0;
    };
    using Positions = QHash<int, Position>; ///< By lane.

    struct Look
    {
        Positions behind; ///< Empty: from the very beginning.
        bool probe = false; ///< Begin from the very beginning in lanes that have a job of a better priority.
    };

    /// From so many jobs on a claim is large: it takes turns with others (jobq.claim_jobs).
    static constexpr int LargeClaim = 64;

    /// How the next claim of so many jobs with this filter should look.
    Look next(const QString &filter, int batchSize);
    struct Outcome
    {
        Positions last; ///< How far it took jobs in each lane.
        bool wasFull = false; ///< It looked from the very beginning.
        bool wasShort = false; ///< It found fewer jobs than it asked for.
        std::chrono::nanoseconds duration {0};
    };
    /// What came of a look.
    void advance(const QString &filter, const Outcome &outcome);
    /// Jobs may have become ready behind the cursors: the next claims look from the very beginning.
    void rewind();

private:
    using Clock = std::chrono::steady_clock;
    struct State
    {
        Positions positions;
        Clock::time_point lastFullLook {};
        Clock::time_point lastProbe {};
        std::chrono::nanoseconds fullLookDuration {0};
        bool wasShort = false;
    };
    static bool isDue(const State &state, int batchSize, Clock::time_point now);

    std::mutex m_mutex;
    QHash<QString, State> m_states;
};

} // namespace jobq
