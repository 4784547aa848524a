// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/ratelimits.h"

#include "admin/admincall.h"
#include "job/checks.h"

#include <cmath>

namespace jobq {

using namespace Qt::StringLiterals;

RateLimits::RateLimits(const System &system)
    : m_system(system)
{
}

RateLimit RateLimits::registerRateLimit(const QString &key, int capacity, const QString &interval, const OperationContext &context) const
{
    checkName(u"key"_s, key);
    if (capacity < 0)
        throw usageError(u"capacity"_s, u"must be 0 or more, not %1"_s.arg(capacity));
    checkText(u"interval"_s, interval, MaxNameLength);
    checkContext(context);
    return onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/register_rate_limit"_s);
        statement.bind("key", key).bind("capacity", capacity).bind("window_interval", interval.isNull() ? u""_s : interval);
        bindContext(statement, context).execOne();
        return RateLimit{.key = statement.text(0),
                         .capacity = statement.int32(1),
                         .interval = std::chrono::milliseconds(std::llround(statement.real(2))),
                         .availableTokens = statement.int32(3),
                         .lastRefill = statement.dateTime(4)};
    });
}

void RateLimits::removeRateLimit(const QString &key, const OperationContext &context) const
{
    checkName(u"key"_s, key);
    checkContext(context);
    // Two transactions: between them the limit is out of its table, and the second looks whether a job came in before.
    onConnection(m_system, [&](Connection &connection) { Statement(connection, u"admin/retire_rate_limit"_s).bind("key", key).exec(); });
    const bool gone = onConnection(m_system, [&](Connection &connection) {
        Statement settle(connection, u"admin/settle_rate_limits"_s);
        settle.bind("key", key);
        return bindContext(settle, context).execOne().boolean(0);
    });
    if (!gone)
        throw Error(Error::Kind::Conflict, u"key: there are jobs of this rate limit"_s).withArgument(u"key"_s);
}

qsizetype RateLimits::refillRateLimits() const
{
    return onConnection(m_system, [&](Connection &connection) {
        return Statement(connection, u"admin/refill_rate_limits"_s).execOne().int64(0);
    });
}

} // namespace jobq
