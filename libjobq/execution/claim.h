// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/claimcursors.h"
#include "execution/workerexecution.h"

namespace jobq {

/// One call of getJobs(): behind the last claim first, and from the very beginning where that does not suffice.
class Claim
{
public:
    /// Keeps references to all three.
    Claim(const System &system, const QString &workerId, const ClaimOptions &options);

    QList<ClaimedJob> run();

private:
    void look(const ClaimCursors::Look &look);

    const System &m_system;
    const QString &m_workerId;
    const ClaimOptions &m_options;
    ClaimCursors &m_cursors;
    QString m_filter;
    QList<ClaimedJob> m_jobs;
};

} // namespace jobq
