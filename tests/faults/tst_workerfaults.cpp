// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/faultrun.h"
#include "faults/faultserver.h"
#include "support/testcase.h"

#include <QDateTime>
#include <QProcess>
#include <QTest>
#include <QThread>

#include <optional>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

/// Worker processes that are killed, frozen or have the wrong time, under load.
class TstWorkerFaults : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanupTestCase();
    void killedOnce();
    void killedEverySecond();
    void frozenForLongerThanTheLease();
    void clockAnHourOff();

private:
    void finish(FaultRun &run);
    static qint64 secondsAhead(const QStringList &environment);

    std::optional<FaultServer> m_server;
    QStringList m_rows;
};

void TstWorkerFaults::init()
{
    TestCase::init();
    m_server.emplace();
    m_server->createDatabase();
}

void TstWorkerFaults::cleanupTestCase()
{
    qInfo().noquote() << u'\n' + FaultRun::header() + u'\n' + m_rows.join(u'\n');
}

void TstWorkerFaults::finish(FaultRun &run)
{
    const QString verdict = run.verdict();
    m_rows += run.row();
    QVERIFY2(verdict.isEmpty(), qPrintable(verdict));
}

/// Of a process with this environment: by how much its wall clock is ahead of ours.
qint64 TstWorkerFaults::secondsAhead(const QStringList &environment)
{
    QProcess process;
    process.setEnvironment(QProcess::systemEnvironment() + environment);
    process.start(u"date"_s, {u"+%s"_s});
    process.waitForFinished();
    return process.readAllStandardOutput().trimmed().toLongLong() - QDateTime::currentSecsSinceEpoch();
}

void TstWorkerFaults::killedOnce()
{
    FaultRun run(u"worker: SIGKILL"_s, m_server->settings());
    run.addJobs();
    WorkerProcess &victim = run.startWorker(m_server->settings());
    run.startWorker(m_server->settings());
    QVERIFY(run.waitForExecutions(4000));
    run.kill(victim);
    run.faultIsOver();
    finish(run);
}

void TstWorkerFaults::killedEverySecond()
{
    FaultRun run(u"worker: SIGKILL every second"_s, m_server->settings());
    run.addJobs();
    run.startWorker(m_server->settings());
    WorkerProcess *victim = &run.startWorker(m_server->settings());
    for (int kills = 0; kills < 5; ++kills) {
        QThread::sleep(1);
        run.kill(*victim);
        victim = &run.startWorker(m_server->settings());
    }
    run.faultIsOver();
    finish(run);
}

void TstWorkerFaults::frozenForLongerThanTheLease()
{
    FaultRun run(u"worker: SIGSTOP > lease, SIGCONT"_s, m_server->settings());
    run.addJobs();
    WorkerProcess &victim = run.startWorker(m_server->settings());
    run.startWorker(m_server->settings());
    QVERIFY(run.waitForExecutions(2000));
    victim.send(SIGSTOP);
    QThread::msleep(4500); // the lease and the other worker's next round of upkeep
    victim.send(SIGCONT);
    run.faultIsOver();
    finish(run);
}

void TstWorkerFaults::clockAnHourOff()
{
    const auto offBy = [](int seconds) {
        return QStringList{u"LD_PRELOAD="_s + QStringLiteral(JOBQ_CLOCK_SHIM), u"JOBQ_CLOCK_OFFSET=%1"_s.arg(seconds)};
    };
    QCOMPARE_GT(secondsAhead(offBy(3600)), 3000);
    QCOMPARE_LT(secondsAhead(offBy(-3600)), -3000);
    FaultRun run(u"worker: clocks an hour off"_s, m_server->settings());
    run.addJobs();
    WorkerProcess &ahead = run.startWorker(m_server->settings(), offBy(3600));
    run.startWorker(m_server->settings(), offBy(-3600));
    QVERIFY(run.waitForExecutions(4000));
    run.kill(ahead);
    run.faultIsOver();
    finish(run);
}

QTEST_GUILESS_MAIN(TstWorkerFaults)
#include "tst_workerfaults.moc"
