// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/filtercheck.h"

#include "inspect/filtersql.h"
#include "job/checks.h"

namespace jobq::inspect {

using namespace Qt::StringLiterals;

namespace {

void checkDuration(const QString &argument, const std::optional<std::chrono::milliseconds> &duration)
{
    if (duration && (duration->count() < 0 || *duration > std::chrono::years(1000)))
        throw usageError(argument, u"must lie between 0 and 1000 years"_s);
}

void checkTime(const QString &argument, const QDateTime &time)
{
    if (!time.isValid())
        throw usageError(argument, u"is not a valid time"_s);
    const int year = time.toUTC().date().year();
    if (year < 1 || year > 9999)
        throw usageError(argument, u"must lie between the years 1 and 9999"_s);
}

} // namespace

void checkText(const QString &argument, const std::optional<QString> &text)
{
    if (text && text->contains(QChar::Null))
        throw usageError(argument, u"contains a NUL character"_s);
}

void checkTimes(const QDateTime &from, const QDateTime &to)
{
    checkTime(u"from"_s, from);
    checkTime(u"to"_s, to);
    if (from >= to)
        throw usageError(u"from"_s, u"must be before to"_s);
}

void checkFilter(const JobFilter &filter)
{
    checkText(u"filter.taskIdentifier"_s, filter.taskIdentifier);
    checkText(u"filter.queueName"_s, filter.queueName);
    checkText(u"filter.jobKey"_s, filter.jobKey);
    for (const QString &flag : filter.flags)
        checkText(u"filter.flags"_s, flag);
    checkText(u"filter.rateLimitKey"_s, filter.rateLimitKey);
    checkText(u"filter.workerId"_s, filter.workerId);
    Q_UNUSED(argumentsPath(filter.arguments))
    checkText(u"filter.errorText"_s, filter.errorText);
    checkText(u"filter.errorFingerprint"_s, filter.errorFingerprint);
    checkDuration(u"filter.minAge"_s, filter.minAge);
    checkDuration(u"filter.maxAge"_s, filter.maxAge);
}

void checkFilter(const HistoryFilter &filter)
{
    if (filter.from)
        checkTime(u"filter.from"_s, *filter.from);
    if (filter.to)
        checkTime(u"filter.to"_s, *filter.to);
    checkText(u"filter.taskIdentifier"_s, filter.taskIdentifier);
    checkText(u"filter.queueName"_s, filter.queueName);
    if (filter.statuses.contains(HistoryStatus::Started))
        throw usageError(u"filter.statuses"_s, u"what has only started is no finished execution: see lockedJobs()"_s);
    checkText(u"filter.workerId"_s, filter.workerId);
    Q_UNUSED(argumentsPath(filter.arguments))
    checkText(u"filter.errorText"_s, filter.errorText);
    checkText(u"filter.errorFingerprint"_s, filter.errorFingerprint);
}

void checkFilter(const QueueFilter &filter)
{
    checkText(u"filter.nameContains"_s, filter.nameContains);
}

void checkFilter(const LockedFilter &filter)
{
    checkText(u"filter.workerId"_s, filter.workerId);
    checkText(u"filter.taskIdentifier"_s, filter.taskIdentifier);
    checkDuration(u"filter.minLockedFor"_s, filter.minLockedFor);
}

} // namespace jobq::inspect
