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
        {u"drain"_s, u"a Worker with handlers that do nothing, from full queue to empty"_s, runDrain},
        {u"claim1"_s, u"getJobs and completeJobs, one job a call, one connection"_s, runClaimOne},
        {u"latency"_s, u"from addJob to the handler's start, with an idle worker"_s, runLatency},
        {u"horizon"_s, u"a drain after many jobs with a transaction held open all the while"_s, runHorizon},
        {u"blocked"_s, u"a drain with jobs ahead that can't run, of five kinds"_s, runBlocked},
        {u"backlog"_s, u"a claim of 500 with few and with many jobs waiting"_s, runBacklog},
        {u"queues"_s, u"a drain of many named queues, never two jobs of one at once"_s, runQueues},
        {u"gc"_s, u"gcJobHistory of expired records"_s, runGc},
        {u"memory"_s, u"the memory of a worker process during a drain"_s, runMemory},
        {u"pages"_s, u"the first page of the console's lists, on large tables"_s, runPages},
    };
    return cases;
}

} // namespace jobq::bench
