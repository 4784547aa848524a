// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/finisher.h"

#include "worker/logging.h"
#include "worker/workerregistry.h"

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

/// The outcome itself can't be stored, and never will: sending it again would not help.
bool isFaultOfOutcome(const Error &error)
{
    const QString state = error.sqlState();
    if (state.isEmpty())
        return error.kind() == Error::Kind::Usage || error.kind() == Error::Kind::Validation;
    return state.startsWith("22"_L1) || state.startsWith("23"_L1) || state.startsWith("JQ"_L1);
}

Outcome unstorable(const Outcome &outcome, const Error &error)
{
    Outcome failed;
    failed.job = outcome.job;
    failed.kind = Outcome::Kind::Failed;
    failed.executionTime = std::max(outcome.executionTime, std::chrono::microseconds(0));
    failed.errorMessage = u"its outcome can't be stored: "_s + error.message();
    return failed;
}

} // namespace

Finisher::Finisher(WorkerContext &context)
    : m_context(context)
    , m_execution(context.system)
{
    m_waiting.reserve(size_t(context.options.maxFinishBatch));
}

void Finisher::add(ExecutionPointer execution)
{
    // Nobody else is at work whose outcome could go with this one.
    const bool last = m_context.prefetch.idleThreads() + 1 >= m_context.liveThreads.load(std::memory_order_relaxed);
    m_pending.fetch_add(1, std::memory_order_acq_rel);
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(execution));
        const auto size = int(m_waiting.size());
        if (size == 1)
            m_firstAt = Clock::now();
        wake = size == 1 || size == m_context.options.maxFinishBatch || (last && !m_hurry);
        m_hurry = m_hurry || last;
    }
    if (wake)
        m_added.notify_one();
}

void Finisher::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_added.notify_all();
    m_context.finishBell.ring();
}

bool Finisher::waitForBatch(ExecutionList &batch)
{
    const auto most = size_t(m_context.options.maxFinishBatch);
    std::unique_lock lock(m_mutex);
    m_added.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
    if (m_waiting.empty())
        return false;
    m_added.wait_until(lock, m_firstAt + m_context.options.finishDelay,
                       [&] { return m_closed || m_hurry || m_waiting.size() >= most; });
    m_hurry = false;
    batch.clear();
    if (m_waiting.size() <= most) {
        batch.swap(m_waiting);
    } else {
        const auto end = m_waiting.begin() + qsizetype(most);
        std::move(m_waiting.begin(), end, std::back_inserter(batch));
        m_waiting.erase(m_waiting.begin(), end);
    }
    return true;
}

void Finisher::run()
{
    ExecutionList batch;
    while (waitForBatch(batch)) {
        const auto size = int(batch.size());
        while (!batch.empty()) {
            const IdentityPointer identity = batch.front()->identity;
            const auto others = std::stable_partition(batch.begin(), batch.end(), [&identity](const ExecutionPointer &execution) {
                return execution->identity == identity;
            });
            QList<Outcome> outcomes;
            outcomes.reserve(others - batch.begin());
            std::for_each(batch.begin(), others, [&outcomes](const ExecutionPointer &execution) {
                outcomes.append(std::move(execution->outcome));
            });
            batch.erase(batch.begin(), others);
            record(identity, std::move(outcomes));
        }
        m_pending.fetch_sub(size, std::memory_order_acq_rel);
        if (m_context.draining.load(std::memory_order_relaxed) && pending() == 0)
            m_context.announceWork();
    }
    m_context.system.pool().closeThreadConnection();
}

void Finisher::record(const IdentityPointer &identity, QList<Outcome> outcomes)
{
    noteExecutionTimes(outcomes);
    if (identity->epoch != m_context.lease->epoch())
        return drop(outcomes, u"the lease was lost"_s);
    FinishReport report;
    try {
        if (isRecorded(identity, outcomes, report))
            conclude(outcomes, report);
        else
            drop(outcomes, u"the worker stopped before they could be recorded"_s);
    } catch (const Error &error) {
        if (outcomes.size() > 1) {
            for (const Outcome &outcome : std::as_const(outcomes))
                record(identity, {outcome});
        } else if (!outcomes.first().errorMessage.startsWith("its outcome can't be stored"_L1)) {
            record(identity, {unstorable(outcomes.first(), error)});
        } else {
            drop(outcomes, error.message());
        }
    }
}

/// False where it has to give up; throws where the outcomes are at fault.
bool Finisher::isRecorded(const IdentityPointer &identity, const QList<Outcome> &outcomes, FinishReport &report)
{
    bool inDoubt = false;
    bool sent = false;
    while (true) {
        try {
            if (!sent) {
                ++m_context.tally.finishCalls;
                report = m_execution.finishJobs(identity->id, outcomes);
                sent = true;
            }
            if (inDoubt && !report.isComplete())
                clarify(outcomes, report);
            m_context.outages.succeeded(u"recording outcomes"_s);
            return true;
        } catch (const Error &error) {
            if (isFaultOfOutcome(error))
                throw;
            inDoubt = true;
            if (!pauseAfter(error))
                return false;
        }
    }
}

void Finisher::clarify(const QList<Outcome> &outcomes, FinishReport &report)
{
    QList<Outcome> refused;
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        if (report.results.at(i) == FinishReport::Result::Lost)
            refused += outcomes.at(i);
    }
    const auto recorded = WorkerRegistry(m_context).findRecorded(refused);
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        const auto at = recorded.constFind(keyOf(outcomes.at(i).job));
        if (report.results.at(i) == FinishReport::Result::Lost && at != recorded.cend())
            report.results[i] = *at;
    }
}

bool Finisher::pauseAfter(const Error &error)
{
    const int failures = m_context.outages.failed(u"recording outcomes"_s, error);
    return m_context.pause(m_context.finishBell, retryPause(failures));
}

} // namespace jobq
