// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// A worker in a process of its own, for tests that kill or freeze it. It appends a line to its log for all that
// happens, in one write() each, so that nothing is lost whatever becomes of the process:
//
//     S <job> <pid> <ns>     an execution began
//     E <job> <pid> <ns>     it ended
//     F <job> <pid> <ns>     it ended, and the job wants another execution
//     C <job> <pid> <ns>     it was cancelled, and did nothing more
//     L <job> <pid> <ns>     its outcome was refused
//     I 0 <pid> <ns>         the worker registered under a new id
//
// Arguments: log file, threads, lease in ms, what a job takes in ms (-1: until it is cancelled).
//
// A payload may ask for something else: {"ms": 20} for another duration, {"failures": 2} to fail twice, {"partial": true}
// for one partial success, {"hopeless": true} for a permanent failure at the first execution that is no replay.
//
// Environment: JOBQ_TEST_POOLER (nothing is prepared), JOBQ_TEST_RETENTION (an interval), JOBQ_TEST_FORBIDDEN_FLAGS (one
// flag), JOBQ_TEST_MAINTENANCE (runs the maintenance too).

#include "admin/maintenancerunner.h"
#include "worker/worker.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonObject>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

using namespace jobq;
using namespace Qt::StringLiterals;

namespace {

int logFile = -1;

long long now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<long long>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

void note(char what, JobId job, long long ns = now())
{
    char line[96];
    const int length = std::snprintf(line, sizeof line, "%c %lld %d %lld\n", what, static_cast<long long>(job), getpid(), ns);
    if (write(logFile, line, size_t(length)) != length)
        std::abort();
}

Result outcomeOf(const ClaimedJob &job)
{
    const QJsonObject wish = job.payload.object();
    if (job.attempts <= wish.value("failures"_L1).toInt())
        return Result::failure(u"as the payload wants it"_s);
    if (wish.contains("partial"_L1) && job.attempts == 1)
        return PartialResults{.completedSteps = {u"one"_s}, .failedSteps = {u"two"_s}, .retryFromStep = u"two"_s, .results = {}};
    if (wish.contains("hopeless"_L1) && job.attempts == 1 && !job.flags.contains("replay"_L1))
        return Result::permanentFailure(u"as the payload wants it"_s);
    return Result::success();
}

Result append(JobContext &context, std::chrono::milliseconds usual)
{
    const ClaimedJob &job = context.job();
    note('S', job.id);
    const QJsonValue wish = context.payload().object().value("ms"_L1);
    const auto duration = wish.isUndefined() ? usual : std::chrono::milliseconds(wish.toInt());
    if (duration.count() < 0)
        context.waitFor(std::chrono::hours(1));
    else if (duration.count() > 0)
        context.waitFor(duration);
    // Before the token is asked: should the process be frozen in between, it had still ended then.
    const long long endedAt = now();
    const bool cancelled = context.isCancelled();
    const Result result = outcomeOf(job);
    note(cancelled ? 'C' : result.kind() == Result::Kind::Success ? 'E' : 'F', job.id, endedAt);
    context.throwIfCancelled();
    return result;
}

WorkerOptions optionsFrom(const QStringList &arguments)
{
    WorkerOptions options;
    options.concurrency = arguments.at(2).toInt();
    options.lease = std::chrono::milliseconds(arguments.at(3).toInt());
    options.pollInterval = std::chrono::milliseconds(200);
    if (const QString flag = qEnvironmentVariable("JOBQ_TEST_FORBIDDEN_FLAGS"); !flag.isEmpty())
        options.forbiddenFlags = {flag};
    if (const QString retention = qEnvironmentVariable("JOBQ_TEST_RETENTION"); !retention.isEmpty())
        options.historyRetention = retention;
    return options;
}

int run(const QStringList &arguments)
{
    logFile = open(QFile::encodeName(arguments.at(1)).constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    const std::chrono::milliseconds duration(arguments.at(4).toInt());

    ConnectionSettings settings = *ConnectionSettings::fromEnvironment();
    settings.preparedStatements = !qEnvironmentVariableIsSet("JOBQ_TEST_POOLER");
    const System system{ConnectionPool(settings), nullptr, RetryPolicy{.base = std::chrono::milliseconds(100)}};
    Worker worker(system, optionsFrom(arguments));
    for (const QString &task : {u"append"_s, u"resize"_s, u"deliver"_s})
        worker.addHandler(task, [duration](JobContext &context) { return append(context, duration); });
    QObject::connect(&worker, &Worker::lost, [](const ClaimedJob &job) { note('L', job.id); });
    QObject::connect(&worker, &Worker::workerIdChanged, [](const QString &) { note('I', 0); });
    worker.start();
    MaintenanceRunner maintenance(system);
    if (qEnvironmentVariableIsSet("JOBQ_TEST_MAINTENANCE"))
        maintenance.start();

    // SIGTERM stops it cleanly: waited for here, so that no code runs in a signal handler.
    sigset_t signalSet;
    sigemptyset(&signalSet);
    sigaddset(&signalSet, SIGTERM);
    int received = 0;
    sigwait(&signalSet, &received);
    worker.stop();
    maintenance.stop();
    return worker.waitForStopped() ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    // Before any thread is there, so that all inherit it.
    sigset_t signalSet;
    sigemptyset(&signalSet);
    sigaddset(&signalSet, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signalSet, nullptr);
    const QCoreApplication application(argc, argv);
    if (argc != 5 || !ConnectionSettings::fromEnvironment())
        return 2;
    return run(QCoreApplication::arguments());
}
