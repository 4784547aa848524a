// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

#include <QCoreApplication>

namespace jobq::console {

/// What a text means as a filter of the history, or why it means nothing.
struct ParsedHistoryFilter {
    HistoryFilter filter; ///< The default (all executions) where there is an error.
    std::optional<FilterTextError> error;
};

/// The filter of the history as text.
class HistoryFilterText
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::HistoryFilterText)
public:
    /// The filter's text for jobs, as far as executions have what it asks for, and terms of their own: `job:42`,
    /// `status:failed,abandoned`, `from:2026-01-31T08:00:00Z`, `to:…` (finished before it); `age<1h` and `age>10m` are
    /// counted from `now` to when the execution finished. A term that can't be kept is an error: none is left out.
    [[nodiscard]] static ParsedHistoryFilter parse(const QString &text, const QDateTime &now);
    /// The words that may stand before a colon or comparison.
    [[nodiscard]] static QStringList keywords();
    /// The terms as they stand in the text; spaces within quotes part none.
    [[nodiscard]] static QStringList terms(const QString &text);
    /// What an execution that has ended may be.
    [[nodiscard]] static const QList<HistoryStatus> &statuses();
};

} // namespace jobq::console
