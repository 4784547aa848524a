// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/jobrow.h"

#include "db/statement.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

JobStatus statusOf(const QString &state)
{
    if (state == "locked"_L1)
        return JobStatus::Locked;
    return state == "exhausted"_L1 ? JobStatus::Exhausted : JobStatus::Available;
}

QStringList toStrings(const QJsonValue &value)
{
    QStringList strings;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &element : array)
        strings += element.toString();
    return strings;
}

} // namespace

void readJob(const Statement &row, Job &job)
{
    job.id = row.int64(0);
    job.taskIdentifier = row.text(1);
    job.payload = row.json(2);
    job.queueName = row.optionalText(3);
    job.priority = row.int32(4);
    job.runAt = row.dateTime(5);
    job.attempts = row.int32(6);
    job.maxAttempts = row.int32(7);
    job.lastError = row.optionalText(8);
    job.createdAt = row.dateTime(9);
    job.updatedAt = row.dateTime(10);
    job.jobKey = row.optionalText(11);
    job.flags = row.textList(12);
    job.rateLimitKey = row.optionalText(13);
    job.lockedAt = row.dateTime(14);
    job.lockedBy = row.optionalText(15);
    job.revision = row.int64(16);
    job.status = statusOf(row.text(17));
    if (!row.isNull(18))
        job.lastPartialResults = partialResultsFromJson(row.text(18), row.text(19));
}

QString partialResultsToJson(const PartialResults &partial)
{
    QJsonObject object;
    if (!partial.completedSteps.isEmpty())
        object.insert("completedSteps"_L1, QJsonArray::fromStringList(partial.completedSteps));
    if (!partial.failedSteps.isEmpty())
        object.insert("failedSteps"_L1, QJsonArray::fromStringList(partial.failedSteps));
    if (partial.retryFromStep)
        object.insert("retryFromStep"_L1, *partial.retryFromStep);
    // The results go in as text, so that long numbers survive.
    QString json = QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    json.chop(1);
    return json + (object.isEmpty() ? u"\"results\":"_s : u",\"results\":"_s) + partial.results.text() + u'}';
}

PartialResults partialResultsFromJson(const QString &json, const QString &results)
{
    const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
    PartialResults partial;
    partial.completedSteps = toStrings(object.value("completedSteps"_L1));
    partial.failedSteps = toStrings(object.value("failedSteps"_L1));
    if (object.contains("retryFromStep"_L1))
        partial.retryFromStep = object.value("retryFromStep"_L1).toString();
    if (!results.isNull())
        partial.results = Payload::fromText(results);
    return partial;
}

QUuid correlationId(qint64 claimToken, JobId id)
{
    const auto token = quint64(claimToken);
    const auto low = quint64(id) | (quint64(1) << 63);
    return QUuid(uint(token >> 28), ushort(token >> 12), ushort(0x8000 | (token & 0xfff)), uchar(low >> 56),
                 uchar(low >> 48), uchar(low >> 40), uchar(low >> 32), uchar(low >> 24), uchar(low >> 16),
                 uchar(low >> 8), uchar(low));
}

qint64 claimTokenOf(const QUuid &correlationId)
{
    return qint64((quint64(correlationId.data1) << 28) | (quint64(correlationId.data2) << 12)
                  | (correlationId.data3 & 0xfff));
}

} // namespace jobq
