// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "adminsteps.h"

#include "admin/jobadmin.h"
#include "admin/maintenance.h"
#include "admin/ratelimits.h"
#include "support/temporarypostgres.h"

#include <QtTest>

#include <algorithm>

namespace jobq::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

template<typename Match>
QList<JobId> AdminSteps::idsOf(Match match) const
{
    QList<JobId> ids;
    for (auto it = m_world.model.jobs.cbegin(); it != m_world.model.jobs.cend(); ++it) {
        if (match(it.value()))
            ids += it.key();
    }
    return ids;
}

void AdminSteps::abandon(JobId id, bool mayExhaust)
{
    m_world.model.endLock(id, u"abandoned"_s);
    QueueModel::ModelJob &job = m_world.model.jobs[id];
    job.status = mayExhaust && job.attempts >= job.maxAttempts ? JobStatus::Exhausted : JobStatus::Available;
}

void AdminSteps::unlock()
{
    const JobAdmin admin(m_world.system());
    const auto locked = [](const QueueModel::ModelJob &job) { return job.status == JobStatus::Locked; };
    QList<JobId> expected;
    OperationReport report;
    const QString worker = m_world.any(ModelWorld::Workers);
    const QString queue = m_world.any(ModelWorld::Queues);
    switch (m_world.pick(10)) {
    case 0:
        expected = idsOf(locked);
        report = admin.forceUnlockJobs(std::nullopt);
        break;
    case 1:
        report = admin.forceUnlockJobs(QStringList());
        break;
    case 2:
    case 3:
    case 4:
        expected = idsOf([&](const QueueModel::ModelJob &job) { return locked(job) && job.queue == queue; });
        report = admin.forceUnlockQueues(QStringList{queue});
        break;
    default:
        expected = idsOf([&](const QueueModel::ModelJob &job) { return locked(job) && job.worker == worker; });
        report = admin.forceUnlockJobs(QStringList{worker});
    }
    std::sort(report.changed.begin(), report.changed.end());
    QCOMPARE(report.changed, expected);
    for (const JobId id : std::as_const(expected))
        abandon(id, false);
}

void AdminSteps::resetLocks()
{
    const QList<JobId> expected = idsOf([](const QueueModel::ModelJob &job) { return job.status == JobStatus::Locked; });
    QCOMPARE(JobAdmin(m_world.system()).resetLockedJobs({.timeout = 0ms}), expected.size());
    for (const JobId id : expected)
        abandon(id, true);
}

QList<JobId> AdminSteps::someIds()
{
    QList<JobId> ids = idsOf([this](const QueueModel::ModelJob &) { return m_world.chance(20); });
    if (m_world.chance(30))
        ids += 999'999'999;
    return ids;
}

void AdminSteps::failPermanently()
{
    const QList<JobId> ids = someIds();
    OperationReport report = JobAdmin(m_world.system()).permanentlyFailJobs(ids, u"an operator said so"_s);
    QList<JobId> expected;
    for (const JobId id : ids) {
        const auto job = m_world.model.jobs.find(id);
        if (job == m_world.model.jobs.end() || job->status == JobStatus::Exhausted)
            continue;
        expected += id;
        if (job->status == JobStatus::Locked)
            m_world.model.endLock(id, u"failed"_s);
        job->status = JobStatus::Exhausted;
    }
    std::sort(report.changed.begin(), report.changed.end());
    QCOMPARE(report.changed, expected);
    QCOMPARE(report.changed.size() + report.skipped.size(), ids.size());
}

void AdminSteps::reschedule()
{
    RescheduleOptions options;
    const bool future = m_world.chance(30);
    if (m_world.chance(60))
        options.runAt = QDateTime::currentDateTimeUtc().addDays(future ? 1 : -1);
    if (m_world.chance(50))
        options.priority = m_world.pick(5);
    if (m_world.chance(40) || (!options.runAt && !options.priority))
        options.maxAttempts = 1 + m_world.pick(4);
    const QList<JobId> ids = someIds();
    const OperationReport report = JobAdmin(m_world.system()).rescheduleJobs(ids, options);
    QCOMPARE(report.changed.size() + report.skipped.size(), ids.size());
    for (const JobId id : report.changed) {
        const auto job = m_world.model.jobs.find(id);
        QVERIFY(job != m_world.model.jobs.end() && job->status != JobStatus::Locked);
        if (options.runAt)
            job->future = future;
        job->priority = options.priority.value_or(job->priority);
        if (options.maxAttempts && *options.maxAttempts > job->attempts)
            job->status = JobStatus::Available;
        job->maxAttempts = options.maxAttempts.value_or(job->maxAttempts);
    }
    for (const SkippedJob &skipped : report.skipped) {
        const auto job = m_world.model.jobs.constFind(skipped.id);
        QVERIFY(job == m_world.model.jobs.cend() || job->status == JobStatus::Locked || (options.maxAttempts && *options.maxAttempts <= job->attempts));
    }
}

void AdminSteps::replay()
{
    QueueModel &model = m_world.model;
    const QString task = m_world.any(ModelWorld::Tasks);
    const OperationReport report = JobAdmin(m_world.system()).replayFailedJobs({.taskIdentifier = task, .maxAttempts = 2});
    QList<JobId> sources;
    for (const ReplayedJob &replayed : report.replayed)
        sources += replayed.sourceId;
    QCOMPARE(sources, model.replayable(task));
    for (const auto &[source, copy] : report.replayed) {
        const QueueModel::Record &failure = model.history[source].constLast();
        QVERIFY(!model.jobs.contains(copy));
        model.jobs.insert(copy, {failure.task, failure.queue, {}, failure.limit, {u"replay"_s}, failure.priority, 0, 2});
        model.jobs.remove(source);
        model.replayed.insert(source);
        ++model.everAdded;
    }
    // The same range again creates nothing twice.
    QVERIFY(JobAdmin(m_world.system()).replayFailedJobs({.taskIdentifier = task}).replayed.isEmpty());
}

void AdminSteps::maintain(bool namesAreHeld)
{
    const Maintenance maintenance(m_world.system());
    QCOMPARE(maintenance.mendQueues(), 0);
    QCOMPARE(maintenance.releaseDeadWorkers(), 0);
    QCOMPARE(maintenance.gcJobHistory(), 0);
    if (namesAreHeld)
        return;
    const auto names = [this](const QString &what) { return m_world.column(u"SELECT DISTINCT "_s + what).size(); };
    const qsizetype queues = names(u"name FROM jobq.queues"_s);
    const qsizetype tasks = names(u"task_identifier FROM jobq.lanes"_s);
    const qint64 queuesGone = maintenance.gcJobQueues();
    const qint64 tasksGone = maintenance.gcTaskIdentifiers({.retention = 0ms});
    QCOMPARE(names(u"name FROM jobq.queues"_s), names(u"queue_name FROM jobq.jobs WHERE queue_name IS NOT NULL"_s));
    QCOMPARE(names(u"task_identifier FROM jobq.lanes"_s), names(u"task_identifier FROM jobq.jobs"_s));
    QCOMPARE(queuesGone, queues - names(u"name FROM jobq.queues"_s));
    QCOMPARE(tasksGone, tasks - names(u"task_identifier FROM jobq.lanes"_s));
}

void AdminSteps::changeLimit()
{
    const int capacity = 1 + m_world.pick(ModelWorld::TokenCapacity);
    const RateLimit limit = RateLimits(m_world.system()).registerRateLimit(u"api"_s, capacity, u"1000 days"_s);
    m_world.model.tokens = std::min(m_world.model.tokens, capacity);
    QCOMPARE(limit.availableTokens, m_world.model.tokens);
    if (m_world.model.tokens == 0) { // a new window, as the end of the old one would give
        TemporaryPostgres::execute(m_world.settings(), u"UPDATE jobq.rate_limits SET tokens = capacity"_s);
        m_world.model.tokens = capacity;
    }
}

/// What is exhausted leaves the queue by hand, so that a long run doesn't drown in it.
void AdminSteps::forgetExhausted()
{
    const QList<JobId> ids = idsOf([](const QueueModel::ModelJob &job) { return job.status == JobStatus::Exhausted || job.future; });
    for (const JobId id : ids)
        m_world.model.jobs.remove(id);
    TemporaryPostgres::execute(m_world.settings(), u"DELETE FROM jobq.jobs WHERE state = 'exhausted' OR run_at > now() + interval '1 hour'"_s);
}

} // namespace jobq::test
