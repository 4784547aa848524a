// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "admin/operation.h"
#include "db/system.h"
#include "job/export.h"
#include "job/ratelimit.h"

#include <QString>

namespace jobq {

/// Registers the limits that jobs name by their rate-limit key. Cheap to construct; may be used from any thread;
/// each call blocks its caller. Inspector lists them.
///
/// A limit lets at most `capacity` jobs start in each fixed window of `interval`; windows follow each other from the
/// moment of registration. Claims take the tokens and refill a window that has ended, so nothing needs to run
/// between them.
///
/// Errors: Usage names the argument (`key`, `capacity`, `interval`), and nothing was changed.
class JOBQ_EXPORT RateLimits
{
public:
    explicit RateLimits(const System &system);

    /// Inserts or updates a limit and returns it. `capacity` 0 holds every job of it. `interval` is a PostgreSQL
    /// interval from 1 millisecond to 3,650 days (`1 minute`); a month counts as 30 days. On update the tokens are
    /// clamped to the new capacity, and the running window stays.
    RateLimit registerRateLimit(const QString &key, int capacity, const QString &interval,
                                const OperationContext &context = {}) const;

    /// Removes a limit that no job names. Throws NotFound, Conflict where jobs name it, or Busy where programs that
    /// add jobs don't let it in.
    void removeRateLimit(const QString &key, const OperationContext &context = {}) const;

    /// Refills the limits whose window has ended (for people who look at the tokens: claims do it themselves).
    /// Returns how many.
    qsizetype refillRateLimits() const;

private:
    System m_system;
};

} // namespace jobq
