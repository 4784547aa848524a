// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "execution/claim.h"

#include "db/connection.h"
#include "db/jobrow.h"
#include "db/statement.h"
#include "db/systemstate.h"

#include <QRandomGenerator>

#include <cmath>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

constexpr int RunAtColumn = 5;
constexpr int LaneColumn = 20;

/// One text for all claims that pick from the same lanes.
QString filterOf(const ClaimOptions &options)
{
    const QString tasks = options.taskIdentifiers ? options.taskIdentifiers->join(u'\n') : u"\n"_s;
    return tasks + u'\r' + options.forbiddenFlags.join(u'\n');
}

void bindCursor(Statement &statement, const ClaimCursors::Look &look)
{
    QList<qint64> lanes;
    QList<qint64> priorities;
    QList<qint64> runAts;
    QList<qint64> ids;
    for (auto it = look.behind.cbegin(); it != look.behind.cend(); ++it) {
        lanes += it.key();
        priorities += it->priority;
        runAts += it->runAtUs;
        ids += it->id;
    }
    statement.bind("cursor_lanes", lanes)
        .bind("cursor_priorities", priorities)
        .bind("cursor_run_ats_us", runAts)
        .bind("cursor_ids", ids)
        .bind("probe", look.probe);
}

} // namespace

Claim::Claim(const System &system, const QString &workerId, const ClaimOptions &options)
    : m_system(system)
    , m_workerId(workerId)
    , m_options(options)
    , m_cursors(system.state().claimCursors())
    , m_filter(filterOf(options))
{
}

QList<ClaimedJob> Claim::run()
{
    m_jobs.reserve(m_options.batchSize);
    const ClaimCursors::Look first = m_cursors.next(m_filter, m_options.batchSize);
    look(first);
    // What was found is not kept waiting for more: after a claim that came back short, the next one looks fully.
    if (m_jobs.isEmpty() && !first.behind.isEmpty())
        look({});
    return m_jobs;
}

void Claim::look(const ClaimCursors::Look &look)
{
    const auto begin = std::chrono::steady_clock::now();
    // 60 random bits: nobody holds this token by chance, and it fits a bigint and an UUID.
    const qint64 token = qint64(QRandomGenerator::system()->generate64() >> 4);
    Statement statement(m_system.pool().connection(), u"execution/claim_jobs"_s);
    statement.bind("worker_id", m_workerId)
        .bind("task_identifiers", m_options.taskIdentifiers)
        .bind("forbidden_flags", m_options.forbiddenFlags.isEmpty() ? std::optional<QStringList>() : m_options.forbiddenFlags)
        .bind("batch_size", m_options.batchSize)
        .bind("history_retention", m_options.historyRetention)
        .bind("claim_token", token);
    bindCursor(statement, look);
    statement.exec();
    ClaimCursors::Outcome outcome;
    while (statement.next()) {
        ClaimedJob &job = m_jobs.emplaceBack();
        readJob(statement, job);
        job.correlationId = correlationId(token, job.id);
        // Rows come in order, so the last of a lane is the furthest.
        outcome.last.insert(statement.int32(LaneColumn), {job.priority, std::llround(statement.real(RunAtColumn) * 1e6), job.id});
    }
    outcome.wasFull = look.behind.isEmpty();
    outcome.wasShort = m_jobs.size() < m_options.batchSize;
    outcome.duration = std::chrono::steady_clock::now() - begin;
    m_cursors.advance(m_filter, outcome);
}

} // namespace jobq
