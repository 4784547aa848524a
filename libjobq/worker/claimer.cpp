// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/claimer.h"

#include "worker/logging.h"

#include <QRandomGenerator>

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

Claimer::Claimer(WorkerContext &context, HandlerPool &pool, Finisher &finisher)
    : m_context(context)
    , m_pool(pool)
    , m_finisher(finisher)
    , m_execution(context.system)
    , m_size(context.options.concurrency, context.options.maxClaimBatch)
{
    if (!context.options.claimUnknownTasks)
        m_claimOptions.taskIdentifiers = context.handlers.keys();
    m_claimOptions.forbiddenFlags = context.options.forbiddenFlags;
    m_claimOptions.historyRetention = context.options.historyRetention;
}

void Claimer::run()
{
    while (!m_context.stopping) {
        try {
            step();
        } catch (const Error &error) {
            pauseAfter(error);
        }
    }
    m_context.prefetch.close();
    giveBack(m_context.prefetch.takeAll());
    m_context.system.pool().closeThreadConnection();
}

bool Claimer::isReady() const
{
    return m_context.lease->isValid() && m_context.identity()->epoch == m_context.lease->epoch();
}

ClaimSize::Situation Claimer::situation() const
{
    return {.idleThreads = m_context.prefetch.idleThreads(),
            .liveThreads = m_context.liveThreads,
            .prefetched = m_context.prefetch.size(),
            .meanExecutionUs = m_context.tally.meanExecutionUs};
}

void Claimer::step()
{
    if (m_context.workAnnounced.exchange(false)) {
        m_nextAt = {};
        m_looks = 0;
    }
    if (!isReady())
        return rest(Clock::now() + m_context.options.lease / 4); // the keeper rings
    if (m_context.lockCheckWanted.exchange(false))
        checkLocks();
    returnStale();
    const ClaimSize::Situation now = situation();
    m_context.prefetch.setLowMark(m_size.lowMark(now));
    const int size = m_size.demand(now);
    if (size > 0 && Clock::now() >= m_nextAt)
        return claim(size);
    const auto stale = m_context.prefetch.size() > 0 ? m_context.prefetch.oldest() : Clock::time_point::max();
    auto until = Clock::now() + m_context.options.pollInterval;
    if (stale != Clock::time_point::max())
        until = std::min(until, stale + m_context.options.prefetchLimit);
    if (size > 0)
        until = std::min(until, m_nextAt);
    rest(until);
}

void Claimer::rest(Clock::time_point until)
{
    m_context.claimBell.waitUntil(until);
}

void Claimer::claim(int size)
{
    const bool wasQuiet = isQuiet();
    const IdentityPointer identity = m_context.identity();
    m_claimOptions.batchSize = size;
    ++m_context.tally.claimCalls;
    QList<ClaimedJob> jobs;
    try {
        jobs = m_execution.getJobs(identity->id, m_claimOptions);
    } catch (const Error &) {
        // The server may have locked jobs that nobody here knows of.
        m_context.lockCheckWanted = true;
        throw;
    }
    m_context.outages.succeeded(u"claiming jobs"_s);
    const auto got = int(jobs.size());
    take(jobs, identity);
    m_size.claimed(size, got, m_context.prefetch.idleThreads() > 0);
    if (got == 0 && wasQuiet && m_context.draining) {
        m_context.stopping = true;
        m_context.supervisorBell.ring();
    }
    scheduleNext(size, got);
}

void Claimer::take(QList<ClaimedJob> &jobs, const IdentityPointer &identity)
{
    const auto now = Clock::now();
    ExecutionList batch;
    batch.reserve(size_t(jobs.size()));
    ExecutionList homeless;
    for (ClaimedJob &job : jobs) {
        auto execution = std::make_unique<ClaimedExecution>();
        execution->handler = m_context.handlers.value(job.taskIdentifier);
        execution->identity = identity;
        execution->claimedAt = now;
        execution->outcome.job = std::move(job);
        (execution->handler ? batch : homeless).push_back(std::move(execution));
    }
    m_context.held.add(batch);
    m_context.held.add(homeless);
    for (ExecutionPointer &execution : homeless) {
        Outcome &outcome = execution->outcome;
        outcome.kind = Outcome::Kind::Failed;
        outcome.permanent = true;
        outcome.errorMessage = u"no handler is registered for the task “%1”"_s.arg(outcome.job.taskIdentifier);
        m_finisher.add(std::move(execution));
    }
    if (!batch.empty())
        m_context.prefetch.add(batch);
    if (!batch.empty())
        giveBack(batch); // closed meanwhile
}

// Enqueuers notify no more than about once a millisecond, so what was added right after a notification is found
// by looking again a little later; then by the next notification, or by polling.
void Claimer::scheduleNext(int asked, int got)
{
    constexpr milliseconds Echoes[] = {milliseconds(2), milliseconds(8)};
    const auto now = Clock::now();
    m_looks = got > 0 ? 0 : m_looks + 1;
    if (got >= asked) {
        m_nextAt = now;
    } else if (m_looks <= int(std::size(Echoes))) {
        m_nextAt = now + Echoes[std::max(m_looks - 1, 0)];
    } else {
        // Workers that were started together should not ask together.
        const double jitter = 0.9 + 0.2 * QRandomGenerator::global()->generateDouble();
        m_nextAt = now + std::chrono::duration_cast<Clock::duration>(m_context.options.pollInterval * jitter);
    }
    if (m_context.draining)
        m_nextAt = std::min(m_nextAt, now + milliseconds(20));
}

bool Claimer::isQuiet() const
{
    return m_context.prefetch.size() == 0 && m_context.prefetch.idleThreads() >= m_context.liveThreads
        && m_finisher.pending() == 0;
}

void Claimer::returnStale()
{
    const auto limit = Clock::now() - m_context.options.prefetchLimit;
    if (m_context.prefetch.size() == 0 || m_context.prefetch.oldest() >= limit)
        return;
    m_size.startOver();
    giveBack(m_context.prefetch.takeOlderThan(limit));
}

void Claimer::giveBack(const ExecutionList &unstarted)
{
    QHash<IdentityPointer, QList<ClaimedJob>> byIdentity;
    for (const ExecutionPointer &execution : unstarted)
        byIdentity[execution->identity] += execution->outcome.job;
    for (auto at = byIdentity.cbegin(); at != byIdentity.cend(); ++at) {
        bool isDone = false;
        while (!isDone) {
            try {
                m_context.tally.returned += m_execution.returnJobs(at.key()->id, at.value());
                m_context.outages.succeeded(u"claiming jobs"_s);
                isDone = true;
            } catch (const Error &error) {
                const int failures = m_context.outages.failed(u"claiming jobs"_s, error);
                isDone = !m_context.pause(m_context.claimBell, retryPause(failures)); // the lease will free them
            }
        }
    }
    m_context.held.remove(unstarted);
}

void Claimer::checkLocks()
{
    try {
        LockCheck(m_context, m_pool).run(m_context.identity());
    } catch (const Error &) {
        m_context.lockCheckWanted = true;
        throw;
    }
}

void Claimer::pauseAfter(const Error &error)
{
    const int failures = m_context.outages.failed(u"claiming jobs"_s, error);
    const auto until = Clock::now() + retryPause(failures);
    const int recoveries = m_context.outages.recoveries();
    while (Clock::now() < until && m_context.outages.recoveries() == recoveries && !m_context.stopping)
        m_context.claimBell.waitUntil(until);
}

} // namespace jobq
