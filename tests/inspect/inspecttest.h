// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "inspect/inspector.h"
#include "support/errors.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <optional>

namespace jobq::test {

/// An empty database for each test, with short words for what the tests do to it. It is one database that is emptied:
/// with all its partitions a new one takes longer than a test.
class InspectTest : public TestCase
{
protected:
    void prepare()
    {
        TestCase::init();
        if (!m_system) {
            m_settings = m_postgres.createDatabase();
            m_system.emplace(ConnectionPool(m_settings));
            return;
        }
        execute(QStringLiteral("DELETE FROM jobq.jobs; DELETE FROM jobq.history; DELETE FROM jobq.lanes; DELETE FROM jobq.queues;"
                               "DELETE FROM jobq.rate_limits; DELETE FROM jobq.workers; DELETE FROM jobq.samples;"
                               "SELECT setval('jobq.jobs_id_seq', 1, false), setval('jobq.lanes_id_seq', 1, false)"));
    }

    [[nodiscard]] Inspector inspector() const { return Inspector(*m_system); }
    Job add(const QString &task = QStringLiteral("t"), const JobOptions &options = {}, const Payload &payload = {}) const
    {
        return JobEnqueue(*m_system).addJob(task, payload, options);
    }
    QList<ClaimedJob> claim(const QString &worker, int batch = 1, const std::optional<QStringList> &tasks = {}) const
    {
        return WorkerExecution(*m_system).getJobs(worker, {.taskIdentifiers = tasks, .batchSize = batch});
    }
    void complete(const ClaimedJob &job) const
    {
        WorkerExecution(*m_system).completeJobs(*job.lockedBy, {job}, std::chrono::milliseconds(7));
    }
    void fail(const ClaimedJob &job, const QString &message) const
    {
        WorkerExecution(*m_system).failJobs(*job.lockedBy, {{job, message}}, std::chrono::milliseconds(9));
    }
    void execute(const QString &sql) const { TemporaryPostgres::execute(m_settings, sql); }
    [[nodiscard]] qint64 number(const QString &sql) const { return TemporaryPostgres::number(m_settings, sql); }

    /// A worker that is registered and has just given a sign of life.
    void registerWorker(const QString &id, int concurrency = 4, const QString &tasks = QStringLiteral("NULL"),
                        const QString &forbidden = QStringLiteral("'{}'"), const QString &silentFor = QStringLiteral("0 s")) const
    {
        execute(QStringLiteral("INSERT INTO jobq.workers (id, host, pid, concurrency, version, lease, task_identifiers, forbidden_flags, heartbeat_at)"
                               " VALUES ('%1', 'host', 7, %2, '1', '30 s', %3, %4, now() - interval '%5')")
                    .arg(id).arg(concurrency).arg(tasks, forbidden, silentFor));
    }

    template<typename Row>
    static QList<JobId> idsOf(const QList<Row> &rows)
    {
        QList<JobId> ids;
        for (const Row &row : rows)
            ids += row.id;
        return ids;
    }

    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;
};

/// All rows of a list, page by page in one direction; checks that pages say so where there are more.
template<typename Read>
auto allRows(Read &&read, Direction direction, int limit) -> decltype(read(PageRequest()).rows)
{
    decltype(read(PageRequest()).rows) rows;
    PageRequest request{.direction = direction, .limit = limit};
    for (;;) {
        const auto page = read(request);
        const bool backward = direction == Direction::Backward;
        rows = backward ? page.rows + rows : rows + page.rows;
        if (!(backward ? page.hasBefore : page.hasAfter))
            return rows;
        request.cursor = backward ? page.begin : page.end;
    }
}

} // namespace jobq::test
