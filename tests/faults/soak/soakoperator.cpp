// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/soak/soakoperator.h"

#include "admin/maintenance.h"
#include "admin/ratelimits.h"
#include "faults/soak/soakproducer.h"
#include "support/temporarypostgres.h"

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds Pause(1000);
constexpr int FurtherAttempts = 10;

} // namespace

SoakOperator::SoakOperator(const System &system, SoakLedger &ledger, quint64 seed)
    : SoakActor(system, ledger, Pause, seed)
    , m_admin(system)
    , m_inspector(system)
{
}

void SoakOperator::act()
{
    if (m_replayInDoubt)
        settleReplayInDoubt();
    switch (random(0, 8)) {
    case 0:
        return reschedule();
    case 1:
        return permanentlyFail();
    case 2:
        return forceUnlockJobs();
    case 3:
        return forceUnlockQueue();
    case 4:
    case 5:
        return replay();
    case 6:
        m_admin.resetLockedJobs({.timeout = std::chrono::minutes(1)});
        Maintenance(system()).mendQueues();
        return;
    case 7:
        return changeRateLimit();
    default:
        return revive();
    }
}

QList<JobId> SoakOperator::someJobs(JobStages stages, int most)
{
    QList<JobId> ids;
    const JobPage page = m_inspector.jobs({.stages = stages}, JobOrder::ByStage, {.limit = 100});
    for (const ListedJob &job : page.rows) {
        if (ids.size() < most && random(1, 3) == 1)
            ids += job.id;
    }
    return ids;
}

void SoakOperator::reschedule()
{
    const QList<JobId> ids = someJobs(AvailableStages, 20);
    m_admin.rescheduleJobs(ids, {.runAt = QDateTime::currentDateTimeUtc().addMSecs(random(0, 3000)), .priority = random(-2, 2)});
}

void SoakOperator::permanentlyFail()
{
    const QList<JobId> ids = someJobs(AllStages, 5);
    ledger().forced(ids);
    m_admin.permanentlyFailJobs(ids, u"the soak wants it"_s);
}

void SoakOperator::forceUnlockJobs()
{
    const QList<JobId> ids = someJobs(JobStage::Locked, 3);
    ledger().forced(ids);
    m_admin.forceUnlockJobs(m_admin.previewForceUnlockJobs(ids).frozen());
}

void SoakOperator::forceUnlockQueue()
{
    try {
        ledger().forced(m_admin.forceUnlockQueues(QStringList{u"queue-%1"_s.arg(random(1, 20))}).changed);
    } catch (const Error &) {
        ledger().forcedAllThatRuns();
        throw;
    }
}

void SoakOperator::replay()
{
    try {
        ledger().replayed(m_admin.replayFailedJobs({.from = QDateTime::currentDateTimeUtc().addSecs(-60)}).replayed);
    } catch (const Error &) {
        m_replayInDoubt = true;
        throw;
    }
}

/// The call failed, but may have done its work: the links of the history tell.
void SoakOperator::settleReplayInDoubt()
{
    const QStringList rows = TemporaryPostgres::column(system().pool().settings(),
                                                       u"SELECT job_id || ' ' || replayed_as FROM jobq.history WHERE replayed_as IS NOT NULL"_s);
    QList<ReplayedJob> replays;
    for (const QString &row : rows)
        replays += {row.section(u' ', 0, 0).toLongLong(), row.section(u' ', 1).toLongLong()};
    ledger().replayed(replays);
    m_replayInDoubt = false;
}

void SoakOperator::changeRateLimit()
{
    RateLimits(system()).registerRateLimit(SoakProducer::RateLimit, random(20, 100), u"1 second"_s);
}

void SoakOperator::revive()
{
    if (m_replayInDoubt)
        settleReplayInDoubt();
    const JobPage page = m_inspector.jobs({.stages = JobStage::Exhausted}, JobOrder::ByStage, {.limit = 1000});
    QHash<int, QList<JobId>> byAttempts;
    for (const ListedJob &job : page.rows)
        byAttempts[std::max(job.attempts, job.maxAttempts)] += job.id;
    for (auto at = byAttempts.cbegin(); at != byAttempts.cend(); ++at)
        m_admin.rescheduleJobs(at.value(), {.runAt = QDateTime::currentDateTimeUtc(), .maxAttempts = at.key() + FurtherAttempts});
}

} // namespace jobq::test
