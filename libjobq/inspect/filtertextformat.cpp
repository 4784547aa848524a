// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/filtertext.h"

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

bool holdsSpace(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.isSpace(); });
}

QString inQuotes(QString text)
{
    return u'"' + text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
}

QString valueText(const QString &value)
{
    return value.isEmpty() || value.startsWith(u'"') || holdsSpace(value) ? inQuotes(value) : value;
}

QString memberText(const QString &member)
{
    const bool isPlain = !member.isEmpty() && !holdsSpace(member)
        && std::none_of(member.cbegin(), member.cend(), [](QChar c) { return QStringView(u".:<>\"\\").contains(c); });
    return isPlain ? member : inQuotes(member);
}

QString statusText(JobStages stages)
{
    if (!stages)
        return u"none"_s;
    QStringList words;
    if ((stages & AvailableStages) == AvailableStages) {
        words += u"available"_s;
        stages &= ~AvailableStages;
    }
    const std::pair<JobStage, QLatin1StringView> names[] = {{JobStage::Ready, "ready"_L1}, {JobStage::Waiting, "waiting"_L1},
                                                            {JobStage::Scheduled, "scheduled"_L1}, {JobStage::Locked, "locked"_L1},
                                                            {JobStage::Exhausted, "exhausted"_L1}};
    for (const auto &[stage, name] : names) {
        if (stages.testFlag(stage))
            words += name;
    }
    return words.join(u',');
}

QString ageText(std::chrono::milliseconds age)
{
    const std::pair<qint64, QLatin1StringView> units[] = {{604'800'000, "w"_L1}, {86'400'000, "d"_L1}, {3'600'000, "h"_L1},
                                                          {60'000, "m"_L1}, {1000, "s"_L1}, {1, "ms"_L1}};
    QString text;
    qint64 rest = qMax<qint64>(0, age.count());
    for (const auto &[milliseconds, unit] : units) {
        if (rest >= milliseconds)
            text += QString::number(rest / milliseconds) + unit;
        rest %= milliseconds;
    }
    return text.isEmpty() ? u"0s"_s : text;
}

} // namespace

QString filterText(const JobFilter &filter)
{
    QStringList terms;
    const auto addText = [&terms](const QString &word, const std::optional<QString> &value) {
        if (value)
            terms += word + valueText(*value);
    };
    if (filter.stages != AllStages)
        terms += u"status:"_s + statusText(filter.stages);
    addText(u"task:"_s, filter.taskIdentifier);
    addText(u"queue:"_s, filter.queueName);
    addText(u"key:"_s, filter.jobKey);
    for (const QString &flag : filter.flags)
        addText(u"flag:"_s, flag);
    addText(u"limit:"_s, filter.rateLimitKey);
    addText(u"worker:"_s, filter.workerId);
    if (filter.priority)
        terms += u"priority:"_s + QString::number(*filter.priority);
    if (filter.minAttempts)
        terms += u"attempts>"_s + QString::number(*filter.minAttempts - 1);
    for (const ArgumentMatch &argument : filter.arguments) {
        QString path = u"args"_s;
        for (const QString &member : argument.path)
            path += u'.' + memberText(member);
        addText(path + u':', argument.value);
    }
    addText(u"error:"_s, filter.errorText);
    addText(u"fingerprint:"_s, filter.errorFingerprint);
    if (filter.minAge)
        terms += u"age>"_s + ageText(*filter.minAge);
    if (filter.maxAge)
        terms += u"age<"_s + ageText(*filter.maxAge);
    return terms.join(u' ');
}

} // namespace jobq
