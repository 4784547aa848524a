// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/testcase.h"
#include "support/temporarypostgres.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

// Runs the benchmark as people do, with next to no jobs: what it prints must be well formed, whatever the figures.
class BenchmarkTest : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void printsALineForEveryCase_data();
    void printsALineForEveryCase();
    void leavesNoDatabaseBehind();
    void namesTheMistake_data();
    void namesTheMistake();
    void endsInOrderWhenInterrupted();

private:
    [[nodiscard]] QStringList server() const { return {u"--database"_s, m_postgres.administration().connectionString()}; }
    [[nodiscard]] qint64 databases() const;
    static void start(QProcess &process, const QStringList &arguments, const QString &program = u"jobq-bench"_s);

    TemporaryPostgres m_postgres;
};

qint64 BenchmarkTest::databases() const
{
    return TemporaryPostgres::number(m_postgres.administration(),
                                     u"SELECT count(*) FROM pg_database WHERE starts_with(datname, 'jobq_bench_')"_s);
}

void BenchmarkTest::start(QProcess &process, const QStringList &arguments, const QString &program)
{
    process.start(QCoreApplication::applicationDirPath() + u'/' + program, arguments);
    QVERIFY(process.waitForStarted());
}

void BenchmarkTest::printsALineForEveryCase_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("lines");
    const QString rate = u"jobs_per_s"_s;
    const QString ratio = u"ratio"_s;
    QTest::newRow("bulk") << rate << 1;
    QTest::newRow("single") << rate << 1;
    QTest::newRow("drain") << rate << 1;
    QTest::newRow("claim1") << rate << 1;
    QTest::newRow("latency") << u"p99_ms"_s << 1;
    QTest::newRow("horizon") << ratio << 1;
    QTest::newRow("blocked") << ratio << 5;
    QTest::newRow("backlog") << ratio << 1;
    QTest::newRow("queues") << rate << 1;
    QTest::newRow("gc") << u"seconds"_s << 2;
    QTest::newRow("memory") << u"peak_mib"_s << 1;
    QTest::newRow("pages") << u"first_ms"_s << 16;
#ifdef JOBQ_WITH_CONSOLE
    QTest::newRow("console") << u"gui_block_ms"_s << 9;
#endif
}

void BenchmarkTest::printsALineForEveryCase()
{
    QFETCH(QString, field);
    QFETCH(int, lines);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    QProcess process;
    start(process, server() + QStringList{u"--case"_s, name, u"--jobs"_s, u"100"_s, u"--rows"_s, u"1000"_s, u"--json"_s},
          name == "console"_L1 ? u"jobq-bench-console"_s : u"jobq-bench"_s);
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());

    const QList<QByteArray> printed = process.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(printed.size(), lines);
    for (const QByteArray &line : printed) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        QCOMPARE(object.value(u"case"_s).toString(), name);
        QVERIFY2(object.value(field).toDouble() > 0, line.constData());
        QVERIFY2(!object.value(u"server"_s).toString().isEmpty(), line.constData());
        QCOMPARE(object.value(u"fsync"_s).toString(), u"off"_s);
        QVERIFY2(object.value(u"reach"_s).isArray(), line.constData());
        QVERIFY2(object.contains(u"reached"_s), line.constData());
    }
}

void BenchmarkTest::leavesNoDatabaseBehind()
{
    QProcess process;
    start(process, server() + QStringList{u"--case"_s, u"bulk"_s, u"--jobs"_s, u"100"_s});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(databases(), qint64(0));
}

void BenchmarkTest::namesTheMistake_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("mistake");
    const QStringList local{u"--local"_s};
    QTest::newRow("no server") << QStringList() << QByteArray("--database");
    QTest::newRow("two servers") << QStringList{u"--local"_s, u"--database"_s, u"x"_s} << QByteArray("--database");
    QTest::newRow("unknown option") << local + QStringList{u"--fast"_s} << QByteArray("fast");
    QTest::newRow("unknown case") << local + QStringList{u"--case"_s, u"fly"_s} << QByteArray("fly");
    QTest::newRow("no number") << local + QStringList{u"--jobs"_s, u"many"_s} << QByteArray("--jobs");
    QTest::newRow("too few") << local + QStringList{u"--concurrency"_s, u"0"_s} << QByteArray("--concurrency");
    QTest::newRow("two sizes") << local + QStringList{u"--full"_s, u"--rows"_s, u"5000"_s} << QByteArray("--full");
    QTest::newRow("stray word") << local + QStringList{u"bulk"_s} << QByteArray("bulk");
}

void BenchmarkTest::namesTheMistake()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, mistake);
    QProcess process;
    start(process, arguments);
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitCode(), 2);
    const QByteArray message = process.readAllStandardError();
    QVERIFY2(message.contains(mistake), message.constData());
    QVERIFY(process.readAllStandardOutput().isEmpty());
}

void BenchmarkTest::endsInOrderWhenInterrupted()
{
    QProcess process;
    start(process, server() + QStringList{u"--case"_s, u"single"_s, u"--jobs"_s, u"100000000"_s});
    QTRY_COMPARE_WITH_TIMEOUT(databases(), qint64(1), 30'000);
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(databases(), qint64(0));
}

QTEST_GUILESS_MAIN(BenchmarkTest)
#include "tst_benchmark.moc"
