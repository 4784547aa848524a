// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/inspector.h"

#include "db/jobrow.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "inspect/filtercheck.h"
#include "inspect/filtersql.h"
#include "inspect/rows.h"
#include "inspect/walk.h"

#include <limits>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

/// What leads straight to a record: with the time that it expires, to its one partition.
struct RecordKey {
    JobId jobId = 0;
    qint64 claimToken = 0;
    QString expiresAt;
};

QString listFor(const HistoryFilter &filter)
{
    if (filter.jobId)
        return u"inspect/list_history_of_job"_s;
    const bool mayHaveCompleted = filter.statuses.isEmpty() || filter.statuses.contains(HistoryStatus::Completed);
    return mayHaveCompleted ? u"inspect/list_history"_s : u"inspect/list_not_completed"_s;
}

inspect::Segment<RecordKey> historySegment(Connection &connection, const HistoryFilter &filter)
{
    const auto fetch = [&connection, filter](const inspect::From &from, int rows) {
        const bool backward = from.isBackward();
        Statement statement(connection, listFor(filter) + (backward ? u"_backward"_s : u"_forward"_s));
        inspect::bindFilter(statement, filter);
        if (filter.jobId)
            statement.bind("of_job", filter.jobId);
        if (from.key.isEmpty()) {
            statement.bind("at_finished", backward ? u"infinity"_s : u"-infinity"_s)
                .bind("at_id", backward ? std::numeric_limits<qint64>::max() : qint64(0));
        } else {
            statement.bind("at_finished", inspect::timePart(from.key, 0)).bind("at_id", inspect::idPart(from));
        }
        statement.bind("rows", rows).exec();
        QList<inspect::FoundRow<RecordKey>> found;
        while (statement.next()) {
            const RecordKey record{statement.int64(0), statement.int64(4), statement.text(5)};
            found.append({record, statement.textList(1), statement.boolean(2), statement.boolean(3)});
        }
        return found;
    };
    return {u"history"_s, fetch};
}

QList<ListedRecord> findRecords(Connection &connection, const QList<RecordKey> &keys, int textLimit)
{
    QList<ListedRecord> records;
    if (keys.isEmpty())
        return records;
    QList<qint64> jobIds;
    QList<qint64> tokens;
    QStringList expireAt;
    for (const RecordKey &key : keys) {
        jobIds += key.jobId;
        tokens += key.claimToken;
        expireAt += key.expiresAt;
    }
    Statement statement(connection, u"inspect/find_history"_s);
    statement.bind("job_ids", jobIds).bind("claim_tokens", tokens).bind("expire_at", expireAt).bind("text_limit", textLimit).exec();
    while (statement.next())
        records.append(inspect::readRecord(statement));
    return records;
}

QList<ListedRecord> recordsOfJob(Connection &connection, JobId id, std::optional<qint64> token, std::optional<int> textLimit)
{
    Statement statement(connection, u"inspect/find_history_of_job"_s);
    statement.bind("job", id).bind("claim_token", token).bind("text_limit", textLimit).exec();
    QList<ListedRecord> records;
    while (statement.next())
        records.append(inspect::readRecord(statement));
    std::reverse(records.begin(), records.end());
    return records;
}

} // namespace

HistoryPage Inspector::history(const HistoryFilter &filter, HistoryOrder order, const PageRequest &request) const
{
    inspect::checkFilter(filter);
    Connection &connection = m_system.pool().connection();
    Transaction snapshot(connection, Transaction::Mode::Snapshot);
    HistoryPage page;
    // NewestFirst is the same list from its other end.
    const bool isTurned = order == HistoryOrder::NewestFirst;
    PageRequest asked = request;
    if (isTurned)
        asked.direction = request.direction == Direction::Forward ? Direction::Backward : Direction::Forward;
    QList<RecordKey> keys = inspect::Walk<RecordKey>({historySegment(connection, filter)}, asked).read(page);
    if (isTurned) {
        std::reverse(keys.begin(), keys.end());
        std::swap(page.begin, page.end);
        std::swap(page.hasBefore, page.hasAfter);
    }
    page.rows = findRecords(connection, keys, request.textLimit);
    snapshot.commit();
    return page;
}

QList<ListedRecord> Inspector::historyOfJob(JobId id, int textLimit) const
{
    inspect::checkTextLimit(textLimit);
    return recordsOfJob(m_system.pool().connection(), id, std::nullopt, textLimit);
}

std::optional<ListedRecord> Inspector::historyRecord(JobId id, const QUuid &correlationId) const
{
    const QList<ListedRecord> found = recordsOfJob(m_system.pool().connection(), id, claimTokenOf(correlationId), std::nullopt);
    if (found.isEmpty() || found.first().correlationId != correlationId)
        return std::nullopt;
    return found.first();
}

Count Inspector::estimateHistory(const HistoryFilter &filter) const
{
    inspect::checkFilter(filter);
    Connection &connection = m_system.pool().connection();
    const PageRequest request{.limit = 1000};
    HistoryPage few;
    const qsizetype found = inspect::Walk<RecordKey>({historySegment(connection, filter)}, request).read(few).size();
    if (!few.hasAfter)
        return {found, true};
    Statement statement(connection, u"inspect/estimate_history"_s);
    inspect::bindFilter(statement, filter);
    statement.execOne();
    return {qMax<qint64>(statement.int64(0), found), false};
}

qint64 Inspector::countHistory(const HistoryFilter &filter) const
{
    inspect::checkFilter(filter);
    Statement statement(m_system.pool().connection(), u"inspect/count_history"_s);
    inspect::bindFilter(statement, filter);
    statement.bind("of_job", filter.jobId).execOne();
    return statement.int64(0);
}

FailureGroups Inspector::failures(const QDateTime &from, const QDateTime &to, const std::optional<QString> &taskIdentifier) const
{
    inspect::checkTimes(from, to);
    inspect::checkText(u"taskIdentifier"_s, taskIdentifier);
    Statement statement(m_system.pool().connection(), u"inspect/find_failure_groups"_s);
    statement.bind("from", from).bind("to", to).bind("task", taskIdentifier).exec();
    FailureGroups result{{}, from.toUTC(), to.toUTC(), true};
    while (statement.next()) {
        FailureGroup group{statement.text(0), statement.text(1), statement.text(2), statement.int64(3), statement.dateTime(4),
                           statement.dateTime(5), statement.textList(6), statement.int64(7), QList<qint64>(20, 0)};
        const QStringList parts = statement.textList(8);
        for (const QString &part : parts)
            ++group.trend[qBound(0, part.toInt(), 19)];
        result.from = statement.dateTime(9);
        result.complete = !statement.boolean(10);
        result.groups.append(group);
    }
    return result;
}

} // namespace jobq
