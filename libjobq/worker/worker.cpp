// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/worker.h"

#include "job/checks.h"
#include "worker/workerruntime.h"

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

Error wrongState(const QString &message)
{
    return Error(Error::Kind::Usage, message);
}

void setDefault(ConnectionSettings &settings, const QString &name, qint64 value)
{
    if (settings.keyword(name).isEmpty())
        settings.setKeyword(name, QString::number(value));
}

/// The worker's own pool: its connections notice a network that went away before the lease is over, and not after
/// the quarter of an hour that TCP takes by itself (PostgreSQL docs, 34.1.2).
System withImpatientConnections(const System &system, const WorkerOptions &options)
{
    using std::chrono::seconds;
    ConnectionSettings settings = system.pool().settings();
    const auto quarter = std::max(std::chrono::duration_cast<seconds>(options.lease / 4), seconds(2));
    setDefault(settings, u"tcp_user_timeout"_s, milliseconds(quarter).count());
    setDefault(settings, u"keepalives_idle"_s, std::max<qint64>(quarter.count() / 2, 1));
    setDefault(settings, u"keepalives_interval"_s, std::max<qint64>(quarter.count() / 6, 1));
    setDefault(settings, u"keepalives_count"_s, 3);
    settings.connectTimeout = std::min(settings.connectTimeout, quarter);
    System own(ConnectionPool(settings), system.validator(), system.retryPolicy());
    own.setMaxPayloadBytes(system.maxPayloadBytes());
    return own;
}

WorkerOptions withDefaults(WorkerOptions options)
{
    options.check();
    if (options.concurrency == 0)
        options.concurrency = std::max(QThread::idealThreadCount(), 1);
    if (!options.heartbeat)
        options.heartbeat = options.lease / 4;
    return options;
}

} // namespace

class Worker::Private
{
public:
    Private(const System &workerSystem, const WorkerOptions &workerOptions)
        : system(workerSystem)
        , options(withDefaults(workerOptions))
    {
    }

    [[nodiscard]] std::shared_ptr<WorkerRuntime> current() const
    {
        const std::lock_guard lock(mutex);
        return runtime;
    }

    void begin(Worker *worker, bool draining);

    const System system;
    const WorkerOptions options;
    HandlerTable handlers;
    mutable std::mutex mutex; // of the pointer
    std::shared_ptr<WorkerRuntime> runtime;
};

void Worker::Private::begin(Worker *worker, bool draining)
{
    if (handlers.isEmpty() && !options.claimUnknownTasks)
        throw wrongState(u"The worker has no handler, so there is nothing that it could claim."_s);
    if (runtime)
        runtime->wait(milliseconds::max()); // its last thread, right behind the signal stopped()
    const auto next = std::make_shared<WorkerRuntime>(withImpatientConnections(system, options), options, handlers, worker);
    {
        const std::lock_guard lock(mutex);
        runtime = next;
    }
    next->start(draining);
}

Worker::Worker(const System &system, const WorkerOptions &options, QObject *parent)
    : QObject(parent)
    , d(new Private(system, options))
{
    qRegisterMetaType<ClaimedJob>();
    qRegisterMetaType<PartialResults>();
}

Worker::~Worker()
{
    if (!d->runtime)
        return;
    stop();
    d->runtime->wait(milliseconds::max());
    d->runtime->detach();
}

void Worker::addHandler(const QString &taskIdentifier, const Handler &handler, const HandlerOptions &options)
{
    checkName(u"taskIdentifier"_s, taskIdentifier);
    if (!handler)
        throw usageError(u"handler"_s, u"must not be empty"_s);
    if (state() != State::Stopped)
        throw wrongState(u"Handlers are added before the worker starts."_s);
    if (d->handlers.contains(taskIdentifier))
        throw usageError(u"taskIdentifier"_s, u"has a handler already"_s);
    const milliseconds limit = options.timeLimit.value_or(d->options.timeLimit);
    if (limit.count() < 0)
        throw usageError(u"timeLimit"_s, u"must not be negative"_s);
    d->handlers.insert(taskIdentifier, std::make_shared<const HandlerEntry>(HandlerEntry{handler, limit}));
}

void Worker::start()
{
    if (state() != State::Stopped)
        throw wrongState(u"The worker runs already."_s);
    d->begin(this, false);
}

void Worker::drain()
{
    if (state() == State::Stopped)
        d->begin(this, true);
    else
        d->runtime->setDraining();
}

void Worker::stop()
{
    stop(d->options.stopTimeout);
}

void Worker::stop(milliseconds limit)
{
    if (state() != State::Stopped)
        d->runtime->stop(std::max(limit, milliseconds(0)));
}

bool Worker::waitForStopped(milliseconds limit)
{
    return !d->runtime || d->runtime->wait(limit);
}

Worker::State Worker::state() const
{
    const auto runtime = d->current();
    return runtime ? runtime->state() : State::Stopped;
}

QString Worker::workerId() const
{
    const auto runtime = d->current();
    return runtime && runtime->state() != State::Stopped ? runtime->workerId() : QString();
}

const WorkerOptions &Worker::options() const
{
    return d->options;
}

QStringList Worker::taskIdentifiers() const
{
    return d->handlers.keys();
}

WorkerCounters Worker::counters() const
{
    const auto runtime = d->current();
    return runtime ? runtime->counters() : WorkerCounters();
}

} // namespace jobq
