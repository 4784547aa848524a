// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/admincall.h"
#include "admin/jobadmin.h"
#include "job/checks.h"

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

constexpr int LargestPage = 10'000;

QString whyNotUndo(const std::optional<QString> &word)
{
    if (!word)
        return {};
    if (*word == "undone_before"_L1)
        return u"It was undone before."_s;
    if (*word == "too_old"_L1)
        return u"It is too old: what was before is kept for 30 days."_s;
    return u"A change of this kind can't be undone."_s;
}

Error noSuchOperation(OperationId operationId)
{
    return Error(Error::Kind::NotFound, u"operationId: there is no operation %1"_s.arg(operationId)).withArgument(u"operationId"_s);
}

// Returns the operation's kind.
QString checkUndo(Connection &connection, OperationId operationId)
{
    Statement statement(connection, u"admin/check_undo"_s);
    statement.bind("operation_id", operationId).exec();
    if (!statement.next())
        throw noSuchOperation(operationId);
    if (const QString why = whyNotUndo(statement.optionalText(1)); !why.isEmpty())
        throw Error(Error::Kind::Conflict, u"operationId: "_s + why).withArgument(u"operationId"_s);
    return statement.text(0);
}

Operation readOperation(const Statement &row)
{
    const QString whyNot = whyNotUndo(row.optionalText(10));
    return {.id = row.int64(0),
            .at = row.dateTime(1),
            .actor = row.text(2),
            .application = row.text(3),
            .kind = row.text(4),
            .reason = row.optionalText(5),
            .group = row.optionalText(6),
            .parameters = row.json(7),
            .affectedCount = row.int64(8),
            .undoneBy = row.optionalInt64(9),
            .canBeUndone = whyNot.isEmpty(),
            .whyNot = whyNot};
}

} // namespace

OperationReport JobAdmin::undo(OperationId operationId, const OperationContext &context) const
{
    checkContext(context);
    return onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/undo_operation"_s);
        statement.bind("operation_id", operationId);
        return readReport(bindContext(statement, context));
    });
}

OperationPreview JobAdmin::previewUndo(OperationId operationId) const
{
    return onConnection(m_system, [&](Connection &connection) {
        checkUndo(connection, operationId);
        Statement statement(connection, u"admin/examine_undo"_s);
        statement.bind("operation_id", operationId);
        OperationPreview preview = readPreview(connection, statement);
        preview.sql = u"SELECT * FROM jobq.undo_operation(%1);"_s.arg(operationId);
        return preview;
    });
}

QList<Operation> JobAdmin::operations(const OperationFilter &filter) const
{
    if (filter.limit < 1 || filter.limit > LargestPage)
        throw usageError(u"filter.limit"_s, u"must be from 1 to %1, not %2"_s.arg(LargestPage).arg(filter.limit));
    checkText(u"filter.kind"_s, filter.kind.value_or(QString()), MaxNameLength);
    checkText(u"filter.actor"_s, filter.actor.value_or(QString()), MaxNameLength);
    return onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/list_operations"_s);
        statement.bind("before_id", filter.before)
            .bind("kind", filter.kind)
            .bind("actor", filter.actor)
            .bind("page_size", filter.limit)
            .exec();
        QList<Operation> page;
        while (statement.next())
            page.append(readOperation(statement));
        return page;
    });
}

QList<JobId> JobAdmin::affectedJobs(OperationId operationId) const
{
    return onConnection(m_system, [&](Connection &connection) {
        Statement operation(connection, u"admin/find_operation"_s);
        if (!operation.bind("operation_id", operationId).exec().next())
            throw noSuchOperation(operationId);
        Statement statement(connection, u"admin/list_affected_jobs"_s);
        statement.bind("operation_id", operationId).exec();
        QList<JobId> ids;
        while (statement.next())
            ids.append(statement.int64(0));
        return ids;
    });
}

} // namespace jobq
