// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/listener.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QSignalSpy>
#include <QTest>

using namespace jobq;
using namespace jobq::test;

/// Says in the thread of the test what the listener says in its own: a QSignalSpy is not thread-safe.
class Echo : public QObject
{
    Q_OBJECT
public:
    explicit Echo(const Listener &listener)
    {
        connect(&listener, &Listener::notified, this, &Echo::notified);
        connect(&listener, &Listener::reconnected, this, &Echo::reconnected);
        connect(&listener, &Listener::disconnected, this, &Echo::disconnected);
    }
Q_SIGNALS:
    void notified(const QString &channel, const QString &payload);
    void reconnected();
    void disconnected(const QString &reason);
};

class TstListener : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void deliversNotifications();
    void deliversOnlyItsChannels();
    void deliversMany();
    void listensAgainAfterALostConnection();
    void listensAgainAfterARestart();
    void saysOnceThatTheServerIsAway();
    void holdsOneConnectionAndLetsItGo();
    void staysSilentBehindAPooler();
    void refusesBadChannels();

private:
    void notify(const QString &channel, const QString &payload);
    [[nodiscard]] qint64 sessions() const;

    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
};

const QString jobs = QStringLiteral("jobq_jobs");

void TstListener::init()
{
    TestCase::init();
    m_settings = m_postgres.createEmptyDatabase();
}

void TstListener::notify(const QString &channel, const QString &payload)
{
    TemporaryPostgres::execute(m_settings, QStringLiteral("SELECT pg_notify('%1', '%2')").arg(channel, payload));
}

qint64 TstListener::sessions() const
{
    return TemporaryPostgres::number(m_postgres.administration(),
                                     QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = '%1'")
                                         .arg(m_settings.keyword(QStringLiteral("dbname"))));
}

void TstListener::deliversNotifications()
{
    Listener listener(m_settings, {jobs});
    const Echo echo(listener);
    QSignalSpy listening(&echo, &Echo::reconnected);
    QSignalSpy notified(&echo, &Echo::notified);
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 1, 20000);
    notify(jobs, QStringLiteral("email"));
    QTRY_VERIFY_WITH_TIMEOUT(!notified.isEmpty(), 20000);
    QCOMPARE(notified.first(), (QVariantList {jobs, QStringLiteral("email")}));
    QCOMPARE(listening.size(), 1);
}

void TstListener::deliversOnlyItsChannels()
{
    const QString odd = QStringLiteral("Odd \"name\"");
    Listener listener(m_settings, {jobs, odd});
    const Echo echo(listener);
    QSignalSpy listening(&echo, &Echo::reconnected);
    QSignalSpy notified(&echo, &Echo::notified);
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 1, 20000);
    notify(QStringLiteral("other"), QStringLiteral("not for us"));
    notify(odd, QStringLiteral("odd"));
    QTRY_VERIFY_WITH_TIMEOUT(!notified.isEmpty(), 20000);
    QCOMPARE(notified.first(), (QVariantList {odd, QStringLiteral("odd")}));
}

void TstListener::deliversMany()
{
    Listener listener(m_settings, {jobs});
    const Echo echo(listener);
    QSignalSpy listening(&echo, &Echo::reconnected);
    QSignalSpy notified(&echo, &Echo::notified);
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 1, 20000);
    TemporaryPostgres::execute(
        m_settings,
        QStringLiteral("SELECT pg_notify('%1', repeat('x', 4000) || i) FROM generate_series(1, 1000) i").arg(jobs));
    QTRY_COMPARE(notified.size(), 1000);
    QVERIFY(notified.last().at(1).toString().endsWith(QStringLiteral("x1000")));
}

void TstListener::listensAgainAfterALostConnection()
{
    Listener listener(m_settings, {jobs});
    const Echo echo(listener);
    QSignalSpy listening(&echo, &Echo::reconnected);
    QSignalSpy lost(&echo, &Echo::disconnected);
    QSignalSpy notified(&echo, &Echo::notified);
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 1, 20000);
    for (int round = 1; round <= 3; ++round) {
        expectWarning("No longer listening at .*");
        QCOMPARE(m_postgres.killBackends(m_settings), 1);
        QTRY_COMPARE(listening.size(), 1 + round);
        QCOMPARE(lost.size(), round);
        notify(jobs, QString::number(round));
        QTRY_COMPARE(notified.size(), round);
    }
}

void TstListener::listensAgainAfterARestart()
{
    TemporaryPostgres postgres(TemporaryPostgres::Cluster::Own);
    m_settings = postgres.createEmptyDatabase();
    Listener listener(m_settings, {jobs});
    const Echo echo(listener);
    QSignalSpy listening(&echo, &Echo::reconnected);
    QSignalSpy lost(&echo, &Echo::disconnected);
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 1, 20000);
    expectWarning("No longer listening at .*"); // one for the whole outage
    postgres.stop();
    QTRY_COMPARE(lost.size(), 1);
    postgres.start();
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 2, 15000);
    QCOMPARE(lost.size(), 1);
}

void TstListener::saysOnceThatTheServerIsAway()
{
    m_settings.setKeyword(QStringLiteral("host"), QStringLiteral("/nonexistent"));
    expectWarning("No longer listening at .*");
    Listener listener(m_settings, {jobs});
    const Echo echo(listener);
    QSignalSpy lost(&echo, &Echo::disconnected);
    QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 20000);
    QVERIFY(!lost.wait(1000)); // it tries again meanwhile
}

void TstListener::holdsOneConnectionAndLetsItGo()
{
    {
        Listener listener(m_settings, {jobs});
        const Echo echo(listener);
        QSignalSpy listening(&echo, &Echo::reconnected);
        QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 1, 20000);
        QCOMPARE(sessions(), 1);
    }
    QTRY_COMPARE(sessions(), 0);
}

void TstListener::staysSilentBehindAPooler()
{
    m_settings.preparedStatements = false;
    Listener listener(m_settings, {jobs});
    const Echo echo(listener);
    QSignalSpy listening(&echo, &Echo::reconnected);
    QVERIFY(!listening.wait(300));
    QCOMPARE(sessions(), 0);
}

void TstListener::refusesBadChannels()
{
    for (const QString &channel : {QString(), QString(64, QLatin1Char('x'))})
        QCOMPARE(errorOf([&] { Listener listener(m_settings, {channel}); }).argument(), QStringLiteral("channels"));
}

QTEST_GUILESS_MAIN(TstListener)
#include "tst_listener.moc"
