// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// Draws how the cost of a claim and the throughput grow: docs/performance.md shows the pictures.
#include "benchmarks/curves.h"
#include "benchmarks/interrupt.h"
#include "job/error.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

#include <cstdio>

using namespace jobq;
using namespace jobq::bench;
using namespace Qt::StringLiterals;

namespace {

CurveOptions readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures how JobQ's cost grows with its tables, and writes the curves as SVG."_s);
    parser.addOptions({
        {u"database"_s, u"The server: URI or keywords, as libpq takes them."_s, u"URI"_s},
        {u"local"_s, u"A server of its own in a temporary folder."_s},
        {u"output"_s, u"Where claim-cost.svg and processes.svg go."_s, u"FOLDER"_s},
        {u"rows"_s, u"The largest table."_s, u"N"_s, u"10000000"_s},
        {u"jobs"_s, u"Drained for each number of processes: enough that their start counts little."_s, u"N"_s, u"2000000"_s},
        {u"processes"_s, u"How many worker processes side by side."_s, u"N,N,…"_s, u"1,2,4,8,16,32"_s},
        {u"only"_s, u"One of the pictures: claim-cost or processes."_s, u"PICTURE"_s},
    });
    parser.addHelpOption();
    parser.process(arguments);
    if (parser.isSet(u"database"_s) == parser.isSet(u"local"_s) || !parser.isSet(u"output"_s))
        throw BadArguments(u"needs --output FOLDER, and one of --database URI and --local"_s);
    CurveOptions options;
    options.database = parser.value(u"database"_s);
    options.output = parser.value(u"output"_s);
    if (!QDir().mkpath(options.output))
        throw BadArguments(u"--output: can't make the folder %1"_s.arg(options.output));
    const QString only = parser.value(u"only"_s);
    if (!only.isEmpty() && only != "claim-cost"_L1 && only != "processes"_L1)
        throw BadArguments(u"--only must be claim-cost or processes"_s);
    options.claimCost = only != "processes"_L1;
    options.processes = only != "claim-cost"_L1;
    options.rows = parser.value(u"rows"_s).toLongLong();
    options.jobs = parser.value(u"jobs"_s).toLongLong();
    for (const QString &count : parser.value(u"processes"_s).split(u',')) {
        options.processCounts += count.toInt();
        if (options.processCounts.constLast() < 1 || options.processCounts.constLast() > 32)
            throw BadArguments(u"--processes must be numbers from 1 to 32, with commas between them"_s);
    }
    if (options.rows < 10'000 || options.jobs < 1000)
        throw BadArguments(u"--rows must be 10000 or more, --jobs 1000 or more"_s);
    return options;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"jobq-bench-curves"_s);
    try {
        const CurveOptions options = readOptions(QCoreApplication::arguments());
        Server server(options.database);
        const InterruptGuard guard([&server] { server.cancelQueries(); });
        drawCurves(options, server);
    } catch (const BadArguments &mistake) {
        std::fprintf(stderr, "jobq-bench-curves: %s\nTry --help.\n", mistake.what());
        return 2;
    } catch (const std::exception &exception) {
        std::fprintf(stderr, "jobq-bench-curves: %s\n", isInterrupted() ? "interrupted" : exception.what());
        return isInterrupted() ? 130 : 1;
    }
    return 0;
}
