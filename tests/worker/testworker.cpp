// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// A worker in a process of its own, for tests that kill or freeze it. It appends a line to its log for all that
// happens, in one write() each, so that nothing is lost whatever becomes of the process:
//
//     S <job> <pid> <ns>     an execution began
//     E <job> <pid> <ns>     it ended
//     C <job> <pid> <ns>     it was cancelled, and did nothing more
//     L <job> <pid> <ns>     its outcome was refused
//     I 0 <pid> <ns>         the worker registered under a new id
//
// Arguments: log file, threads, lease in ms, what a job takes in ms (-1: until it is cancelled).

#include "worker/worker.h"

#include <QCoreApplication>
#include <QFile>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

using namespace jobq;
using namespace Qt::StringLiterals;

namespace {

int logFile = -1;

void note(char what, JobId job)
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    char line[96];
    const int length = std::snprintf(line, sizeof line, "%c %lld %d %lld\n", what, static_cast<long long>(job), getpid(),
                                     static_cast<long long>(now.tv_sec) * 1'000'000'000 + now.tv_nsec);
    if (write(logFile, line, size_t(length)) != length)
        std::abort();
}

Result append(JobContext &context, std::chrono::milliseconds duration)
{
    note('S', context.job().id);
    if (duration.count() < 0)
        context.waitFor(std::chrono::hours(1));
    else if (duration.count() > 0)
        context.waitFor(duration);
    note(context.isCancelled() ? 'C' : 'E', context.job().id);
    context.throwIfCancelled();
    return Result::success();
}

int run(const QStringList &arguments)
{
    logFile = open(QFile::encodeName(arguments.at(1)).constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    WorkerOptions options;
    options.concurrency = arguments.at(2).toInt();
    options.lease = std::chrono::milliseconds(arguments.at(3).toInt());
    options.pollInterval = std::chrono::milliseconds(200);
    const std::chrono::milliseconds duration(arguments.at(4).toInt());

    ConnectionSettings settings = *ConnectionSettings::fromEnvironment();
    settings.preparedStatements = !qEnvironmentVariableIsSet("JOBQ_TEST_POOLER");
    const System system{ConnectionPool(settings), nullptr, RetryPolicy{.base = std::chrono::milliseconds(100)}};
    Worker worker(system, options);
    worker.addHandler(u"append"_s, [duration](JobContext &context) { return append(context, duration); });
    QObject::connect(&worker, &Worker::lost, [](const ClaimedJob &job) { note('L', job.id); });
    QObject::connect(&worker, &Worker::workerIdChanged, [](const QString &) { note('I', 0); });
    worker.start();

    // SIGTERM stops it cleanly: waited for here, so that no code runs in a signal handler.
    sigset_t signalSet;
    sigemptyset(&signalSet);
    sigaddset(&signalSet, SIGTERM);
    int received = 0;
    sigwait(&signalSet, &received);
    worker.stop();
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
