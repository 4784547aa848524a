// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "execution/workerexecution.h"
#include "modelworld.h"

namespace jobq::test {

/// What workers do: claim, finish in every way, finish what was lost, and give back.
class ExecutionSteps
{
public:
    explicit ExecutionSteps(ModelWorld &world)
        : m_world(world)
    {
    }

    void claim();
    void finish();
    void giveBack();

private:
    [[nodiscard]] QString describeClaim(const ClaimOptions &options, const QList<ClaimedJob> &jobs) const;
    void finishModel(const Outcome &outcome, FinishReport::Result result);
    void forget(const QList<Outcome> &outcomes);

    ModelWorld &m_world;
};

} // namespace jobq::test
