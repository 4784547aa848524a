// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// Puts what several runs of jobq-bench printed into docs/performance.md: of each line the best run.
#include "benchmarks/marks.h"
#include "benchmarks/report.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

using namespace jobq::bench;
using namespace Qt::StringLiterals;

namespace {

const QString Begin = QStringLiteral("<!-- measured: begin -->\n");
const QString End = QStringLiteral("<!-- measured: end -->\n");

struct Row {
    QString name;
    QJsonObject best;
    int runs = 0;
};

QString read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error(u"Can't read %1: %2"_s.arg(path, file.errorString()).toStdString());
    return QString::fromUtf8(file.readAll());
}

QString nameOf(const QJsonObject &record)
{
    for (const QString &variant : {u"blocked_by"_s, u"expired_in"_s, u"page"_s}) {
        if (record.contains(variant))
            return record.value(u"case"_s).toString() + u": "_s + record.value(variant).toString();
    }
    return record.value(u"case"_s).toString();
}

bool isBetter(const QJsonObject &record, const QJsonObject &than)
{
    const QList<Mark> marks = marksOf(record.value(u"case"_s).toString());
    if (marks.isEmpty())
        return true;
    const double mine = record.value(marks.constFirst().field).toDouble();
    const double others = than.value(marks.constFirst().field).toDouble();
    return marks.constFirst().sense == Mark::Sense::AtLeast ? mine > others : mine < others;
}

QList<Row> bestRows(const QStringList &files)
{
    QList<Row> rows;
    for (const QString &file : files) {
        const QStringList lines = read(file).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &line : lines) {
            const QJsonObject record = QJsonDocument::fromJson(line.toUtf8()).object();
            if (record.isEmpty())
                throw std::runtime_error(u"%1: not a line of jobq-bench --json: %2"_s.arg(file, line).toStdString());
            const QString name = nameOf(record);
            auto at = std::find_if(rows.begin(), rows.end(), [&](const Row &row) { return row.name == name; });
            if (at == rows.end())
                at = rows.insert(rows.end(), Row{name, record, 0});
            if (isBetter(record, at->best))
                at->best = record;
            ++at->runs;
        }
    }
    return rows;
}

QString figuresOf(const QJsonObject &record, const QList<Mark> &marks)
{
    QStringList figures;
    for (const Mark &mark : marks) {
        const double value = record.value(mark.field).toDouble();
        figures += grouped(value, value < 10 ? 2 : value < 1000 ? 1 : 0) + u' ' + mark.unit;
    }
    for (const QString &more : {u"round_trips_per_job"_s, u"client_cpu_us_per_job"_s}) {
        if (record.contains(more))
            figures += QString::number(record.value(more).toDouble(), 'g', 3)
                + (more.startsWith(u"round"_s) ? u" round trips a job"_s : u" µs of client processor time a job"_s);
    }
    return figures.join(u", "_s);
}

QString tableOf(const QList<Row> &rows)
{
    QString table = u"| case | reach | measured | reached |\n|---|---|---|---|\n"_s;
    for (const Row &row : rows) {
        const QList<Mark> marks = marksOf(row.best.value(u"case"_s).toString());
        QStringList reach;
        for (const Mark &mark : marks)
            reach += mark.text();
        const QJsonValue reached = row.best.value(u"reached"_s);
        const QString verdict = reached.isBool() ? (reached.toBool() ? u"yes"_s : u"**no**"_s) : u"at fewer rows"_s;
        table += u"| %1 | %2 | %3 | %4 |\n"_s.arg(row.name, reach.join(u", "_s), figuresOf(row.best, marks), verdict);
    }
    const QJsonObject any = rows.isEmpty() ? QJsonObject() : rows.constFirst().best;
    const int runs = rows.isEmpty() ? 0 : rows.constFirst().runs;
    return u"PostgreSQL %1, fsync %2; the best of %3 run(s) of each case.\n\n"_s.arg(any.value(u"server"_s).toString(),
                                                                                any.value(u"fsync"_s).toString())
               .arg(runs)
        + table;
}

void writeTable(const QString &path, const QString &table)
{
    QString page = read(path);
    const qsizetype from = page.indexOf(Begin);
    const qsizetype to = page.indexOf(End);
    if (from < 0 || to < from)
        throw std::runtime_error(u"%1: it has no section between the marks “measured: begin” and “end”"_s.arg(path).toStdString());
    page.replace(from, to - from, Begin + u'\n' + table + u'\n');
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(page.toUtf8()) < 0)
        throw std::runtime_error(u"Can't write %1: %2"_s.arg(path, file.errorString()).toStdString());
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 3) {
        std::fputs("usage: jobq-bench-table PAGE.md RUN.jsonl…\n", stderr);
        return 2;
    }
    try {
        writeTable(arguments.at(1), tableOf(bestRows(arguments.mid(2))));
    } catch (const std::exception &exception) {
        std::fprintf(stderr, "jobq-bench-table: %s\n", exception.what());
        return 1;
    }
    return 0;
}
