// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "faults/faultrun.h"
#include "faults/faultserver.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QTest>
#include <QThread>

#include <optional>
#include <vector>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

/// Servers that restart, crash, kill their connections or have none left, under load.
class TstServerFaults : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanupTestCase();
    void restarted_data();
    void restarted();
    void backendsKilledAtRandom();
    void noConnectionLeft();

private:
    void startTwoWorkers(FaultRun &run);
    void finish(FaultRun &run);

    std::optional<FaultServer> m_server;
    QStringList m_rows;
};

void TstServerFaults::init()
{
    TestCase::init();
    m_server.emplace(u"max_connections = 24\nsuperuser_reserved_connections = 0"_s);
    m_server->createDatabase();
}

void TstServerFaults::cleanupTestCase()
{
    qInfo().noquote() << u'\n' + FaultRun::header() + u'\n' + m_rows.join(u'\n');
}

void TstServerFaults::startTwoWorkers(FaultRun &run)
{
    run.addJobs();
    run.startWorker(m_server->settings());
    run.startWorker(m_server->settings());
    QVERIFY(run.waitForExecutions(3000));
}

void TstServerFaults::finish(FaultRun &run)
{
    const QString verdict = run.verdict();
    m_rows += run.row();
    QVERIFY2(verdict.isEmpty(), qPrintable(verdict));
}

void TstServerFaults::restarted_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("server: restarted (fast)") << u"fast"_s;
    QTest::newRow("server: SIGQUIT, crash recovery") << u"immediate"_s;
}

void TstServerFaults::restarted()
{
    QFETCH(QString, mode);
    FaultRun run(QString::fromUtf8(QTest::currentDataTag()), m_server->settings());
    startTwoWorkers(run);
    m_server->stop(mode);
    QThread::msleep(500);
    m_server->start();
    run.faultIsOver();
    finish(run);
}

void TstServerFaults::backendsKilledAtRandom()
{
    FaultRun run(u"server: 20 backends killed a second"_s, m_server->settings());
    startTwoWorkers(run);
    for (int kills = 0; kills < 60; ++kills) {
        TemporaryPostgres::execute(m_server->settings(u"postgres"_s), u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                                                       "WHERE datname = 'jobq' ORDER BY random() LIMIT 1"_s);
        QThread::msleep(45);
    }
    run.faultIsOver();
    finish(run);
}

void TstServerFaults::noConnectionLeft()
{
    FaultRun run(u"server: all connections taken"_s, m_server->settings());
    startTwoWorkers(run);
    {
        std::vector<std::unique_ptr<Connection>> held;
        QElapsedTimer timer;
        timer.start();
        while (!timer.hasExpired(3000)) {
            try {
                held.push_back(std::make_unique<Connection>(m_server->settings(u"postgres"_s)));
            } catch (const Error &) {
                // All taken: the workers lose theirs as well, and find no other.
                held.front()->execute(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'jobq'"_s, u"test"_s);
                QThread::msleep(5);
            }
        }
        QVERIFY(held.size() > 20);
    }
    run.faultIsOver();
    finish(run);
}

QTEST_GUILESS_MAIN(TstServerFaults)
#include "tst_serverfaults.moc"
