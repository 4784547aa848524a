// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/claimedexecution.h"

#include <QSet>

#include <mutex>

namespace jobq {

/// Every execution that this worker believes it holds: claimed, and not yet recorded as ended. Thread-safe.
///
/// Against the server's own list it shows claims whose answer was lost (the server knows more) and locks that
/// somebody has reset (it knows less).
class HeldJobs
{
public:
    void add(const ExecutionList &batch);
    void remove(const ExecutionList &batch);
    void remove(const QList<Outcome> &outcomes);
    void clear();
    [[nodiscard]] QSet<ExecutionKey> all() const;

private:
    mutable std::mutex m_mutex;
    QSet<ExecutionKey> m_jobs;
};

} // namespace jobq
