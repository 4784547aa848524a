// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "inspect/jobfilter.h"

namespace jobq {

/// A mistake in a filter's text.
struct FilterTextError {
    QString message; ///< For people: what is wrong and what would be right.
    qsizetype position = 0; ///< The first character at fault, from 0.
    qsizetype length = 0; ///< How many; 0 at the end of the text.
};

/// What a text means as a filter, or why it means nothing.
struct ParsedFilter {
    JobFilter filter; ///< The default (all jobs) where there is an error.
    std::optional<FilterTextError> error;
};

/// Reads terms separated by spaces, all of which must hold:
///
///     status:available|ready|waiting|scheduled|locked|exhausted   (several: status:ready,locked)
///     task:send-email   queue:email   queue:""   key:k   flag:slow   flag:other   limit:smtp   worker:w1
///     priority:5   attempts>3   args.to.name:"Jane Doe"   error:timeout   fingerprint:0123…   age>10m   age<2h
///
/// Values with spaces, quotes or nothing in them stand in double quotes, with `\"` and `\\` inside; so do path
/// members with dots (`args."a.b":5`). Ages have units ms, s, m, h, d, w and may combine (`1h30m`). A word without
/// a colon is looked for in the error text. Reentrant; never throws.
[[nodiscard]] JOBQ_EXPORT ParsedFilter parseFilterText(const QString &text);

/// The text that parses to this filter; empty for the default.
[[nodiscard]] JOBQ_EXPORT QString filterText(const JobFilter &filter);

/// The words that may stand before a colon or comparison, for completion: `status:`, `task:`, …, `age>`.
[[nodiscard]] JOBQ_EXPORT QStringList filterTextKeywords();

} // namespace jobq
