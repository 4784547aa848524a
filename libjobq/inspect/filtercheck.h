// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "inspect/historyfilter.h"
#include "inspect/statistics.h"

namespace jobq::inspect {

/// Each throws a Usage error that names the argument. A name that is too long is no mistake in a filter: nothing has it.
void checkFilter(const JobFilter &filter);
void checkFilter(const HistoryFilter &filter);
void checkFilter(const QueueFilter &filter);
void checkFilter(const LockedFilter &filter);

/// PostgreSQL stores no NUL, and a statement would end there.
void checkText(const QString &argument, const std::optional<QString> &text);
/// Two times that PostgreSQL and Qt can both write, the one before the other.
void checkTimes(const QDateTime &from, const QDateTime &to);

} // namespace jobq::inspect
