// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/marks.h"

#include <QLocale>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

/// For one machine with two cores, a stock PostgreSQL configuration and fsync on.
const QList<Mark> &allMarks()
{
    using enum Mark::Sense;
    static const QList<Mark> marks{
        {u"bulk"_s, u"jobs_per_s"_s, AtLeast, 120'000, u"jobs/s"_s},
        {u"single"_s, u"jobs_per_s"_s, AtLeast, 5'000, u"jobs/s"_s},
        {u"drain"_s, u"jobs_per_s"_s, AtLeast, 70'000, u"jobs/s"_s},
        {u"claim1"_s, u"jobs_per_s"_s, AtLeast, 1'300, u"jobs/s"_s},
        {u"latency"_s, u"p50_ms"_s, AtMost, 1.0, u"ms p50"_s},
        {u"latency"_s, u"p99_ms"_s, AtMost, 6, u"ms p99"_s},
        {u"horizon"_s, u"ratio"_s, AtLeast, 0.70, u"of clean"_s},
        {u"blocked"_s, u"ratio"_s, AtLeast, 0.80, u"of clean"_s},
        {u"backlog"_s, u"ratio"_s, AtMost, 1.2, u"× the time"_s, 10'000'000},
        {u"queues"_s, u"jobs_per_s"_s, AtLeast, 15'000, u"jobs/s"_s},
        {u"gc"_s, u"seconds"_s, AtMost, 2, u"s"_s, 5'000'000},
        {u"memory"_s, u"peak_mib"_s, AtMost, 150, u"MiB"_s},
        {u"console"_s, u"first_ms"_s, AtMost, 150, u"ms to first rows"_s, 10'000'000},
        {u"console"_s, u"gui_block_ms"_s, AtMost, 16, u"ms GUI thread blocked"_s, 10'000'000},
        {u"pages"_s, u"first_ms"_s, AtMost, 150, u"ms"_s, 10'000'000},
    };
    return marks;
}

} // namespace

bool Mark::isReached(double measured) const
{
    return sense == Sense::AtLeast ? measured >= value : measured <= value;
}

QString Mark::text() const
{
    const QString sign = sense == Sense::AtLeast ? u"≥ "_s : u"≤ "_s;
    return sign + QLocale(QLocale::English).toString(value, 'f', value < 10 && value != int(value) ? 1 : 0) + u' ' + unit;
}

QJsonObject Mark::toJson() const
{
    QJsonObject object{{u"field"_s, field}, {sense == Sense::AtLeast ? u"at_least"_s : u"at_most"_s, value}};
    if (scale > 0)
        object.insert(u"rows"_s, scale);
    return object;
}

QList<Mark> marksOf(const QString &caseName)
{
    QList<Mark> marks;
    for (const Mark &mark : allMarks()) {
        if (mark.caseName == caseName)
            marks += mark;
    }
    return marks;
}

} // namespace jobq::bench
