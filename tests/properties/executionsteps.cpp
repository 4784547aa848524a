// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "executionsteps.h"

#include <QtTest>

namespace jobq::test {

using namespace Qt::StringLiterals;

void ExecutionSteps::claim()
{
    ClaimOptions options{.batchSize = 1 + m_world.pick(8)};
    if (m_world.chance(40))
        options.taskIdentifiers = m_world.chance(50) ? QStringList{ModelWorld::Tasks.at(0)} : QStringList{ModelWorld::Tasks.at(1), ModelWorld::Tasks.at(2)};
    if (m_world.chance(30))
        options.forbiddenFlags = {u"heavy"_s};
    const QString worker = m_world.any(ModelWorld::Workers);
    const auto [least, most] = m_world.model.claimable(options.taskIdentifiers, options.forbiddenFlags, options.batchSize);
    const System &one = m_world.system();
    QList<ClaimedJob> jobs = WorkerExecution(one).getJobs(worker, options);
    // Short is no promise that there are no more where looking from the very beginning is slow; empty is.
    while (!jobs.isEmpty() && jobs.size() < least) {
        options.batchSize = least - int(jobs.size());
        const QList<ClaimedJob> more = WorkerExecution(one).getJobs(worker, options);
        if (more.isEmpty())
            break;
        jobs += more;
    }
    if (jobs.size() < least || jobs.size() > most)
        qInfo("%s", qPrintable(describeClaim(options, jobs)));
    QVERIFY2(jobs.size() >= least && jobs.size() <= most, qPrintable(u"claimed %1, expected %2 to %3"_s.arg(jobs.size()).arg(least).arg(most)));
    for (const ClaimedJob &job : jobs) {
        const QString objection = m_world.model.objection(job, options.taskIdentifiers, options.forbiddenFlags);
        QVERIFY2(objection.isEmpty(), qPrintable(u"job %1 was claimed, but %2"_s.arg(job.id).arg(objection)));
        m_world.model.claim(job, worker);
    }
}

QString ExecutionSteps::describeClaim(const ClaimOptions &options, const QList<ClaimedJob> &jobs) const
{
    QStringList lines{u"batch %1, tasks %2, forbidden %3"_s.arg(options.batchSize).arg(options.taskIdentifiers.value_or(QStringList{u"any"_s}).join(u','), options.forbiddenFlags.join(u','))};
    for (const ClaimedJob &job : jobs)
        lines += u"got %1"_s.arg(job.id);
    return (lines + m_world.column(u"SELECT concat_ws(' ', id, state, lane, task_identifier, queue_name, flags, rate_limit_key, priority, run_at, now() - run_at) FROM jobq.jobs ORDER BY id"_s)
            + m_world.column(u"SELECT concat_ws(' ', 'limit', key, tokens, capacity, interval, window_started_at) FROM jobq.rate_limits"_s))
        .join(u'\n');
}

void ExecutionSteps::finishModel(const Outcome &outcome, FinishReport::Result result)
{
    const JobId id = outcome.job.id;
    if (!m_world.model.isHeld(outcome.job)) {
        QCOMPARE(result, FinishReport::Result::Lost);
        return;
    }
    static const QStringList statuses{u"completed"_s, u"failed"_s, u"partial_success"_s};
    m_world.model.endLock(id, statuses.at(int(outcome.kind)));
    QueueModel::ModelJob &job = m_world.model.jobs[id];
    if (outcome.kind == Outcome::Kind::Completed) {
        QCOMPARE(result, FinishReport::Result::Completed);
        m_world.model.jobs.remove(id);
        ++m_world.model.completed;
        return;
    }
    const bool exhausted = outcome.permanent || job.attempts >= job.maxAttempts;
    QCOMPARE(result, exhausted ? FinishReport::Result::Exhausted : FinishReport::Result::RetryScheduled);
    job.status = exhausted ? JobStatus::Exhausted : JobStatus::Available;
}

void ExecutionSteps::finish()
{
    const QString worker = m_world.any(ModelWorld::Workers);
    QList<Outcome> outcomes;
    for (qsizetype i = m_world.model.executions.size() - 1; i >= 0; --i) {
        const QueueModel::Execution &execution = m_world.model.executions.at(i);
        if (execution.worker != worker || m_world.chance(30))
            continue;
        outcomes += Outcome{.job = execution.job, .kind = Outcome::Kind(m_world.pick(10) < 5 ? 0 : 1 + m_world.pick(2)), .errorMessage = u"error %1"_s.arg(m_world.pick(3)), .permanent = m_world.chance(10)};
        if (outcomes.last().kind != Outcome::Kind::Failed)
            outcomes.last().permanent = false;
    }
    const FinishReport report = WorkerExecution(m_world.system()).finishJobs(worker, outcomes);
    QCOMPARE(report.results.size(), outcomes.size());
    for (qsizetype i = 0; i < outcomes.size(); ++i)
        finishModel(outcomes.at(i), report.results.at(i));
    forget(outcomes);
}

void ExecutionSteps::forget(const QList<Outcome> &outcomes)
{
    // Now and then a lost execution comes back a second time.
    m_world.model.executions.removeIf([&](const QueueModel::Execution &e) {
        return std::any_of(outcomes.cbegin(), outcomes.cend(), [&](const Outcome &o) { return o.job.correlationId == e.job.correlationId; }) && m_world.chance(80);
    });
}

void ExecutionSteps::giveBack()
{
    const QString worker = m_world.any(ModelWorld::Workers);
    QList<ClaimedJob> jobs;
    qsizetype held = 0;
    for (QueueModel::Execution &execution : m_world.model.executions) {
        if (execution.worker != worker || m_world.chance(50))
            continue;
        jobs += execution.job;
        if (!execution.live)
            continue;
        ++held;
        execution.live = false;
        QueueModel::ModelJob &job = m_world.model.jobs[execution.job.id];
        job.status = JobStatus::Available;
        --job.attempts;
        job.worker.clear();
    }
    QCOMPARE(WorkerExecution(m_world.system()).returnJobs(worker, jobs), held);
}

} // namespace jobq::test
