// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "admin/jobadmin.h"
#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "support/systemtestcase.h"

#include <QtTest>

namespace jobq::test {

/// The error of the first MaintenanceRunner::taskFailed. QVariant::value() would want a default constructor.
inline const Error &errorIn(const QList<QList<QVariant>> &failed)
{
    return *static_cast<const Error *>(failed.constFirst().at(1).constData());
}

/// A fresh database for each test function, and short words for what tests of administration do all the time.
class AdminTestCase : public SystemTestCase
{
    Q_OBJECT
protected:
    [[nodiscard]] JobAdmin admin() const { return JobAdmin(*m_system); }
    JobId add(const JobOptions &options = {}, const QString &task = QStringLiteral("t")) const
    {
        return JobEnqueue(*m_system).addJob(task, Payload({{QStringLiteral("n"), 1}}), options).id;
    }
    [[nodiscard]] QList<ClaimedJob> claim(int batch = 1, const QString &worker = QStringLiteral("w1")) const
    {
        return WorkerExecution(*m_system).getJobs(worker, {.batchSize = batch});
    }
    FinishReport complete(const QList<ClaimedJob> &jobs, const QString &worker = QStringLiteral("w1")) const
    {
        return WorkerExecution(*m_system).completeJobs(worker, jobs, std::chrono::microseconds(1));
    }
    /// Fails for good where it is permanent: the job is exhausted.
    FinishReport fail(const QList<ClaimedJob> &jobs, bool permanent = true, const QString &worker = QStringLiteral("w1")) const
    {
        QList<FailedJob> failures;
        for (const ClaimedJob &job : jobs) {
            failures.append(FailedJob(job, QStringLiteral("boom")));
            failures.last().permanent = permanent;
        }
        return WorkerExecution(*m_system).failJobs(worker, failures, std::chrono::microseconds(1));
    }
    /// Adds a job that is exhausted after one failed execution.
    JobId addFailed(const JobOptions &options = {}, const QString &task = QStringLiteral("t")) const
    {
        const JobId id = add(options, task);
        const QList<ClaimedJob> jobs = WorkerExecution(*m_system).getJobs(QStringLiteral("w1"), {.taskIdentifiers = QStringList{task}});
        if (jobs.size() != 1 || jobs.constFirst().id != id)
            qFatal("the job was not claimed");
        fail(jobs);
        return id;
    }
    void sql(const QString &statement) const { TemporaryPostgres::execute(m_settings, statement); }
    [[nodiscard]] qint64 number(const QString &statement) const { return TemporaryPostgres::number(m_settings, statement); }
    [[nodiscard]] QString text(const QString &statement) const { return TemporaryPostgres::scalar(m_settings, statement).toString(); }
    [[nodiscard]] QString state(JobId id) const
    {
        return text(QStringLiteral("SELECT state FROM jobq.jobs WHERE id = %1").arg(id));
    }
    /// Some connection waits for a table, or for its next try to get it.
    [[nodiscard]] bool somebodyWaits() const
    {
        return number(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                                     " AND wait_event IN ('relation', 'PgSleep')")) > 0;
    }
    /// All that an operation could change, to see that nothing did.
    [[nodiscard]] QString snapshot() const
    {
        return text(QStringLiteral("SELECT md5(concat((SELECT string_agg(j::text, ',' ORDER BY id) FROM jobq.jobs j), "
                                   "(SELECT string_agg(h::text, ',' ORDER BY job_id, claim_token) FROM jobq.history h), "
                                   "(SELECT string_agg(o::text, ',' ORDER BY id) FROM jobq.operations o), "
                                   "(SELECT string_agg(r::text, ',' ORDER BY key) FROM jobq.rate_limits r), "
                                   "(SELECT string_agg(m::text, ',' ORDER BY task) FROM jobq.maintenance m), "
                                   "(SELECT string_agg(l::text, ',' ORDER BY id) FROM jobq.lanes l), "
                                   "(SELECT string_agg(q::text, ',' ORDER BY name) FROM jobq.queues q)))"));
    }
};

} // namespace jobq::test
