// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "execution/finishbatch.h"

#include "db/jobrow.h"
#include "db/statement.h"
#include "job/checks.h"
#include "job/jsoncheck.h"

#include <QHash>
#include <QJsonArray>
#include <QRandomGenerator>

#include <algorithm>
#include <functional>
#include <vector>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

QString kindName(Outcome::Kind kind)
{
    switch (kind) {
    case Outcome::Kind::Completed:
        return u"completed"_s;
    case Outcome::Kind::Failed:
        return u"failed"_s;
    case Outcome::Kind::PartialSuccess:
        break;
    }
    return u"partial_success"_s;
}

/// PostgreSQL stores no NUL, and an error text must never keep an outcome from being recorded.
QString storable(QString text)
{
    return text.replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
}

void checkResults(const System &system, const PartialResults &partial)
{
    const auto check = [](const QString &what, const QString &problem) {
        if (!problem.isEmpty())
            throw Error(Error::Kind::Validation, what + u": "_s + problem).withArgument(what);
    };
    if (isLargerThan(partial.results, system.maxPayloadBytes()))
        check(u"results"_s, u"is larger than the limit of %1 bytes"_s.arg(system.maxPayloadBytes()));
    check(u"results"_s, explainJson(partial.results));
    check(u"completedSteps"_s, explainJson(QJsonArray::fromStringList(partial.completedSteps)));
    check(u"failedSteps"_s, explainJson(QJsonArray::fromStringList(partial.failedSteps)));
    check(u"retryFromStep"_s, explainJson(QJsonValue(partial.retryFromStep.value_or(QString()))));
}

bool isPlain(const Outcome &outcome)
{
    return outcome.kind == Outcome::Kind::Completed && outcome.partialResults == PartialResults();
}

/// Why a partial success that was its last attempt is exhausted.
QString partialReason(const PartialResults &partial)
{
    QString reason = u"partial success"_s;
    if (!partial.failedSteps.isEmpty())
        reason += u"; failed steps: "_s + partial.failedSteps.join(u", "_s);
    return reason;
}

FinishReport::Result resultOf(const QString &state)
{
    if (state == "completed"_L1)
        return FinishReport::Result::Completed;
    return state == "exhausted"_L1 ? FinishReport::Result::Exhausted : FinishReport::Result::RetryScheduled;
}

} // namespace

FinishBatch::FinishBatch(const System &system, const QList<Outcome> &outcomes)
    : m_outcomes(outcomes)
    , m_allPlain(std::all_of(outcomes.cbegin(), outcomes.cend(), isPlain))
{
    m_ids.reserve(outcomes.size());
    m_tokens.reserve(outcomes.size());
    m_executionTimesUs.reserve(outcomes.size());
    // In the order in which operators lock jobs.
    std::vector<std::reference_wrapper<const Outcome>> ordered(outcomes.cbegin(), outcomes.cend());
    std::sort(ordered.begin(), ordered.end(), [](const Outcome &a, const Outcome &b) { return a.job.id < b.job.id; });
    for (const Outcome &outcome : ordered) {
        if (outcome.executionTime.count() < 0)
            throw usageError(u"executionTime"_s, u"must not be negative"_s);
        addPlain(outcome);
        if (!m_allPlain)
            addTrouble(system, outcome);
    }
}

void FinishBatch::addPlain(const Outcome &outcome)
{
    m_ids += outcome.job.id;
    m_tokens += claimTokenOf(outcome.job.correlationId);
    m_executionTimesUs += outcome.executionTime.count();
}

void FinishBatch::addTrouble(const System &system, const Outcome &outcome)
{
    const bool failed = outcome.kind == Outcome::Kind::Failed;
    const bool partial = outcome.kind == Outcome::Kind::PartialSuccess;
    const bool reported = !failed && outcome.partialResults != PartialResults();
    if (reported || partial)
        checkResults(system, outcome.partialResults);
    m_kinds += kindName(outcome.kind);
    m_errors += failed ? storable(outcome.errorMessage) : partial ? storable(partialReason(outcome.partialResults)) : QString();
    m_details += failed && !outcome.errorDetail.isEmpty() ? storable(outcome.errorDetail) : QString();
    m_partials += reported || partial ? partialResultsToJson(outcome.partialResults) : QString();
    const auto delay = system.retryPolicy().delay(outcome.job.attempts, QRandomGenerator::global()->generateDouble());
    m_delaysMs += QString::number(delay.count());
    m_permanent += outcome.permanent ? u"true"_s : u"false"_s;
}

FinishReport FinishBatch::run(Connection &connection, const QString &workerId) const
{
    const auto orNull = [this](const QStringList &list) { return m_allPlain ? std::optional<QStringList>() : list; };
    Statement statement(connection, u"execution/finish_jobs"_s);
    statement.bind("worker_id", workerId)
        .bind("job_ids", m_ids)
        .bind("claim_tokens", m_tokens)
        .bind("execution_times_us", m_executionTimesUs)
        .bind("outcomes", orNull(m_kinds))
        .bind("errors", orNull(m_errors))
        .bind("details", orNull(m_details))
        .bind("partial_results", orNull(m_partials))
        .bind("retry_delays_ms", orNull(m_delaysMs))
        .bind("permanent", orNull(m_permanent))
        .exec();

    // By job and token: the same job may stand here twice, of an execution that was lost and of its successor.
    QHash<std::pair<qint64, qint64>, FinishReport::Result> finished;
    finished.reserve(m_ids.size());
    while (statement.next())
        finished.insert({statement.int64(0), statement.int64(1)}, resultOf(statement.text(2)));
    FinishReport report;
    report.results.reserve(m_ids.size());
    for (const Outcome &outcome : m_outcomes)
        report.results += finished.value({outcome.job.id, claimTokenOf(outcome.job.correlationId)}, FinishReport::Result::Lost);
    return report;
}

} // namespace jobq
