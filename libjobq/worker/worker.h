// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "job/claimedjob.h"
#include "job/export.h"
#include "worker/handler.h"
#include "worker/jobcontext.h"
#include "worker/workeroptions.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <type_traits>
#include <utility>

namespace jobq {

/// What a worker has done since it started, and what it does now.
struct WorkerCounters {
    qint64 running = 0; ///< Handlers at work now.
    qint64 prefetched = 0; ///< Claimed and waiting for a thread now.
    qint64 finishing = 0; ///< Executed and not yet recorded now.
    qint64 started = 0;
    qint64 completed = 0;
    qint64 failed = 0; ///< Executions that failed, timed out ones and the last of exhausted jobs included.
    qint64 exhausted = 0;
    qint64 partialSuccesses = 0;
    qint64 timedOut = 0;
    qint64 lost = 0; ///< Executions whose outcome was refused: the lock was no longer theirs.
    qint64 returned = 0; ///< Claimed ahead and given back unspent.
    qint64 claimCalls = 0;
    qint64 finishCalls = 0;
    qint64 abandonedThreads = 0; ///< Given up now: their handlers do not return.
};

/// Runs jobs: claims them ahead, hands them to handlers in threads of its own, records the outcomes.
///
///     jobq::Worker worker(system, {.concurrency = 8});
///     worker.addHandler("send-email", [](jobq::JobContext &c) { send(c.payload().object()); });
///     worker.start();
///
/// **Delivery** is at least once: a handler may run again for a job whose worker, server or network broke before
/// the outcome was recorded. Handlers should be idempotent. A job runs in two places at once only where a handler
/// goes on although its token was cancelled (LeaseLost), or where the server crashed within a moment of the claim.
///
/// **Lease**: the worker registers in `jobq.workers` under an id of its own (host:pid:random) and sends a heartbeat.
/// If it can't (server unreachable, process frozen), it cancels its handlers' tokens before the lease ends and starts
/// nothing more; other workers free its jobs after the lease. Declared dead, it forgets those jobs, registers under
/// a new id and goes on.
///
/// **Outages**: the worker never gives up. It retries with growing, random pauses, keeps the outcomes that it could
/// not record yet, and says so once per outage (infrastructureError, and the logging category `jobq.worker`).
///
/// **Time limits**: at the limit the token is cancelled and timedOut emitted. The execution is recorded as failed when
/// the handler returns or, if it does not within `timeLimitGrace`, at once; then its thread is given up and another
/// takes its place, up to `maxAbandonedThreads`. A thread can't be ended from outside: given up, it lives until
/// its handler returns or the process ends, and the handler may run on beside the job's next attempt.
///
/// **Threads**: use the object from the thread that made it; counters(), workerId() and state() from any. Signals come
/// from the worker's threads: a receiver with a thread of its own gets them queued, as always with Qt. A direct
/// connection holds up the worker. Signals that nobody is connected to cost nothing. No event loop is needed.
class JOBQ_EXPORT Worker : public QObject
{
    Q_OBJECT
public:
    /// Where it is between start() and stopped().
    enum class State {
        Stopped,
        Starting, ///< Not registered yet: the server may be away.
        Running,
        Draining, ///< Running until nothing is left to claim.
        Stopping, ///< Claims nothing more; handlers are still running or outcomes still to be recorded.
    };
    Q_ENUM(State)

    /// Connects to nothing yet. Throws Usage where an option is out of its range.
    explicit Worker(const System &system, const WorkerOptions &options = {}, QObject *parent = nullptr);
    /// Stops, and waits as long as stop() does. Handlers that still don't return then keep their threads.
    ~Worker() override;

    /// Before start(). Throws Usage for an empty task, an empty handler, one more handler for the same task, or a
    /// worker that is not stopped.
    void addHandler(const QString &taskIdentifier, const Handler &handler, const HandlerOptions &options = {});
    /// The same for a function that returns nothing: returning is success.
    template<typename Function>
        requires std::is_void_v<std::invoke_result_t<const Function &, JobContext &>>
    void addHandler(const QString &taskIdentifier, Function function, const HandlerOptions &options = {})
    {
        addHandler(taskIdentifier,
                   Handler([run = std::move(function)](JobContext &context) {
                       run(context);
                       return Result::success();
                   }),
                   options);
    }

    /// Returns at once; the server need not be there yet. Throws Usage where the worker is not stopped, or has no
    /// handler and would claim nothing.
    void start();
    /// Starts where it is stopped, and stops by itself once nothing is left that could be claimed now (scheduled
    /// jobs and retries that are not due don't count). Returns at once.
    void drain();
    /// Claims nothing more, returns the jobs that have not begun unspent, and lets running handlers go on for
    /// `stopTimeout`, then cancels their tokens. What still runs a second later is recorded as failed and given up.
    /// Returns at once; see stopped() and waitForStopped(). May be called again with a shorter limit.
    void stop();
    void stop(std::chrono::milliseconds limit);
    /// stop() that cancels every token at once.
    void stopNow() { stop(std::chrono::milliseconds(0)); }
    /// Blocks until stopped; false where `limit` passed first. Not from a slot that is connected directly.
    bool waitForStopped(std::chrono::milliseconds limit = std::chrono::milliseconds::max());

    /// Where it is now.
    [[nodiscard]] State state() const;
    /// Under which id it works now; empty while it is stopped. Changes where the lease was lost.
    [[nodiscard]] QString workerId() const;
    [[nodiscard]] const WorkerOptions &options() const;
    [[nodiscard]] QStringList taskIdentifiers() const;
    /// Cheap: takes no lock that work waits for.
    [[nodiscard]] WorkerCounters counters() const;

Q_SIGNALS:
    /// A handler begins.
    void started(const jobq::ClaimedJob &job);
    /// This and the next four: after the outcome was recorded.
    void completed(const jobq::ClaimedJob &job, std::chrono::microseconds executionTime);
    void failed(const jobq::ClaimedJob &job, const QString &message);
    /// Follows `failed` or `partialSuccess` where the job will not be tried again.
    void exhausted(const jobq::ClaimedJob &job, const QString &message);
    void partialSuccess(const jobq::ClaimedJob &job, const jobq::PartialResults &results);
    /// The outcome was refused: the lock was reset or the lease lost, and another execution counts.
    void lost(const jobq::ClaimedJob &job);
    /// At the moment of the limit; `failed` follows.
    void timedOut(const jobq::ClaimedJob &job, std::chrono::milliseconds limit);
    /// Once per outage: the database can't be reached, the lease was lost, too many handlers hang.
    void infrastructureError(const QString &message);
    void workerIdChanged(const QString &workerId);
    void stateChanged(jobq::Worker::State state);
    void stopped();

private:
    friend class WorkerEvents;
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace jobq
