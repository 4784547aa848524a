// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/handlerpool.h"
#include "worker/workerregistry.h"

namespace jobq {

/// Compares what the worker believes it holds with what the server says. To be used from the thread that claims, so
/// that no claim is under way. Throws jobq::Error.
class LockCheck
{
public:
    LockCheck(WorkerContext &context, HandlerPool &pool)
        : m_context(context)
        , m_pool(pool)
    {
    }

    /// Both of what follows.
    void run(const IdentityPointer &identity);
    /// Returns the jobs of claims whose answer was lost: nobody here knows of them.
    void returnOrphans(const IdentityPointer &identity);

private:
    void returnUnknown(const IdentityPointer &identity, const QSet<ExecutionKey> &onServer);

    WorkerContext &m_context;
    HandlerPool &m_pool;
};

} // namespace jobq
