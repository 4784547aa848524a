// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/filtersql.h"

#include "db/statement.h"
#include "job/error.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace jobq::inspect {

using namespace Qt::StringLiterals;

namespace {

struct StageName {
    JobStage stage;
    QLatin1StringView name;
};

// In the order of JobOrder::ByStage.
constexpr StageName StageNames[] = {
    {JobStage::Locked, "locked"_L1},
    {JobStage::Ready, "ready"_L1},
    {JobStage::Waiting, "waiting"_L1},
    {JobStage::Scheduled, "scheduled"_L1},
    {JobStage::Exhausted, "exhausted"_L1},
};

Error badArguments(const QString &what)
{
    return Error(Error::Kind::Usage, u"filter.arguments: "_s + what).withArgument(u"filter.arguments"_s);
}

// A string of jsonpath is one of JSON.
QString quoted(const QString &text)
{
    if (text.contains(QChar::Null))
        throw badArguments(u"a text holds a NUL character"_s);
    const QByteArray json = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(1, json.size() - 2));
}

// A number, true, false or null also stands for itself, not only for a text that looks like it.
bool isLiteral(const QString &value)
{
    const QJsonArray parsed = QJsonDocument::fromJson('[' + value.toUtf8() + ']').array();
    if (parsed.size() != 1)
        return false;
    const QJsonValue only = parsed.first();
    return only.isDouble() || only.isBool() || only.isNull();
}

std::optional<QStringList> orNone(const QStringList &values)
{
    return values.isEmpty() ? std::nullopt : std::optional(values);
}

// A null QString would mean that nothing is asked.
std::optional<QString> given(const std::optional<QString> &value)
{
    return value && value->isNull() ? std::optional(u""_s) : value;
}

std::optional<qint64> milliseconds(const std::optional<std::chrono::milliseconds> &duration)
{
    return duration ? std::optional<qint64>(duration->count()) : std::nullopt;
}

QString historyStatusName(HistoryStatus status)
{
    switch (status) {
    case HistoryStatus::Started:
        break;
    case HistoryStatus::Completed:
        return u"completed"_s;
    case HistoryStatus::Failed:
        return u"failed"_s;
    case HistoryStatus::PartialSuccess:
        return u"partial_success"_s;
    case HistoryStatus::Abandoned:
        return u"abandoned"_s;
    }
    return u"started"_s;
}

} // namespace

QStringList stateNames(JobStages stages)
{
    QStringList names;
    for (const StageName &stage : StageNames) {
        if (stages.testFlag(stage.stage))
            names += stage.name;
    }
    return names;
}

JobStage stageOf(const QString &state)
{
    for (const StageName &stage : StageNames) {
        if (stage.name == state)
            return stage.stage;
    }
    return JobStage::Ready;
}

HistoryStatus historyStatusOf(const QString &status)
{
    for (HistoryStatus known : {HistoryStatus::Completed, HistoryStatus::Failed, HistoryStatus::PartialSuccess, HistoryStatus::Abandoned}) {
        if (historyStatusName(known) == status)
            return known;
    }
    return HistoryStatus::Started;
}

std::optional<QString> argumentsPath(const QList<ArgumentMatch> &arguments)
{
    QStringList terms;
    for (const ArgumentMatch &argument : arguments) {
        if (argument.path.isEmpty())
            throw badArguments(u"a path is empty"_s);
        QString path = u"$"_s;
        for (const QString &member : argument.path)
            path += u'.' + quoted(member);
        QString term = path + u" == "_s + quoted(argument.value);
        if (isLiteral(argument.value))
            term += u" || "_s + path + u" == "_s + argument.value.trimmed();
        terms += u'(' + term + u')';
    }
    return terms.isEmpty() ? std::nullopt : std::optional(terms.join(u" && "_s));
}

bool isNarrow(const JobFilter &filter)
{
    JobFilter wide;
    wide.stages = filter.stages;
    return filter != wide;
}

void bindFilter(Statement &statement, const JobFilter &filter)
{
    statement.bind("task", given(filter.taskIdentifier))
        .bind("queue", given(filter.queueName))
        .bind("key", given(filter.jobKey))
        .bind("flags", orNone(filter.flags))
        .bind("rate_limit", given(filter.rateLimitKey))
        .bind("worker", given(filter.workerId))
        .bind("priority", filter.priority)
        .bind("min_attempts", filter.minAttempts)
        .bind("arguments", argumentsPath(filter.arguments))
        .bind("error", given(filter.errorText))
        .bind("fingerprint", given(filter.errorFingerprint))
        .bind("min_age_ms", milliseconds(filter.minAge))
        .bind("max_age_ms", milliseconds(filter.maxAge));
}

void bindFilter(Statement &statement, const HistoryFilter &filter)
{
    QStringList statuses;
    for (HistoryStatus status : filter.statuses)
        statuses += historyStatusName(status);
    statement.bind("from", filter.from.value_or(QDateTime()))
        .bind("to", filter.to.value_or(QDateTime()))
        .bind("task", given(filter.taskIdentifier))
        .bind("queue", given(filter.queueName))
        .bind("statuses", orNone(statuses))
        .bind("worker", given(filter.workerId))
        .bind("job", filter.jobId)
        .bind("arguments", argumentsPath(filter.arguments))
        .bind("error", given(filter.errorText))
        .bind("fingerprint", given(filter.errorFingerprint));
}

} // namespace jobq::inspect
