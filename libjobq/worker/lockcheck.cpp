// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/lockcheck.h"

#include "worker/logging.h"

#include <QSet>

namespace jobq {

void LockCheck::run(const IdentityPointer &identity)
{
    // Read before the server is asked: what ends in between is no longer running, and not cancelled.
    const QList<ExecutionKey> running = m_pool.running();
    const auto asked = std::chrono::steady_clock::now();
    const QSet<ExecutionKey> onServer = WorkerRegistry(m_context).held(identity->id);
    returnUnknown(identity, onServer);

    QSet<ExecutionKey> lost;
    for (const ExecutionKey &key : running) {
        if (!onServer.contains(key))
            lost += key;
    }
    if (!lost.isEmpty()) {
        m_pool.cancelAll(CancellationToken::Reason::LeaseLost, [&lost](const ClaimedExecution &execution) {
            return lost.contains(keyOf(execution.outcome.job));
        });
    }
    const ExecutionList gone = m_context.prefetch.takeIf([&](const ClaimedExecution &execution) {
        return execution.claimedAt < asked && !onServer.contains(keyOf(execution.outcome.job));
    });
    m_context.held.remove(gone);
    m_context.tally.lost += qint64(gone.size());
    if (!gone.empty())
        qCInfo(jobqWorker) << gone.size() << "jobs that waited here are no longer locked by this worker";
}

void LockCheck::returnOrphans(const IdentityPointer &identity)
{
    returnUnknown(identity, WorkerRegistry(m_context).held(identity->id));
}

void LockCheck::returnUnknown(const IdentityPointer &identity, const QSet<ExecutionKey> &onServer)
{
    const QSet<ExecutionKey> known = m_context.held.all();
    QList<ClaimedJob> unknown;
    for (const ExecutionKey &key : onServer) {
        if (known.contains(key))
            continue;
        ClaimedJob &job = unknown.emplaceBack();
        job.id = key.first;
        job.correlationId = correlationId(key.second, key.first);
    }
    if (unknown.isEmpty())
        return;
    const qsizetype returned = WorkerExecution(m_context.system).returnJobs(identity->id, unknown);
    if (returned > 0) // what was finished since the list was read is held by nobody
        qCInfo(jobqWorker) << "returned" << returned << "jobs of a claim whose answer was lost";
}

} // namespace jobq
