// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/workeroptions.h"

#include "job/checks.h"
#include "job/error.h"

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

void checkRange(const QString &member, qint64 value, qint64 least, qint64 most)
{
    if (value < least || value > most)
        throw usageError(member, u"must be from %1 to %2, not %3"_s.arg(least).arg(most).arg(value));
}

constexpr qint64 DayMs = 24LL * 60 * 60 * 1000;

} // namespace

void WorkerOptions::check() const
{
    checkRange(u"concurrency"_s, concurrency, 0, 1000);
    for (const QString &flag : forbiddenFlags)
        checkName(u"forbiddenFlags"_s, flag);
    if (historyRetention.isEmpty() || historyRetention.contains(QChar::Null))
        throw usageError(u"historyRetention"_s, u"must be an interval, without a NUL character"_s);
    checkRange(u"pollInterval"_s, pollInterval.count(), 1, DayMs);
    checkRange(u"maxClaimBatch"_s, maxClaimBatch, 1, 10'000);
    checkRange(u"maxFinishBatch"_s, maxFinishBatch, 1, 10'000);
    checkRange(u"finishDelay"_s, finishDelay.count(), 0, 1'000'000);
    checkRange(u"prefetchLimit"_s, prefetchLimit.count(), 1, DayMs);
    checkRange(u"lease"_s, lease.count(), 2000, DayMs);
    if (heartbeat)
        checkRange(u"heartbeat"_s, heartbeat->count(), 100, lease.count() / 4);
    checkRange(u"timeLimit"_s, timeLimit.count(), 0, 100 * DayMs);
    checkRange(u"timeLimitGrace"_s, timeLimitGrace.count(), 0, DayMs);
    checkRange(u"maxAbandonedThreads"_s, maxAbandonedThreads, 0, 10'000);
    checkRange(u"progressInterval"_s, progressInterval.count(), 10, DayMs);
    checkRange(u"stopTimeout"_s, stopTimeout.count(), 0, DayMs);
}

} // namespace jobq
