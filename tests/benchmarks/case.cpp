// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/case.h"

namespace jobq::bench {

using namespace Qt::StringLiterals;

const QList<Case> &allCases()
{
    static const QList<Case> cases{
        {u"bulk"_s, u"addJobs, 1,000 jobs a call, one connection"_s, runBulk},
        {u"single"_s, u"addJob, one connection, one commit each"_s, runSingle},
        {u"claim1"_s, u"getJobs and completeJobs, one job a call, one connection"_s, runClaimOne},
    };
    return cases;
}

} // namespace jobq::bench
