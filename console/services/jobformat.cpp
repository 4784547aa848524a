// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/jobformat.h"

#include <QJsonDocument>

namespace jobq::console {

namespace {

QString sqlText(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
}

QString jsonText(const QString &text)
{
    const QString array = QString::fromUtf8(QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact));
    return array.mid(1, array.size() - 2);
}

QString isoTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QString cppText(const QString &text)
{
    QString escaped = text;
    escaped.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\"")).replace(QLatin1Char('\n'), QLatin1String("\\n"));
    return QLatin1Char('"') + escaped + QLatin1Char('"');
}

QString rawCpp(const QString &text)
{
    return QStringLiteral("R\"json(%1)json\"").arg(text);
}

QStringList cppOptions(const Job &job)
{
    QStringList options;
    if (job.queueName)
        options << QStringLiteral(".queueName = ") + cppText(*job.queueName);
    if (job.status == JobStatus::Available && job.runAt > QDateTime::currentDateTimeUtc())
        options << QStringLiteral(".runAt = QDateTime::fromString(\"%1\", Qt::ISODateWithMs)").arg(isoTime(job.runAt));
    if (job.priority != 0)
        options << QStringLiteral(".priority = %1").arg(job.priority);
    if (job.maxAttempts != 25)
        options << QStringLiteral(".maxAttempts = %1").arg(job.maxAttempts);
    if (job.jobKey)
        options << QStringLiteral(".jobKey = ") + cppText(*job.jobKey);
    if (!job.flags.isEmpty()) {
        QStringList flags;
        for (const QString &flag : job.flags)
            flags << cppText(flag);
        options << QStringLiteral(".flags = {%1}").arg(flags.join(QLatin1String(", ")));
    }
    if (job.rateLimitKey)
        options << QStringLiteral(".rateLimitKey = ") + cppText(*job.rateLimitKey);
    return options;
}

} // namespace

QString JobFormat::asSql(const Job &job)
{
    QStringList arguments{sqlText(job.taskIdentifier), sqlText(job.payload.text()) + QLatin1String("::jsonb")};
    if (job.queueName)
        arguments << QStringLiteral("queue_name => ") + sqlText(*job.queueName);
    if (job.status == JobStatus::Available && job.runAt > QDateTime::currentDateTimeUtc())
        arguments << QStringLiteral("run_at => '%1'").arg(isoTime(job.runAt));
    if (job.priority != 0)
        arguments << QStringLiteral("priority => %1").arg(job.priority);
    if (job.maxAttempts != 25)
        arguments << QStringLiteral("max_attempts => %1").arg(job.maxAttempts);
    if (job.jobKey)
        arguments << QStringLiteral("job_key => ") + sqlText(*job.jobKey);
    if (!job.flags.isEmpty()) {
        QStringList flags;
        for (const QString &flag : job.flags)
            flags << sqlText(flag);
        arguments << QStringLiteral("flags => ARRAY[%1]").arg(flags.join(QLatin1String(", ")));
    }
    if (job.rateLimitKey)
        arguments << QStringLiteral("rate_limit_key => ") + sqlText(*job.rateLimitKey);
    return QStringLiteral("SELECT * FROM jobq.add_job(%1);").arg(arguments.join(QLatin1String(", ")));
}

QString JobFormat::asJson(const Job &job)
{
    const auto optional = [](const std::optional<QString> &text) { return text ? jsonText(*text) : QStringLiteral("null"); };
    const auto time = [](const QDateTime &at) { return at.isValid() ? jsonText(isoTime(at)) : QStringLiteral("null"); };
    QStringList flags;
    for (const QString &flag : job.flags)
        flags << jsonText(flag);
    QStringList members{
        QStringLiteral("\"id\": %1").arg(job.id),
        QStringLiteral("\"taskIdentifier\": ") + jsonText(job.taskIdentifier),
        QStringLiteral("\"payload\": ") + job.payload.text(),
        QStringLiteral("\"queueName\": ") + optional(job.queueName),
        QStringLiteral("\"priority\": %1").arg(job.priority),
        QStringLiteral("\"runAt\": ") + time(job.runAt),
        QStringLiteral("\"attempts\": %1").arg(job.attempts),
        QStringLiteral("\"maxAttempts\": %1").arg(job.maxAttempts),
        QStringLiteral("\"jobKey\": ") + optional(job.jobKey),
        QStringLiteral("\"flags\": [%1]").arg(flags.join(QLatin1String(", "))),
        QStringLiteral("\"rateLimitKey\": ") + optional(job.rateLimitKey),
        QStringLiteral("\"lastError\": ") + optional(job.lastError),
        QStringLiteral("\"lockedBy\": ") + optional(job.lockedBy),
        QStringLiteral("\"createdAt\": ") + time(job.createdAt),
    };
    return QStringLiteral("{\n  %1\n}").arg(members.join(QLatin1String(",\n  ")));
}

QString JobFormat::asCpp(const Job &job)
{
    const QStringList options = cppOptions(job);
    QString call = QStringLiteral("jobq::JobEnqueue(system).addJob(%1, jobq::Payload::fromText(QStringLiteral(%2))")
                       .arg(cppText(job.taskIdentifier), rawCpp(job.payload.text()));
    if (!options.isEmpty())
        call += QStringLiteral(", {%1}").arg(options.join(QLatin1String(", ")));
    return call + QLatin1String(");");
}

} // namespace jobq::console
