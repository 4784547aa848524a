// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "execution/workerexecution.h"

#include "db/connection.h"
#include "db/jobrow.h"
#include "db/statement.h"
#include "db/systemstate.h"
#include "db/transaction.h"
#include "execution/claim.h"
#include "execution/finishbatch.h"
#include "job/checks.h"

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

constexpr int LargestBatch = 10'000;

void checkClaim(const QString &workerId, const ClaimOptions &options)
{
    checkName(u"workerId"_s, workerId);
    if (options.batchSize < 1 || options.batchSize > LargestBatch)
        throw usageError(u"batchSize"_s, u"must be from 1 to %1, not %2"_s.arg(LargestBatch).arg(options.batchSize));
    for (const QString &task : options.taskIdentifiers.value_or(QStringList()))
        checkName(u"taskIdentifiers"_s, task);
    for (const QString &flag : options.forbiddenFlags)
        checkName(u"forbiddenFlags"_s, flag);
    if (options.historyRetention.contains(QChar(u'\0')))
        throw usageError(u"historyRetention"_s, u"contains a NUL character"_s);
}

/// SQLSTATEs by which the server refuses a value: class 22, and a nesting too deep for it.
bool refusesResults(const Error &error)
{
    return error.sqlState().startsWith("22"_L1) || error.sqlState() == "54001"_L1;
}

/// Results are all that the server parses: what it refuses is in them, though Qt's parser has let it pass.
Error refusedResults(const Error &original)
{
    return Error(Error::Kind::Validation, u"results: is JSON that PostgreSQL can't store (a number out of range, or nested too deeply)"_s)
        .withArgument(u"results"_s)
        .withSqlState(original.sqlState())
        .withQueryName(original.queryName());
}

QList<Outcome> sameOutcome(const QList<ClaimedJob> &jobs, std::chrono::microseconds executionTime)
{
    QList<Outcome> outcomes;
    outcomes.reserve(jobs.size());
    for (const ClaimedJob &job : jobs)
        outcomes += Outcome{.job = job, .executionTime = executionTime};
    return outcomes;
}

} // namespace

WorkerExecution::WorkerExecution(const System &system)
    : m_system(system)
{
}

QList<ClaimedJob> WorkerExecution::getJobs(const QString &workerId, const ClaimOptions &options) const
{
    checkClaim(workerId, options);
    if (options.taskIdentifiers && options.taskIdentifiers->isEmpty())
        return {};
    return replayWhenBusy([&] { return Claim(m_system, workerId, options).run(); });
}

FinishReport WorkerExecution::completeJobs(const QString &workerId, const QList<ClaimedJob> &jobs,
                                           std::chrono::microseconds executionTime) const
{
    return finishJobs(workerId, sameOutcome(jobs, executionTime));
}

FinishReport WorkerExecution::failJobs(const QString &workerId, const QList<FailedJob> &jobs,
                                       std::chrono::microseconds executionTime) const
{
    QList<Outcome> outcomes;
    outcomes.reserve(jobs.size());
    for (const FailedJob &failed : jobs) {
        outcomes += Outcome{.job = failed.job,
                            .kind = Outcome::Kind::Failed,
                            .executionTime = executionTime,
                            .errorMessage = failed.message,
                            .errorDetail = failed.detail,
                            .permanent = failed.permanent};
    }
    return finishJobs(workerId, outcomes);
}

FinishReport WorkerExecution::reportPartialSuccess(const QString &workerId, const ClaimedJob &job, const PartialResults &partialResults,
                                                   std::chrono::microseconds executionTime) const
{
    return finishJobs(workerId,
                      {Outcome{.job = job,
                               .kind = Outcome::Kind::PartialSuccess,
                               .executionTime = executionTime,
                               .partialResults = partialResults}});
}

FinishReport WorkerExecution::finishJobs(const QString &workerId, const QList<Outcome> &outcomes) const
{
    checkName(u"workerId"_s, workerId);
    FinishBatch batch(m_system, outcomes);
    if (outcomes.isEmpty())
        return {};
    // The next job of a queue comes to its front at its old place, which the claims may have left behind.
    if (std::any_of(outcomes.cbegin(), outcomes.cend(), [](const Outcome &o) { return o.job.queueName.has_value(); }))
        m_system.state().claimCursors().rewind();
    try {
        return replayWhenBusy([&] { return batch.run(m_system.pool().connection(), workerId); });
    } catch (const Error &error) {
        throw refusesResults(error) ? refusedResults(error) : error;
    }
}

qsizetype WorkerExecution::returnJobs(const QString &workerId, const QList<ClaimedJob> &jobs) const
{
    checkName(u"workerId"_s, workerId);
    QList<qint64> ids;
    QList<qint64> tokens;
    for (const ClaimedJob &job : jobs) {
        ids += job.id;
        tokens += claimTokenOf(job.correlationId);
    }
    m_system.state().claimCursors().rewind();
    return replayWhenBusy([&] {
        Statement statement(m_system.pool().connection(), u"execution/return_jobs"_s);
        statement.bind("worker_id", workerId).bind("job_ids", ids).bind("claim_tokens", tokens).exec();
        qsizetype returned = 0;
        while (statement.next())
            ++returned;
        return returned;
    });
}

} // namespace jobq
