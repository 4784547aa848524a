// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/faultrun.h"

#include "enqueue/jobenqueue.h"
#include "job/error.h"
#include "support/temporarypostgres.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QThread>

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int LeaseMs = 2000;
constexpr int JobMs = 2;
constexpr int Threads = 4;
constexpr int PatienceMs = 120'000;

QString milliseconds(qint64 ns)
{
    return ns < 0 ? u"never"_s : QString::number(ns / 1'000'000);
}

} // namespace

FaultRun::FaultRun(const QString &name, const ConnectionSettings &database)
    : m_name(name)
    , m_database(database)
    , m_trace(m_folder.filePath(u"trace"_s))
{
}

void FaultRun::addJobs() const
{
    const System system{ConnectionPool(m_database)};
    const QList<JobSpec> thousand(1000, JobSpec{u"append"_s, Payload(), {}});
    for (int added = 0; added < Jobs; added += int(thousand.size()))
        JobEnqueue(system).addJobs(thousand);
}

WorkerProcess &FaultRun::startWorker(const ConnectionSettings &database, const QStringList &environment,
                                     const QStringList &launcher)
{
    return m_workers.emplace_back(database, WorkerProcess::Options{.log = m_folder.filePath(u"trace"_s),
                                                                   .threads = Threads,
                                                                   .leaseMs = LeaseMs,
                                                                   .jobMs = JobMs,
                                                                   .environment = environment,
                                                                   .quiet = !qEnvironmentVariableIsSet("JOBQ_FAULTS_VERBOSE"),
                                                                   .launcher = launcher});
}

bool FaultRun::waitForExecutions(qsizetype count)
{
    QElapsedTimer timer;
    timer.start();
    for (m_trace.update(); m_trace.ended() < count; m_trace.update()) {
        if (timer.hasExpired(PatienceMs))
            return false;
        QThread::msleep(5);
    }
    return true;
}

void FaultRun::kill(WorkerProcess &worker)
{
    const qint64 pid = worker.pid();
    worker.kill();
    m_trace.noteKilled(pid, Trace::now());
    forget(worker);
}

void FaultRun::forget(WorkerProcess &worker)
{
    m_workers.remove_if([&worker](const WorkerProcess &other) { return &other == &worker; });
}

void FaultRun::faultIsOver()
{
    m_overAtMs = QDateTime::currentMSecsSinceEpoch();
    m_trace.update();
}

bool FaultRun::waitForEmptyQueue() const
{
    QElapsedTimer timer;
    timer.start();
    while (!timer.hasExpired(PatienceMs)) {
        try {
            if (TemporaryPostgres::number(m_database, u"SELECT count(*) FROM jobq.jobs"_s) == 0)
                return true;
        } catch (const Error &) {
            // The server may still be starting.
        }
        QThread::msleep(50);
    }
    return false;
}

/// The servers of these tests have our clock.
QString FaultRun::recovery() const
{
    const qint64 at = TemporaryPostgres::number(m_database, u"SELECT coalesce(ceil(extract(epoch FROM min(finished_at)) * 1000), 0)::bigint "
                                                             "FROM jobq.history WHERE finished_at >= to_timestamp(%1 / 1000.0)"_s.arg(m_overAtMs));
    return at == 0 ? u"never"_s : QString::number(at - m_overAtMs);
}

QString FaultRun::verdict()
{
    const bool isEmpty = waitForEmptyQueue();
    bool stoppedWell = true;
    for (WorkerProcess &worker : m_workers)
        stoppedWell = worker.stop() && stoppedWell;
    m_trace.update();
    const qint64 lost = Jobs - m_trace.jobsThatRan();
    const qint64 left = TemporaryPostgres::number(m_database, u"SELECT count(*) FROM jobq.jobs"_s);
    const qint64 wrong = Jobs - TemporaryPostgres::number(m_database, u"SELECT count(*) FROM (SELECT FROM jobq.history WHERE status = 'completed' "
                                                                       "GROUP BY job_id HAVING count(*) = 1) once"_s);
    m_row = u"%1 | %2 | %3 | %4 | %5 | %6 | %7 | %8 | %9"_s.arg(m_name, -34)
                .arg(lost, 5)
                .arg(left, 5)
                .arg(wrong, 14)
                .arg(m_trace.overlaps(), 7)
                .arg(m_trace.runAgain(), 9)
                .arg(milliseconds(m_trace.longestPause()), 6)
                .arg(recovery(), 7)
                .arg(milliseconds(m_trace.longestRescue()), 6);
    const bool isGood = isEmpty && stoppedWell && lost == 0 && wrong == 0 && m_trace.overlaps() == 0;
    return isGood ? QString() : (stoppedWell ? QString() : u"a worker did not stop; "_s) + header() + u'\n' + m_row;
}

QString FaultRun::header()
{
    return u"%1 |  lost |  left | completed ≠ 1 | doubled | ran again |  pause | recover | rescue"_s.arg(u"fault"_s, -34);
}

} // namespace jobq::test
