// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/speccheck.h"

#include "enqueue/payloadvalidator.h"
#include "job/checks.h"
#include "job/jsoncheck.h"

namespace jobq {

using namespace Qt::StringLiterals;

void checkSpec(const JobSpec &spec, const QString &prefix)
{
    const JobOptions &options = spec.options;
    checkName(prefix + "taskIdentifier"_L1, spec.taskIdentifier);
    if (options.queueName)
        checkName(prefix + "queueName"_L1, *options.queueName);
    if (options.jobKey)
        checkName(prefix + "jobKey"_L1, *options.jobKey);
    if (options.rateLimitKey)
        checkName(prefix + "rateLimitKey"_L1, *options.rateLimitKey);
    for (const QString &flag : options.flags)
        checkName(prefix + "flags"_L1, flag);
    if (options.maxAttempts < 1)
        throw usageError(prefix + "maxAttempts"_L1, u"must be 1 or more, not %1"_s.arg(options.maxAttempts));
    if (options.jobKeyMode && !options.jobKey)
        throw usageError(prefix + "jobKeyMode"_L1, u"needs a jobKey"_s);
    if (options.runAt && !options.runAt->isValid())
        throw usageError(prefix + "runAt"_L1, u"is not a valid time; leave it out for 'now'"_s);
    if (options.runAt) {
        const int year = options.runAt->toUTC().date().year();
        if (year < 1970 || year > 9999)
            throw usageError(prefix + "runAt"_L1, u"must lie between the years 1970 and 9999"_s);
    }
}

QString explainPayload(const JobSpec &spec, qsizetype maxBytes, const PayloadValidator *validator)
{
    if (isLargerThan(spec.payload, maxBytes))
        return u"is larger than the limit of %1 bytes"_s.arg(maxBytes);
    const QString syntax = explainJson(spec.payload);
    if (!syntax.isEmpty() || !validator)
        return syntax;
    return validator->explain(spec.taskIdentifier, spec.payload);
}

} // namespace jobq
