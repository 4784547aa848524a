// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/handlerslot.h"
#include "worker/workercontext.h"

namespace jobq {

/// The worker's own statements, on the calling thread's connection. Cheap to construct; each call throws jobq::Error.
class WorkerRegistry
{
public:
    explicit WorkerRegistry(const WorkerContext &context);

    /// `host:pid:random`, unique for ever.
    [[nodiscard]] static QString newId();

    void add(const QString &workerId) const;
    /// False where the worker was declared dead, or is not registered any more.
    [[nodiscard]] bool sendHeartbeat(const QString &workerId, bool stopping) const;
    /// Makes sure that what a worker that lost its lease still holds will be freed.
    void bury(const QString &workerId) const;
    void remove(const QString &workerId) const;

    /// Frees the jobs of dead workers; gives their number.
    qint64 releaseDeadWorkers() const;
    qint64 mendQueues() const;
    void forgetDeadWorkers() const;

    /// The executions that the server believes this worker holds.
    [[nodiscard]] QSet<ExecutionKey> held(const QString &workerId) const;
    /// Those of the executions that history knows with the very outcome.
    [[nodiscard]] QHash<ExecutionKey, FinishReport::Result> findRecorded(const QList<Outcome> &outcomes) const;
    void reportProgress(const QString &workerId, const QList<HandlerSlot::Progress> &reports) const;

private:
    const WorkerContext &m_context;
};

} // namespace jobq
