// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// A process that is nothing but a worker, for jobq-bench. The database comes in JOBQ_DATABASE_URL, the concurrency as
// the argument. Says `ready` once it has connected; starts with a line on stdin, ends when nothing is left to claim, and
// then prints how many jobs it completed and how much memory it took at its highest, in KiB.
#include "benchmarks/workload.h"
#include "job/error.h"
#include "worker/worker.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <stdexcept>

using namespace jobq;
using namespace jobq::bench;
using namespace Qt::StringLiterals;

namespace {

void waitForLine()
{
    for (int c = std::getchar(); c != '\n' && c != EOF; c = std::getchar()) { }
}

void say(const QString &text)
{
    std::printf("%s\n", text.toUtf8().constData());
    std::fflush(stdout);
}

/// Not getrusage(): that one inherits the peak of the process that started this one.
qint64 peakKib()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        throw std::runtime_error("no /proc/self/status");
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).simplified().split(' ').constFirst().toLongLong();
    }
    throw std::runtime_error("no VmHWM in /proc/self/status");
}

void work(int concurrency)
{
    const auto settings = ConnectionSettings::fromEnvironment();
    if (!settings || concurrency < 1)
        throw std::runtime_error("usage: JOBQ_DATABASE_URL=… jobq-bench-worker CONCURRENCY");
    const System system{ConnectionPool(*settings)};
    WorkerOptions options;
    options.concurrency = concurrency;
    // A drain needs no notification, and of 32 workers with a connection more each not all would get into a server
    // with the default of 100.
    options.listen = false;
    Worker worker(system, options);
    worker.addHandler(benchTask(), [](JobContext &) {});
    system.pool().open(false);
    system.pool().closeThreadConnection();
    say(u"ready"_s);
    waitForLine();
    worker.drain();
    worker.waitForStopped();
    say(u"%1 %2"_s.arg(worker.counters().completed).arg(peakKib()));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    try {
        work(argc == 2 ? std::atoi(argv[1]) : 0);
    } catch (const std::exception &exception) {
        std::fprintf(stderr, "jobq-bench-worker: %s\n", exception.what());
        return 1;
    }
    return 0;
}
