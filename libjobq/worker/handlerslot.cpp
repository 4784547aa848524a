// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/handlerslot.h"

#include "worker/callhandler.h"

namespace jobq {

using std::chrono::milliseconds;

HandlerSlot::HandlerSlot(WorkerContext &context, Finisher &finisher, Ended ended)
    : m_context(context)
    , m_finisher(finisher)
    , m_ended(std::move(ended))
    , m_progressSink([this](double fraction, const QString &note) { setProgress(fraction, note); })
{
}

void HandlerSlot::run(ThreadWeaver::JobPointer, ThreadWeaver::Thread *)
{
    while (ExecutionPointer execution = m_context.prefetch.take()) {
        if (!execute(std::move(execution)))
            break;
    }
    m_ended(this);
}

bool HandlerSlot::execute(ExecutionPointer execution)
{
    begin(*execution);
    Outcome &outcome = execution->outcome;
    JOBQ_EMIT(m_context.events, started, outcome.job);
    HandlerVerdict verdict;
    {
        JobContext context(outcome.job, m_token, m_progressSink, m_deadline);
        verdict = callHandler(execution->handler->handler, context);
    }
    const auto now = Clock::now();
    std::optional<milliseconds> exceeded;
    if (!end(exceeded))
        return false; // given up: somebody else has spoken for this execution
    outcome.executionTime = std::chrono::duration_cast<std::chrono::microseconds>(now - m_startedAt);
    std::move(verdict).moveInto(outcome);
    if (exceeded) {
        outcome.kind = Outcome::Kind::Failed;
        outcome.permanent = false;
        outcome.partialResults = {};
        outcome.errorMessage = timeLimitMessage(*exceeded);
    }
    m_finisher.add(std::move(execution));
    return true;
}

void HandlerSlot::begin(ClaimedExecution &execution)
{
    const std::lock_guard lock(m_mutex);
    m_token.renew(m_context.lease, execution.identity->epoch);
    m_current = &execution;
    m_startedAt = Clock::now();
    m_overdue = false;
    m_progress.reset();
    const milliseconds limit = execution.handler->timeLimit;
    m_deadline = limit.count() > 0 ? std::optional(m_startedAt + limit) : std::nullopt;
    m_busy.store(true, std::memory_order_relaxed);
    m_started.store(startedCount() + 1, std::memory_order_relaxed);
}

bool HandlerSlot::end(std::optional<milliseconds> &exceeded)
{
    const std::lock_guard lock(m_mutex);
    m_busy.store(false, std::memory_order_relaxed);
    if (isAbandoned())
        return false;
    if (m_overdue)
        exceeded = m_current->handler->timeLimit;
    m_current = nullptr;
    return true;
}

HandlerSlot::Watch HandlerSlot::watch(Clock::time_point now, milliseconds grace)
{
    Watch watch;
    const std::lock_guard lock(m_mutex);
    if (!m_current || !m_deadline || now < *m_deadline)
        return watch;
    watch.overdue = !m_overdue;
    watch.hopeless = now >= *m_deadline + grace;
    watch.limit = m_current->handler->timeLimit;
    watch.job = m_current->outcome.job;
    m_overdue = true;
    m_token.cancel(CancellationToken::Reason::TimeLimit);
    return watch;
}

void HandlerSlot::cancel(CancellationToken::Reason reason, const Concerns &concerns)
{
    const std::lock_guard lock(m_mutex);
    if (m_current && (!concerns || concerns(*m_current)))
        m_token.cancel(reason);
}

ExecutionPointer HandlerSlot::abandon(const QString &reason)
{
    const std::lock_guard lock(m_mutex);
    if (!m_current)
        return {};
    m_abandoned.store(true, std::memory_order_relaxed);
    auto stand = std::make_unique<ClaimedExecution>();
    stand->outcome.job = m_current->outcome.job;
    stand->outcome.kind = Outcome::Kind::Failed;
    stand->outcome.errorMessage = reason;
    stand->outcome.executionTime = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_startedAt);
    stand->identity = m_current->identity;
    m_current = nullptr;
    m_progress.reset();
    return stand;
}

std::optional<ExecutionKey> HandlerSlot::runningKey()
{
    const std::lock_guard lock(m_mutex);
    return m_current ? std::optional(keyOf(m_current->outcome.job)) : std::nullopt;
}

void HandlerSlot::setProgress(double fraction, const QString &note)
{
    const std::lock_guard lock(m_mutex);
    if (!m_current)
        return;
    m_progress = Progress{keyOf(m_current->outcome.job), m_current->identity, fraction, note};
    m_context.progressReported.store(true, std::memory_order_relaxed);
}

std::optional<HandlerSlot::Progress> HandlerSlot::takeProgress()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_progress, std::nullopt);
}

QString timeLimitMessage(milliseconds limit)
{
    return QStringLiteral("timed out after %1 s").arg(double(limit.count()) / 1000);
}

} // namespace jobq
