// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/keeper.h"

#include "worker/lockcheck.h"
#include "worker/logging.h"

#include <QRandomGenerator>

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;

Keeper::Keeper(WorkerContext &context, HandlerPool &pool)
    : m_context(context)
    , m_pool(pool)
    , m_registry(context)
{
}

void Keeper::close()
{
    m_closed = true;
    m_context.keeperBell.ring();
}

void Keeper::run()
{
    if (registerAnew()) {
        m_upkeepAt = upkeepAfter(Clock::now());
        while (!m_closed)
            step();
        deregister();
    }
    m_context.system.pool().closeThreadConnection();
}

/// Repeats `work` until it throws no more: true; false where it is to end before.
template<typename Work>
bool Keeper::persist(const QString &part, Work &&work, bool untilClosed)
{
    while (!(untilClosed && m_closed)) {
        try {
            work();
            m_context.outages.succeeded(part);
            return true;
        } catch (const Error &error) {
            const int failures = m_context.outages.failed(part, error);
            const auto pause = std::min(retryPause(failures), *m_context.options.heartbeat / 2);
            if (!m_context.pause(m_context.keeperBell, pause))
                return false;
        }
    }
    return false;
}

bool Keeper::registerAnew()
{
    const quint64 epoch = m_identity ? m_identity->epoch + 1 : 1;
    const auto identity = std::make_shared<const WorkerIdentity>(WorkerIdentity{WorkerRegistry::newId(), epoch});
    Lease::Nanoseconds sentAt{};
    const auto work = [&] {
        sentAt = Lease::now();
        m_registry.add(identity->id);
    };
    if (!persist(u"registering the worker"_s, work, true))
        return false;
    m_identity = identity;
    m_context.setIdentity(identity);
    m_context.lease->renew(sentAt, epoch);
    m_heartbeatAt = Clock::now() + *m_context.options.heartbeat;
    m_context.prefetch.wakeAll();
    m_context.announceWork();
    m_context.supervisorBell.ring();
    JOBQ_EMIT(m_context.events, workerIdChanged, identity->id);
    return true;
}

void Keeper::step()
{
    auto until = std::min(m_heartbeatAt, m_upkeepAt);
    if (m_context.progressReported.load(std::memory_order_relaxed))
        until = std::min(until, m_progressAt);
    m_context.keeperBell.waitUntil(std::min(until, Clock::now() + m_context.options.progressInterval));
    const auto now = Clock::now();
    if (now >= m_heartbeatAt || (m_context.stopping && !m_saidStopping))
        sendHeartbeat();
    if (now >= m_progressAt && m_context.progressReported.exchange(false)) {
        m_progressAt = now + m_context.options.progressInterval;
        reportProgress();
    }
    if (now >= m_upkeepAt && !m_context.stopping) {
        m_upkeepAt = upkeepAfter(now);
        doUpkeep();
    }
}

void Keeper::sendHeartbeat()
{
    bool isAlive = false;
    Lease::Nanoseconds sentAt{};
    const bool stopping = m_context.stopping;
    const auto work = [&] {
        sentAt = Lease::now();
        isAlive = m_registry.sendHeartbeat(m_identity->id, stopping);
    };
    if (!persist(u"the heartbeat"_s, work, false))
        return;
    m_saidStopping = stopping;
    m_heartbeatAt = Clock::now() + *m_context.options.heartbeat;
    if (!isAlive)
        return onLeaseLost();
    const bool wasValid = m_context.lease->isValid();
    m_context.lease->renew(sentAt, m_identity->epoch);
    if (!wasValid) {
        m_context.lockCheckWanted = true;
        m_context.prefetch.wakeAll();
        m_context.claimBell.ring();
    }
}

void Keeper::onLeaseLost()
{
    m_context.lease->invalidate();
    m_pool.cancelAll(CancellationToken::Reason::LeaseLost);
    const ExecutionList waiting = m_context.prefetch.takeAll();
    m_context.tally.lost += qint64(waiting.size());
    m_context.held.clear();
    const QString message = u"the worker %1 was declared dead: its jobs are no longer its own"_s.arg(m_identity->id);
    qCWarning(jobqWorker).noquote() << message;
    JOBQ_EMIT(m_context.events, infrastructureError, message);
    if (!persist(u"the heartbeat"_s, [this] { m_registry.bury(m_identity->id); }, true))
        return;
    registerAnew();
}

void Keeper::reportProgress()
{
    QHash<IdentityPointer, QList<HandlerSlot::Progress>> byIdentity;
    for (const HandlerSlot::Progress &report : m_pool.takeProgress())
        byIdentity[report.identity] += report;
    try {
        for (auto at = byIdentity.cbegin(); at != byIdentity.cend(); ++at)
            m_registry.reportProgress(at.key()->id, at.value());
    } catch (const Error &error) {
        // Progress is for people; the next report makes up for it.
        qCDebug(jobqWorker).noquote() << "progress was not written:" << error.message();
    }
}

void Keeper::doUpkeep()
{
    m_context.lockCheckWanted = true;
    m_context.claimBell.ring();
    try {
        const qint64 freed = m_registry.releaseDeadWorkers();
        if (freed > 0)
            qCInfo(jobqWorker) << "freed" << freed << "jobs of dead workers";
        m_registry.mendQueues();
        m_registry.forgetDeadWorkers();
    } catch (const Error &error) {
        // The heartbeat says so if the database is away; else some other worker does this, or the next round.
        qCDebug(jobqWorker).noquote() << "upkeep failed:" << error.message();
    }
}

Keeper::Clock::time_point Keeper::upkeepAfter(Clock::time_point now) const
{
    // Workers that were started together should not all do it together.
    const double share = 0.4 + 0.2 * QRandomGenerator::global()->generateDouble();
    return now + std::chrono::duration_cast<Clock::duration>(m_context.options.lease * share);
}

void Keeper::deregister()
{
    const auto work = [this] {
        LockCheck(m_context, m_pool).returnOrphans(m_identity);
        m_registry.remove(m_identity->id);
    };
    persist(u"deregistering the worker"_s, work, false);
}

} // namespace jobq
