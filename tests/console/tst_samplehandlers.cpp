// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/inspector.h"
#include "services/sampleworkload.h"
#include "services/testworkers.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace jobq;
using namespace jobq::console;
using namespace jobq::test;

namespace {

QString sha256sum(const QString &path)
{
    QProcess process;
    process.start(QStringLiteral("sha256sum"), {path});
    process.waitForFinished();
    return QString::fromLatin1(process.readAllStandardOutput().left(64));
}

ClaimedJob jobWith(const Payload &payload)
{
    ClaimedJob job;
    job.id = 1;
    job.attempts = 1;
    job.payload = payload;
    return job;
}

} // namespace

class TstSampleHandlers : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void checksumsEqualSha256sum();
    void programGetsThePayload();
    void programFailsWithItsStandardError();
    void programSeesNoCredentials();
    void programIsKilledAtTheLimit();

private:
    TemporaryPostgres m_postgres;
};

void TstSampleHandlers::checksumsEqualSha256sum()
{
    const System system{ConnectionPool(m_postgres.createDatabase())};
    const QStringList files = SampleWorkload::files(QStringLiteral("/usr/share"), {}, 10);
    QVERIFY(files.size() == 10);
    QList<JobSpec> specs;
    for (const QString &path : files)
        specs.append({QStringLiteral("checksum"), {{QStringLiteral("path"), path}}, {}});
    JobEnqueue(system).addJobs(specs);
    TestWorkers workers;
    workers.start(system, {2, true, true, {}});
    QTRY_COMPARE_WITH_TIMEOUT(workers.counters().completed, files.size(), 30'000);
    workers.shutDown(std::chrono::seconds(5));

    const auto page = Inspector(system).history();
    QCOMPARE(page.rows.size(), files.size());
    for (const ListedRecord &record : page.rows) {
        const QString path = record.payload.object().value(QLatin1String("path")).toString();
        QVERIFY(record.partialResults.has_value());
        QCOMPARE(record.partialResults->results.object().value(QLatin1String("sha256")).toString(), sha256sum(path));
    }
}

void TstSampleHandlers::programGetsThePayload()
{
    QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("payload"));
    const ProgramTask task{QStringLiteral("t"), QStringLiteral("dd of=%1 status=none").arg(copy), std::chrono::seconds(5)};
    const ClaimedJob job = jobWith(Payload::fromText(QStringLiteral("{\"big\": 12345678901234567890}")));
    JobContext context(job);
    QVERIFY(task.run(context).kind() == Result::Kind::Success);
    QFile file(copy);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("{\"big\": 12345678901234567890}"));
}

void TstSampleHandlers::programFailsWithItsStandardError()
{
    const ProgramTask task{QStringLiteral("t"), QStringLiteral("sh -c \"echo no such customer >&2; exit 3\""), std::chrono::seconds(5)};
    const ClaimedJob job = jobWith({});
    JobContext context(job);
    const Result result = task.run(context);
    QVERIFY(result.kind() == Result::Kind::Failure);
    QCOMPARE(result.message(), QStringLiteral("no such customer"));
    QVERIFY(result.detail().contains(QLatin1String("exit code 3")));
}

void TstSampleHandlers::programSeesNoCredentials()
{
    qputenv("PGPASSWORD", "secret");
    qputenv("JOBQ_DATABASE_URL", "postgresql://secret");
    const ProgramTask task{QStringLiteral("t"), QStringLiteral("sh -c \"env | grep -c secret >&2; exit 1\""), std::chrono::seconds(5)};
    const ClaimedJob job = jobWith({});
    JobContext context(job);
    QCOMPARE(task.run(context).message(), QStringLiteral("0"));
    qunsetenv("PGPASSWORD");
    qunsetenv("JOBQ_DATABASE_URL");
}

void TstSampleHandlers::programIsKilledAtTheLimit()
{
    const ProgramTask task{QStringLiteral("t"), QStringLiteral("sleep 60"), std::chrono::seconds(5)};
    const ClaimedJob job = jobWith({});
    const CancellationToken token;
    token.cancel(CancellationToken::Reason::TimeLimit);
    JobContext context(job, token);
    QElapsedTimer timer;
    timer.start();
    QVERIFY_THROWS_EXCEPTION(Error, task.run(context));
    QVERIFY(timer.elapsed() < 10'000);
}

QTEST_MAIN(TstSampleHandlers)
#include "tst_samplehandlers.moc"
