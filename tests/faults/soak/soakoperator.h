// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "admin/jobadmin.h"
#include "faults/soak/soakactor.h"
#include "inspect/inspector.h"

namespace jobq::test {

/// An administrator: reschedules, fails, unlocks and replays jobs, and brings the exhausted ones back.
class SoakOperator : public SoakActor
{
public:
    SoakOperator(const System &system, SoakLedger &ledger, quint64 seed);

    /// Gives exhausted jobs further attempts. Throws jobq::Error.
    void revive();

protected:
    void act() override;

private:
    [[nodiscard]] QList<JobId> someJobs(JobStages stages, int most);
    void reschedule();
    void permanentlyFail();
    void forceUnlockJobs();
    void forceUnlockQueue();
    void replay();
    void settleReplayInDoubt();
    void changeRateLimit();

    const JobAdmin m_admin;
    const Inspector m_inspector;
    bool m_replayInDoubt = false;
};

} // namespace jobq::test
