// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/faultnetwork.h"
#include "faults/faultpooler.h"
#include "faults/faultrun.h"
#include "faults/faultserver.h"
#include "faults/smalldisk.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

/// Failover, a pooler that goes away, a network that swallows packets and a disk that is full, under load.
class TstSetupFaults : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void cleanupTestCase();
    void standbyPromoted();
    void poolerRestarted();
    void packetsSwallowed();
    void diskFull();

private:
    void finish(FaultRun &run);
    QStringList m_rows;
};

void TstSetupFaults::cleanupTestCase()
{
    qInfo().noquote() << u'\n' + FaultRun::header() + u'\n' + m_rows.join(u'\n');
}

void TstSetupFaults::finish(FaultRun &run)
{
    const QString verdict = run.verdict();
    m_rows += run.row();
    QVERIFY2(verdict.isEmpty(), qPrintable(verdict));
}

void TstSetupFaults::standbyPromoted()
{
    // The primary waits for the standby: no commit that a client has seen is lost with it.
    const FaultServer primary(u"synchronous_standby_names = '*'\nsynchronous_commit = local"_s);
    primary.createDatabase();
    const auto standby = FaultServer::standbyOf(primary);
    TemporaryPostgres::execute(primary.settings(), u"ALTER SYSTEM SET synchronous_commit = 'on'"_s);
    TemporaryPostgres::execute(primary.settings(), u"SELECT pg_reload_conf()"_s);
    TemporaryPostgres::execute(standby->settings(u"postgres"_s), u"ALTER SYSTEM SET synchronous_standby_names = ''"_s);
    TemporaryPostgres::execute(standby->settings(u"postgres"_s), u"SELECT pg_reload_conf()"_s);

    FaultRun run(u"failover: standby promoted"_s, standby->settings());
    FaultRun(QString(), primary.settings()).addJobs();
    ConnectionSettings either = primary.settings();
    either.setKeyword(u"host"_s, either.keyword(u"host"_s) + u',' + standby->settings().keyword(u"host"_s));
    either.setKeyword(u"port"_s, u"5432,5432"_s);
    either.setKeyword(u"target_session_attrs"_s, u"read-write"_s);
    run.startWorker(either);
    run.startWorker(either);
    QVERIFY(run.waitForExecutions(3000));
    primary.stop(u"immediate"_s);
    standby->promote();
    run.faultIsOver();
    finish(run);
}

void TstSetupFaults::poolerRestarted()
{
    if (!FaultPooler::isInstalled())
        QSKIP("PgBouncer is not installed");
    const FaultServer server;
    server.createDatabase();
    FaultPooler pooler(server.settings());
    FaultRun run(u"pooler: PgBouncer restarted"_s, server.settings());
    run.addJobs();
    run.startWorker(pooler.settings());
    run.startWorker(pooler.settings());
    QVERIFY(run.waitForExecutions(3000));
    for (int restarts = 0; restarts < 3; ++restarts) {
        pooler.stop();
        QThread::msleep(300);
        pooler.start();
        QThread::msleep(300);
    }
    run.faultIsOver();
    finish(run);
}

void TstSetupFaults::packetsSwallowed()
{
    const FaultNetwork network;
    if (!network.isThere())
        QSKIP("only root, with iproute2, can make a network");
    const FaultServer server(u"listen_addresses = '%1'"_s.arg(network.address()));
    server.admit(network.range());
    server.createDatabase();
    FaultRun run(u"network: packets swallowed"_s, server.settings());
    run.addJobs();
    ConnectionSettings remote = server.settings();
    remote.setKeyword(u"host"_s, network.address());
    run.startWorker(remote, {}, network.elsewhere());
    run.startWorker(server.settings());
    QVERIFY(run.waitForExecutions(3000));
    QVERIFY(network.swallow());
    // The worker out there is declared dead, while the server still believes in its connections.
    QTRY_COMPARE_WITH_TIMEOUT(TemporaryPostgres::number(server.settings(), u"SELECT count(*) FROM jobq.workers WHERE declared_dead_at IS NOT NULL"_s), 1, 20'000);
    QThread::msleep(2000);
    QVERIFY(network.restore());
    run.faultIsOver();
    // It comes back under a new name, without anybody's help.
    QTRY_COMPARE_WITH_TIMEOUT(TemporaryPostgres::number(server.settings(), u"SELECT count(*) FROM jobq.workers WHERE declared_dead_at IS NULL"_s), 2, 30'000);
    finish(run);
}

void TstSetupFaults::diskFull()
{
    const FaultServer server;
    const SmallDisk disk(128, server.account());
    if (!disk.isMounted())
        QSKIP("only root can mount a small disk");
    server.createDatabase(disk.folder());
    FaultRun run(u"server: disk full"_s, server.settings());
    run.addJobs();
    run.startWorker(server.settings());
    run.startWorker(server.settings());
    QVERIFY(run.waitForExecutions(1000));
    QElapsedTimer timer;
    timer.start();
    while (!timer.hasExpired(3000)) {
        disk.fill();
        QThread::msleep(20);
    }
    disk.makeRoom();
    QVERIFY(server.hasLogged("No space left on device"));
    run.faultIsOver();
    finish(run);
}

QTEST_GUILESS_MAIN(TstSetupFaults)
#include "tst_setupfaults.moc"
