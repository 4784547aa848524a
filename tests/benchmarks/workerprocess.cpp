// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/workerprocess.h"

#include "benchmarks/interrupt.h"
#include "benchmarks/progress.h"
#include "benchmarks/workload.h"
#include "job/error.h"

#include <QCoreApplication>
#include <QProcess>
#include <QProcessEnvironment>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <vector>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

/// One worker process; killed where it is still there in the end.
class WorkerProcess
{
public:
    WorkerProcess(const Database &database, int concurrency)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"JOBQ_DATABASE_URL"_s, database.settings().connectionString()); // a password is nobody's to see
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() + u"/jobq-bench-worker"_s, {QString::number(concurrency)});
    }
    ~WorkerProcess()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
    WorkerProcess(const WorkerProcess &) = delete;
    WorkerProcess &operator=(const WorkerProcess &) = delete;

    void say()
    {
        m_process.write("go on\n");
        m_process.waitForBytesWritten();
    }
    QStringList answer()
    {
        const Stopwatch watch;
        while (!m_process.canReadLine()) {
            throwIfInterrupted();
            if ((!m_process.waitForReadyRead(200) && m_process.state() != QProcess::Running) || watch.seconds() > 600)
                throw std::runtime_error("a worker process (jobq-bench-worker) did not run");
        }
        return QString::fromUtf8(m_process.readLine()).simplified().split(u' ');
    }

private:
    QProcess m_process;
};

} // namespace

ProcessesDrained drainInProcesses(const Database &database, Progress &progress, qint64 jobs, int processes, int concurrency)
{
    progress.step(u"draining with %1 worker processes"_s.arg(processes));
    std::vector<std::unique_ptr<WorkerProcess>> workers;
    for (int n = 0; n < processes; ++n)
        workers.push_back(std::make_unique<WorkerProcess>(database, concurrency));
    for (const auto &worker : workers)
        (void)worker->answer(); // connected
    const Stopwatch watch;
    for (const auto &worker : workers)
        worker->say();
    qint64 completed = 0;
    ProcessesDrained drained;
    for (const auto &worker : workers) {
        const QStringList figures = worker->answer();
        completed += figures.value(0).toLongLong();
        drained.peakMib = std::max(drained.peakMib, figures.value(1).toDouble() / 1024);
    }
    drained.seconds = watch.seconds();
    if (completed != jobs)
        throw std::runtime_error(u"the worker processes completed %1 of %2 jobs"_s.arg(completed).arg(jobs).toStdString());
    return drained;
}

} // namespace jobq::bench
