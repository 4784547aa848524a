// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/workerruntime.h"

#include "worker/logging.h"

#include <QDeadlineTimer>

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds HandlerGrace(1000); // after the tokens are cancelled
constexpr milliseconds DatabaseGrace(5000); // to record what is left
constexpr qint64 Never = std::numeric_limits<qint64>::max();

qint64 toNs(std::chrono::steady_clock::time_point time)
{
    return std::chrono::nanoseconds(time.time_since_epoch()).count();
}

} // namespace

WorkerRuntime::WorkerRuntime(const System &system, const WorkerOptions &options, const HandlerTable &handlers, Worker *worker)
    : m_context(system, options, handlers, worker)
    , m_finisher(m_context)
    , m_pool(m_context, m_finisher)
    , m_claimer(m_context, m_pool, m_finisher)
    , m_keeper(m_context, m_pool)
    , m_deadlineNs(Never)
{
}

WorkerRuntime::~WorkerRuntime() = default;

// What each thread runs holds the runtime, so that one which is stuck never finds it gone.
template<typename Body>
std::unique_ptr<QThread> WorkerRuntime::startThread(const char *name, Body body)
{
    std::unique_ptr<QThread> thread(QThread::create([self = shared_from_this(), body] { body(*self); }));
    thread->setObjectName(QLatin1String(name));
    thread->start();
    return thread;
}

void WorkerRuntime::start(bool draining)
{
    m_context.draining = draining;
    setState(Worker::State::Starting);
    m_supervisor = startThread("jobq-worker", [](WorkerRuntime &self) { self.supervise(); });
}

void WorkerRuntime::setDraining()
{
    m_context.draining = true;
    m_context.announceWork();
    m_context.supervisorBell.ring();
}

void WorkerRuntime::stop(milliseconds limit)
{
    const qint64 wanted = toNs(Clock::now() + limit);
    qint64 before = m_deadlineNs.load();
    while (wanted < before && !m_deadlineNs.compare_exchange_weak(before, wanted)) { }
    m_context.stopping = true;
    m_context.supervisorBell.ring();
}

bool WorkerRuntime::wait(milliseconds limit)
{
    return !m_supervisor || m_supervisor->wait(limit == milliseconds::max() ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(limit));
}

void WorkerRuntime::setState(Worker::State state)
{
    if (m_state.exchange(state, std::memory_order_acq_rel) != state)
        JOBQ_EMIT(m_context.events, stateChanged, state);
}

void WorkerRuntime::supervise()
{
    m_pool.start(weak_from_this());
    startThreads();
    while (!m_context.stopping) {
        tick();
        if (m_context.lease->epoch() > 0)
            setState(m_context.draining ? Worker::State::Draining : Worker::State::Running);
        m_context.supervisorBell.waitFor(tickLength());
    }
    shutDown();
    setState(Worker::State::Stopped);
    JOBQ_EMIT(m_context.events, stopped);
}

void WorkerRuntime::startThreads()
{
    m_keeperThread = startThread("jobq-keeper", [](WorkerRuntime &self) { self.m_keeper.run(); });
    m_claimerThread = startThread("jobq-claimer", [](WorkerRuntime &self) { self.m_claimer.run(); });
    m_finisherThread = startThread("jobq-finisher", [](WorkerRuntime &self) { self.m_finisher.run(); });
    startListening();
}

void WorkerRuntime::startListening()
{
    const WorkerOptions &options = m_context.options;
    if (!options.listen)
        return;
    m_listener = std::make_unique<Listener>(options.listenSettings.value_or(m_context.system.pool().settings()), QStringList{u"jobq_jobs"_s});
    // Straight from the listener's thread: no event loop stands between a notification and its claim.
    QObject::connect(m_listener.get(), &Listener::notified, [this] { m_context.announceWork(); });
    QObject::connect(m_listener.get(), &Listener::reconnected, [this] { m_context.announceWork(); });
}

milliseconds WorkerRuntime::tickLength() const
{
    milliseconds shortest = std::min(m_context.options.lease / 16, milliseconds(1000));
    for (const auto &entry : m_context.handlers) {
        if (entry->timeLimit.count() > 0)
            shortest = std::min(shortest, entry->timeLimit / 4);
    }
    return std::max(shortest, milliseconds(10));
}

void WorkerRuntime::tick()
{
    watchLease();
    m_pool.watch(Clock::now());
}

void WorkerRuntime::watchLease()
{
    const bool isValid = m_context.lease->isValid();
    const bool saidByKeeper = m_context.lease->validUntil().count() == 0;
    if (m_leaseWasValid && !isValid && !saidByKeeper) {
        m_pool.cancelAll(CancellationToken::Reason::LeaseLost);
        const QString message = u"the lease could not be renewed in time: running handlers were cancelled"_s;
        qCWarning(jobqWorker).noquote() << message;
        JOBQ_EMIT(m_context.events, infrastructureError, message);
    }
    m_leaseWasValid = isValid;
}

WorkerCounters WorkerRuntime::counters() const
{
    const WorkerTally &tally = m_context.tally;
    WorkerCounters counters;
    counters.running = m_pool.busyCount();
    counters.prefetched = m_context.prefetch.size();
    counters.finishing = m_finisher.pending();
    counters.started = m_pool.startedCount();
    counters.completed = tally.completed;
    counters.failed = tally.failed;
    counters.exhausted = tally.exhausted;
    counters.partialSuccesses = tally.partialSuccesses;
    counters.timedOut = tally.timedOut;
    counters.lost = tally.lost + m_context.prefetch.dropped();
    counters.returned = tally.returned;
    counters.claimCalls = tally.claimCalls;
    counters.finishCalls = tally.finishCalls;
    counters.abandonedThreads = m_pool.abandonedCount();
    return counters;
}

WorkerRuntime::Clock::time_point WorkerRuntime::deadline() const
{
    const qint64 ns = m_deadlineNs.load();
    return ns == Never ? Clock::now() + m_context.options.stopTimeout : Clock::time_point(std::chrono::nanoseconds(ns));
}

void WorkerRuntime::shutDown()
{
    // A drained worker has no deadline yet.
    qint64 never = Never;
    m_deadlineNs.compare_exchange_strong(never, toNs(Clock::now() + m_context.options.stopTimeout));
    setState(Worker::State::Stopping);
    m_context.prefetch.close();
    m_context.claimBell.ring();
    m_context.keeperBell.ring();
    m_listener.reset();
    endHandlers();
    endThreads();
    m_pool.close();
}

void WorkerRuntime::endHandlers()
{
    const auto slice = std::min(tickLength(), milliseconds(50));
    while (Clock::now() < deadline()) {
        if (m_pool.waitForEnd(std::min(Clock::now() + slice, deadline())))
            return;
        tick();
    }
    m_pool.cancelAll(CancellationToken::Reason::Stopping);
    if (!m_pool.waitForEnd(Clock::now() + HandlerGrace))
        m_pool.abandonAll(u"the worker stopped before its handler returned"_s);
}

void WorkerRuntime::endThreads()
{
    m_context.giveUpAtNs = toNs(Clock::now() + DatabaseGrace);
    const auto patience = Clock::now() + DatabaseGrace + HandlerGrace;
    m_context.claimBell.ring();
    m_context.keeperBell.ring();
    bool allEnded = join(m_claimerThread, patience);
    m_finisher.close();
    allEnded = join(m_finisherThread, patience) && allEnded;
    m_keeper.close();
    allEnded = join(m_keeperThread, patience) && allEnded;
    if (!allEnded)
        qCWarning(jobqWorker) << "stopped without an answer of the database; the lease will free what was left";
}

bool WorkerRuntime::join(std::unique_ptr<QThread> &thread, Clock::time_point until)
{
    const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
    if (thread->wait(QDeadlineTimer(std::max(left, milliseconds(1))))) {
        thread.reset();
        return true;
    }
    Q_UNUSED(thread.release()) // destroying a running QThread ends the process
    return false;
}

} // namespace jobq
