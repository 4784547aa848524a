// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/faultrun.h"
#include "faults/faultserver.h"
#include "support/testcase.h"

#include <QFileInfo>
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
    const QString library = u"/usr/lib/%1-linux-gnu/faketime/libfaketimeMT.so.1"_s.arg(QSysInfo::buildCpuArchitecture());
    if (!QFileInfo::exists(library))
        QSKIP("libfaketime is not installed");
    const auto offBy = [&library](const QString &hours) {
        return QStringList{u"LD_PRELOAD="_s + library, u"FAKETIME="_s + hours, u"FAKETIME_DONT_FAKE_MONOTONIC=1"_s, u"DONT_FAKE_MONOTONIC=1"_s};
    };
    FaultRun run(u"worker: clocks an hour off"_s, m_server->settings());
    run.addJobs();
    WorkerProcess &ahead = run.startWorker(m_server->settings(), offBy(u"+1h"_s));
    run.startWorker(m_server->settings(), offBy(u"-1h"_s));
    QVERIFY(run.waitForExecutions(4000));
    run.kill(ahead);
    run.faultIsOver();
    finish(run);
}

QTEST_GUILESS_MAIN(TstWorkerFaults)
#include "tst_workerfaults.moc"
