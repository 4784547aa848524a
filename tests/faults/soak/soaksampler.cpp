// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/soak/soaksampler.h"

#include "charts/chart.h"
#include "job/error.h"
#include "support/temporarypostgres.h"

#include <QFile>

#include <algorithm>
#include <stdexcept>

#include <unistd.h>

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

constexpr double MayGrowBy = 0.25;
constexpr double WarmUp = 0.2; // of the whole time
constexpr double MiB = 1024.0 * 1024.0;

/// In MiB; 0 where the process is gone.
double memoryOf(qint64 pid)
{
    QFile file(u"/proc/%1/statm"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(::sysconf(_SC_PAGESIZE)) / MiB;
}

double median(const QList<QPointF> &points, double from, double to)
{
    QList<double> values;
    for (const QPointF &point : points) {
        if (point.x() >= from && point.x() <= to)
            values += point.y();
    }
    if (values.isEmpty())
        return 0;
    const auto middle = values.begin() + values.size() / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double lastOf(const QList<QPointF> &points)
{
    return points.isEmpty() ? 0 : points.constLast().x();
}

const QString Facts = uR"(SELECT concat_ws(' ',
    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()),
    (SELECT count(*) FROM jobq.jobs),
    pg_total_relation_size('jobq.jobs'),
    (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('jobq.history') WHERE isleaf),
    pg_total_relation_size('jobq.lanes'), pg_total_relation_size('jobq.queues'),
    (SELECT count(*) FROM (SELECT FROM jobq.history WHERE status = 'completed' GROUP BY job_id HAVING count(*) > 1) twice)))"_s;

} // namespace

double SoakSeries::firstHalf() const
{
    return median(points, WarmUp * lastOf(points), lastOf(points) / 2);
}

double SoakSeries::secondHalf() const
{
    return median(points, lastOf(points) / 2, lastOf(points));
}

bool SoakSeries::isLevel() const
{
    return secondHalf() <= firstHalf() * (1 + MayGrowBy) + allowance;
}

SoakSampler::SoakSampler(const ConnectionSettings &database)
    : m_database(database)
    , m_series{{u"memory of one worker"_s, u"MiB"_s, 8, {}},
               {u"memory of all workers"_s, u"MiB"_s, 16, {}},
               {u"connections"_s, u""_s, 4, {}},
               {u"jobs in the queue"_s, u""_s, 300, {}},
               {u"jobs: table and indexes"_s, u"MiB"_s, 4, {}},
               {u"history: tables and indexes"_s, u"MiB"_s, 8, {}},
               {u"lanes: table and indexes"_s, u"MiB"_s, 1, {}},
               {u"queues: table and indexes"_s, u"MiB"_s, 1, {}}}
{
}

void SoakSampler::sample(double seconds, const QList<qint64> &pids)
{
    QList<double> values{memoryOf(pids.constFirst()), 0};
    for (const qint64 pid : pids)
        values[1] += memoryOf(pid);
    try {
        const QStringList facts = TemporaryPostgres::scalar(m_database, Facts).toString().split(u' ');
        m_completedTwice = std::max(m_completedTwice, facts.at(6).toLongLong());
        for (int n = 0; n < 6; ++n)
            values += facts.at(n).toDouble() / (n < 2 ? 1 : MiB);
    } catch (const Error &) {
        return;
    }
    for (qsizetype n = 0; n < values.size(); ++n)
        m_series[n].points += QPointF(seconds, values.at(n));
}

void SoakSampler::write(const QString &folder, const QString &title) const
{
    QList<charts::Panel> panels;
    for (const SoakSeries &series : m_series) {
        charts::Panel panel{series.unit.isEmpty() ? series.name : series.name + u", "_s + series.unit, u"minutes"_s, {}, {}};
        panel.kind = charts::Panel::Kind::Timeline;
        for (const QPointF &point : series.points)
            panel.points += QPointF(point.x() / 60, point.y());
        panels += panel;
    }
    charts::writeChart(folder + u"/soak.svg"_s, title, panels, 4);
    writeTable(folder + u"/soak.csv"_s);
}

void SoakSampler::writeTable(const QString &path) const
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        throw std::runtime_error(u"Can't write %1: %2"_s.arg(path, file.errorString()).toStdString());
    QStringList cells{u"seconds"_s};
    for (const SoakSeries &series : m_series)
        cells += series.name + (series.unit.isEmpty() ? QString() : u" in "_s + series.unit);
    file.write(cells.join(u',').toUtf8() + '\n');
    for (qsizetype row = 0; row < m_series.constFirst().points.size(); ++row) {
        cells = {QString::number(m_series.constFirst().points.at(row).x(), 'f', 1)};
        for (const SoakSeries &series : m_series)
            cells += QString::number(series.points.at(row).y(), 'f', 2);
        file.write(cells.join(u',').toUtf8() + '\n');
    }
}

} // namespace jobq::test
