// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "services/samplehandlers.h"
#include "services/sampleworkload.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QProcess>
#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace jobq::console;
using namespace Qt::StringLiterals;

// The sample workload does real work: what its checksum jobs record is what sha256sum says.
class SampleWorkloadTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;

    static QString sha256sum(const QString &path)
    {
        QProcess process;
        process.start(u"sha256sum"_s, {path});
        if (!process.waitForFinished() || process.exitCode() != 0)
            return {};
        return QString::fromUtf8(process.readAllStandardOutput()).section(u' ', 0, 0).remove(u'\\');
    }

private Q_SLOTS:
    void recordedChecksumsEqualThoseOfSha256sum()
    {
        const ConnectionSettings settings = m_postgres.createDatabase();
        const System system{ConnectionPool(settings)};
        QVERIFY(SampleWorkload::enqueue(system, 0.05) > 0);
        Worker worker(system, {.concurrency = 2});
        worker.addHandler(u"checksum"_s, SampleHandlers::checksum);
        worker.drain();
        QVERIFY(worker.waitForStopped(std::chrono::minutes(2)));

        const QStringList records = TemporaryPostgres::column(
            settings, u"SELECT concat(partial_results->'results'->>'sha256', ' ', payload->>'path') FROM jobq.history "
                       "WHERE task_identifier = 'checksum' AND status = 'completed'"_s);
        QVERIFY2(records.size() >= 5, qPrintable(QString::number(records.size())));
        QCOMPARE(TemporaryPostgres::number(settings, u"SELECT count(*) FROM jobq.jobs WHERE task_identifier = 'checksum' AND state <> 'exhausted' AND run_at <= now()"_s), 0);
        for (const QString &record : records) {
            const QString path = record.section(u' ', 1);
            QCOMPARE(record.section(u' ', 0, 0), sha256sum(path));
        }
    }
};

QTEST_GUILESS_MAIN(SampleWorkloadTest)
#include "tst_sampleworkload.moc"
