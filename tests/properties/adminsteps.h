// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "modelworld.h"

namespace jobq::test {

/// What operators and the maintenance do.
class AdminSteps
{
public:
    explicit AdminSteps(ModelWorld &world)
        : m_world(world)
    {
    }

    void unlock();
    void resetLocks();
    void failPermanently();
    void reschedule();
    void replay();
    /// `namesAreHeld`: a transaction is open that holds the names which the collection of garbage would remove.
    void maintain(bool namesAreHeld);
    void changeLimit();
    /// What is exhausted leaves the queue by hand, so that a long run doesn't drown in it.
    void forgetExhausted();

private:
    template<typename Match>
    QList<JobId> idsOf(Match match) const;
    void abandon(JobId id, bool mayExhaust);
    QList<JobId> someIds();

    ModelWorld &m_world;
};

} // namespace jobq::test
