// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// Measures JobQ: see docs/performance.md.
#include "benchmarks/case.h"
#include "benchmarks/interrupt.h"
#include "job/error.h"

#include <QCoreApplication>

#include <cstdio>

using namespace jobq;
using namespace jobq::bench;
using namespace Qt::StringLiterals;

namespace {

enum ExitCode { Done = 0, Failed = 1, WrongArguments = 2, WasInterrupted = 130 };

void printLine(const QString &line)
{
    std::printf("%s\n", line.toUtf8().constData());
    std::fflush(stdout);
}

QStringList caseNames()
{
    QStringList names;
    for (const Case &one : allCases())
        names += one.name;
    return names;
}

QString caseHelp()
{
    QStringList lines;
    for (const Case &one : allCases())
        lines += u"  "_s + one.name.leftJustified(9) + one.summary;
    return lines.join(u'\n');
}

void runCases(const Options &options)
{
    Progress progress;
    progress.beginCase(u"server"_s);
    progress.step(options.local() ? u"starting a local server"_s : u"connecting"_s);
    Server server(options.database);
    const InterruptGuard guard([&server] { server.cancelQueries(); });
    const auto report = [&](const Record &record) {
        progress.clear();
        printLine(options.json ? record.json(server) : record.tableLine());
    };
    progress.clear();
    if (!options.json)
        printLine(u"PostgreSQL %1, fsync %2\n\n%3"_s.arg(server.version(), server.fsync(), Record::tableHead()));
    for (const Case &one : allCases()) {
        if (!options.cases.contains(one.name))
            continue;
        throwIfInterrupted();
        progress.beginCase(one.name);
        one.run({options, server, progress, report});
    }
}

int explain(ExitCode code, const char *what)
{
    std::fprintf(stderr, "jobq-bench: %s\n", what);
    return code;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"jobq-bench"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(JOBQ_VERSION));
    try {
        runCases(readOptions(QCoreApplication::arguments(), caseNames(), caseHelp()));
    } catch (const BadArguments &mistake) {
        return explain(WrongArguments, (mistake.what() + std::string("\nTry --help.")).c_str());
    } catch (const std::exception &exception) {
        // Whatever failed after Ctrl-C failed because of it.
        if (isInterrupted())
            return explain(WasInterrupted, "interrupted");
        return explain(Failed, exception.what());
    }
    return Done;
}
