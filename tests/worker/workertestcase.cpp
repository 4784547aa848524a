// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/workertestcase.h"

namespace jobq::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

void WorkerTestCase::init()
{
    TestCase::init();
    makeDatabase();
}

void WorkerTestCase::makeDatabase()
{
    m_database = m_postgres.createDatabase();
    m_system.emplace(ConnectionPool(m_database), nullptr, RetryPolicy{.base = 50ms, .max = 1s});
}

void WorkerTestCase::cleanup()
{
    m_system.reset();
}

void WorkerTestCase::addJobs(const char *task, int count, const JobOptions &options)
{
    const QList<JobSpec> specs(count, JobSpec{QString::fromLatin1(task), Payload(), options});
    JobEnqueue(*m_system).addJobs(specs);
}

Job WorkerTestCase::addJob(const char *task, const Payload &payload, const JobOptions &options)
{
    return JobEnqueue(*m_system).addJob(QString::fromLatin1(task), payload, options);
}

qint64 WorkerTestCase::number(const QString &sql) const
{
    return TemporaryPostgres::number(m_database, sql);
}

qint64 WorkerTestCase::jobs(const char *state) const
{
    const QString all = u"SELECT count(*) FROM jobq.jobs"_s;
    return number(state ? all + u" WHERE state = '%1'"_s.arg(QLatin1String(state)) : all);
}

qint64 WorkerTestCase::executions(const char *status) const
{
    return number(u"SELECT count(*) FROM jobq.history WHERE status = '%1'"_s.arg(QLatin1String(status)));
}

WorkerOptions WorkerTestCase::quickOptions(int concurrency)
{
    WorkerOptions options;
    options.concurrency = concurrency;
    options.pollInterval = 100ms;
    options.lease = 4s;
    options.stopTimeout = 10s;
    return options;
}

bool WorkerTestCase::stopped(Worker &worker)
{
    worker.stop();
    return worker.waitForStopped(30s);
}

bool WorkerTestCase::drained(Worker &worker)
{
    worker.drain();
    return worker.waitForStopped(60s);
}

} // namespace jobq::test
