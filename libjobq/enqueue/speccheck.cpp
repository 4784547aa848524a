// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/speccheck.h"

#include "enqueue/payloadvalidator.h"
#include "job/checks.h"

#include <QJsonDocument>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

// jsonb has no place for U+0000 (PostgreSQL docs, 8.14), in whatever form it is written.
qsizetype findNul(const QString &json)
{
    if (const qsizetype raw = json.indexOf(QChar(u'\0')); raw >= 0)
        return raw;
    for (qsizetype at = json.indexOf("\\u0000"_L1); at >= 0; at = json.indexOf("\\u0000"_L1, at + 1)) {
        qsizetype before = at;
        while (before > 0 && json.at(before - 1) == u'\\')
            --before;
        if ((at - before) % 2 == 0)
            return at;
    }
    return -1;
}

QString explainSyntax(const Payload &payload)
{
    if (const qsizetype at = findNul(payload.text()); at >= 0)
        return u"contains a NUL character (\\u0000) at position %1, which PostgreSQL can't store"_s.arg(at + 1);
    if (payload.isWellFormed())
        return {};
    // A document must be an array or an object for Qt; a scalar payload travels in an array.
    QJsonParseError error;
    const QByteArray wrapped = '[' + payload.text().toUtf8() + ']';
    const QJsonDocument document = QJsonDocument::fromJson(wrapped, &error);
    if (error.error != QJsonParseError::NoError) {
        const auto at = qBound(qsizetype(0), qsizetype(error.offset) - 1, wrapped.size() - 2);
        return u"is not valid JSON at byte %1: %2"_s.arg(at + 1).arg(error.errorString());
    }
    if (document.array().size() != 1)
        return u"is not valid JSON: exactly one value is expected"_s;
    return {};
}

bool isLongerThan(const QString &text, qsizetype maxBytes)
{
    // A UTF-16 unit takes at most three bytes of UTF-8: mostly the length alone tells.
    return text.size() > maxBytes || (text.size() > maxBytes / 3 && text.toUtf8().size() > maxBytes);
}

} // namespace

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
    if (isLongerThan(spec.payload.text(), maxBytes))
        return u"is larger than the limit of %1 bytes"_s.arg(maxBytes);
    const QString syntax = explainSyntax(spec.payload);
    if (!syntax.isEmpty() || !validator)
        return syntax;
    return validator->explain(spec.taskIdentifier, spec.payload);
}

} // namespace jobq
