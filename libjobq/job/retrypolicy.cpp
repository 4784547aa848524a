// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/retrypolicy.h"

#include "job/error.h"

#include <algorithm>
#include <cmath>

namespace jobq {

namespace {

// Ten years: PostgreSQL's timestamps hold far more, but a longer delay is a mistake, not a plan.
constexpr std::chrono::milliseconds LongestDelay = std::chrono::hours(24 * 3650);

} // namespace

std::chrono::milliseconds RetryPolicy::delay(int attempts, double random) const
{
    const double exponential = double(base.count()) * std::pow(multiplier, std::min(attempts, 10));
    const double clamped = std::clamp(exponential, double(base.count()), double(std::max(base, max).count()));
    return std::chrono::milliseconds(std::llround(clamped * (1.0 + jitter * random)));
}

void RetryPolicy::check() const
{
    using namespace Qt::StringLiterals;
    if (base.count() < 0 || base > LongestDelay)
        throw Error(Error::Kind::Usage, u"retryPolicy.base: must be from 0 to 10 years"_s).withArgument(u"retryPolicy.base"_s);
    if (max < base || max > LongestDelay)
        throw Error(Error::Kind::Usage, u"retryPolicy.max: must be from base to 10 years"_s).withArgument(u"retryPolicy.max"_s);
    if (!(multiplier >= 1.0 && multiplier <= 1000.0))
        throw Error(Error::Kind::Usage, u"retryPolicy.multiplier: must be from 1 to 1000"_s).withArgument(u"retryPolicy.multiplier"_s);
    if (!(jitter >= 0.0 && jitter <= 1.0))
        throw Error(Error::Kind::Usage, u"retryPolicy.jitter: must be from 0 to 1"_s).withArgument(u"retryPolicy.jitter"_s);
}

} // namespace jobq
