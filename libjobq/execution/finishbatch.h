// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "execution/workerexecution.h"

namespace jobq {

class Connection;

/// The outcomes of one finishing call, checked and laid out as the parallel arrays of jobq.finish_jobs.
class FinishBatch
{
public:
    /// Throws Usage or Validation where an outcome can't be stored. Keeps a reference to `outcomes`.
    FinishBatch(const System &system, const QList<Outcome> &outcomes);

    [[nodiscard]] FinishReport run(Connection &connection, const QString &workerId) const;

private:
    void addPlain(const Outcome &outcome);
    void addTrouble(const System &system, const Outcome &outcome);

    const QList<Outcome> &m_outcomes;
    bool m_allPlain = true; ///< Completed without results: then the arrays below stay NULL.
    QList<qint64> m_ids;
    QList<qint64> m_tokens;
    QList<qint64> m_executionTimesUs;
    QStringList m_kinds;
    QStringList m_errors;
    QStringList m_details;
    QStringList m_partials;
    QStringList m_delaysMs;
    QStringList m_permanent;
};

} // namespace jobq
