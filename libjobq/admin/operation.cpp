// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/operation.h"

#include "admin/admincall.h"

#include <array>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

struct Wording {
    SkipReason reason;
    const char *word; // in SQL
    const char *sentence;
};

constexpr std::array wordings{
    Wording{SkipReason::NotFound, "not_found", "There is no such job any more."},
    Wording{SkipReason::Locked, "locked", "A worker executes it."},
    Wording{SkipReason::NotLocked, "not_locked", "It is not locked."},
    Wording{SkipReason::AlreadyExhausted, "already_exhausted", "It is exhausted already."},
    Wording{SkipReason::NoAttemptsLeft, "no_attempts_left", "It has had as many attempts already."},
    Wording{SkipReason::Changed, "changed", "It has changed meanwhile."},
    Wording{SkipReason::NeverExecuted, "never_executed", "It was never executed."},
    Wording{SkipReason::LastDidNotFail, "last_did_not_fail", "Its last execution did not fail."},
    Wording{SkipReason::StillWaiting, "still_waiting", "It still waits for its own retry."},
    Wording{SkipReason::AlreadyReplayed, "already_replayed", "This failure was replayed before."},
    Wording{SkipReason::NoMatch, "no_match", "Its last execution does not match the filters."},
    Wording{SkipReason::UnknownRateLimit, "unknown_rate_limit", "Its rate limit is registered no more."},
    Wording{SkipReason::AlreadyStarted, "already_started", "It has been started already."},
};

} // namespace

QString sentence(SkipReason reason)
{
    for (const Wording &wording : wordings) {
        if (wording.reason == reason)
            return QString::fromLatin1(wording.sentence);
    }
    return {};
}

SkipReason skipReasonOf(const QString &word)
{
    for (const Wording &wording : wordings) {
        if (word == QLatin1String(wording.word))
            return wording.reason;
    }
    throw Error(Error::Kind::Query, u"The server gave an unknown reason for skipping a job: "_s + word);
}

} // namespace jobq
