// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// What follows once outcomes are recorded: counts and signals.

#include "worker/finisher.h"
#include "worker/logging.h"

namespace jobq {

void Finisher::conclude(const QList<Outcome> &outcomes, const FinishReport &report)
{
    m_context.held.remove(outcomes);
    bool opensQueue = false;
    qint64 completed = 0;
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        const Outcome &outcome = outcomes.at(i);
        opensQueue = opensQueue || outcome.job.queueName;
        if (outcome.kind == Outcome::Kind::Completed && report.results.at(i) == FinishReport::Result::Completed) {
            ++completed;
            JOBQ_EMIT(m_context.events, completed, outcome.job, outcome.executionTime);
        } else {
            announce(outcome, report.results.at(i));
        }
    }
    m_context.tally.completed += completed;
    // The next job of a named queue can run now, and nobody notifies of that.
    if (opensQueue)
        m_context.announceWork();
}

void Finisher::announce(const Outcome &outcome, FinishReport::Result result)
{
    WorkerTally &tally = m_context.tally;
    if (result == FinishReport::Result::Lost) {
        ++tally.lost;
        JOBQ_EMIT(m_context.events, lost, outcome.job);
        return;
    }
    if (outcome.kind == Outcome::Kind::PartialSuccess) {
        ++tally.partialSuccesses;
        JOBQ_EMIT(m_context.events, partialSuccess, outcome.job, outcome.partialResults);
    } else {
        ++tally.failed;
        JOBQ_EMIT(m_context.events, failed, outcome.job, outcome.errorMessage);
    }
    if (result == FinishReport::Result::Exhausted) {
        ++tally.exhausted;
        const bool partial = outcome.kind == Outcome::Kind::PartialSuccess;
        const QString reason = partial ? QStringLiteral("partial success at the last attempt") : outcome.errorMessage;
        JOBQ_EMIT(m_context.events, exhausted, outcome.job, reason);
    }
}

void Finisher::noteExecutionTimes(const QList<Outcome> &outcomes)
{
    constexpr double Weight = 0.3;
    double sum = 0;
    for (const Outcome &outcome : outcomes)
        sum += double(outcome.executionTime.count());
    const double mean = sum / double(std::max<qsizetype>(outcomes.size(), 1));
    const double before = m_context.tally.meanExecutionUs.load(std::memory_order_relaxed);
    m_context.tally.meanExecutionUs.store(before < 0 ? mean : before + Weight * (mean - before), std::memory_order_relaxed);
}

void Finisher::drop(const QList<Outcome> &outcomes, const QString &reason)
{
    m_context.tally.lost += outcomes.size();
    qCInfo(jobqWorker).noquote() << QStringLiteral("dropped the outcomes of %1 executions: %2").arg(outcomes.size()).arg(reason);
    for (const Outcome &outcome : outcomes)
        JOBQ_EMIT(m_context.events, lost, outcome.job);
}

} // namespace jobq
