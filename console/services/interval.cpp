// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/plan.h"

#include <QRegularExpression>

#include <cmath>

namespace jobq::console {

namespace {

// What PostgreSQL calls units, as far as people write them; a month has 30 days, as in the limit's own window.
double millisecondsOf(const QString &unit)
{
    static const QList<QPair<QString, double>> units{{QStringLiteral("ms|msecs?|milliseconds?"), 1},        {QStringLiteral("s|secs?|seconds?"), 1000},
                                                     {QStringLiteral("m|mins?|minutes?"), 60'000},           {QStringLiteral("h|hrs?|hours?"), 3'600'000},
                                                     {QStringLiteral("d|days?"), 86'400'000},                {QStringLiteral("w|weeks?"), 604'800'000},
                                                     {QStringLiteral("mons?|months?"), 30.0 * 86'400'000}};
    for (const auto &[names, length] : units) {
        if (QRegularExpression(QRegularExpression::anchoredPattern(names), QRegularExpression::CaseInsensitiveOption).match(unit).hasMatch())
            return length;
    }
    return 0;
}

std::optional<std::chrono::milliseconds> rounded(double milliseconds)
{
    // Far above any window, far below any overflow.
    return milliseconds > 1e14 ? std::nullopt : std::optional(std::chrono::milliseconds(std::llround(milliseconds)));
}

} // namespace

QString intervalText(std::chrono::milliseconds interval)
{
    const QList<QPair<qint64, QString>> units{{86'400'000, QStringLiteral("day")}, {3'600'000, QStringLiteral("hour")}, {60'000, QStringLiteral("minute")}, {1000, QStringLiteral("second")}};
    for (const auto &[length, unit] : units) {
        if (interval.count() > 0 && interval.count() % length == 0)
            return QStringLiteral("%1 %2%3").arg(interval.count() / length).arg(unit, interval.count() == length ? QString() : QStringLiteral("s"));
    }
    return QStringLiteral("%1 milliseconds").arg(interval.count());
}

std::optional<std::chrono::milliseconds> readInterval(const QString &text)
{
    static const QRegularExpression clock(QStringLiteral("^([0-9]{1,6}):([0-5][0-9])(?::([0-5][0-9](?:\\.[0-9]+)?))?$"));
    static const QRegularExpression part(QStringLiteral("\\G\\s*([0-9]{1,12}(?:\\.[0-9]{1,6})?)\\s*([A-Za-z]+)"));
    const QString wanted = text.trimmed();
    const QRegularExpressionMatch face = clock.match(wanted);
    if (face.hasMatch())
        return rounded(face.captured(1).toDouble() * 3'600'000 + face.captured(2).toDouble() * 60'000 + face.captured(3).toDouble() * 1000);
    double sum = 0;
    qsizetype at = 0;
    while (at < wanted.size()) {
        const QRegularExpressionMatch found = part.match(wanted, at);
        const double unit = millisecondsOf(found.captured(2));
        if (!found.hasMatch() || unit == 0)
            return {};
        sum += found.captured(1).toDouble() * unit;
        at = found.capturedEnd();
    }
    return wanted.isEmpty() ? std::nullopt : rounded(sum);
}

} // namespace jobq::console
