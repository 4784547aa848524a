// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/options.h"

#include <QCommandLineParser>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

qint64 number(const QCommandLineParser &parser, const QString &name, qint64 smallest, qint64 largest)
{
    bool isNumber = false;
    const QString text = parser.value(name);
    const qint64 value = text.toLongLong(&isNumber);
    if (!isNumber || value < smallest || value > largest)
        throw BadArguments(
            u"--%1: must be a whole number from %2 to %3, not “%4”"_s.arg(name).arg(smallest).arg(largest).arg(text));
    return value;
}

/// In the order of the list of cases, whatever the order on the command line.
QStringList chosenCases(const QCommandLineParser &parser, const QStringList &known)
{
    QStringList asked;
    const QStringList values = parser.values(u"case"_s);
    for (const QString &value : values)
        asked += value.split(u',', Qt::SkipEmptyParts);
    const QStringList further = parser.positionalArguments();
    if (asked.isEmpty() && !further.isEmpty())
        throw BadArguments(u"“%1”: not understood; names of cases come after --case"_s.arg(further.constFirst()));
    asked += further; // --case bulk single
    for (const QString &name : std::as_const(asked)) {
        if (!known.contains(name))
            throw BadArguments(u"--case: there is no case “%1”, only %2"_s.arg(name, known.join(u", "_s)));
    }
    if (asked.isEmpty())
        return known;
    QStringList chosen;
    for (const QString &name : known) {
        if (asked.contains(name))
            chosen += name;
    }
    return chosen;
}

void addOptions(QCommandLineParser &parser)
{
    const Options defaults;
    parser.addOptions({
        {u"database"_s, u"The server: URI or keywords, as libpq takes them. The role must be allowed to create databases."_s, u"URI"_s},
        {u"local"_s, u"A server of its own in a temporary folder, with PostgreSQL's stock configuration."_s},
        {u"case"_s, u"Only these cases. All if not given."_s, u"NAME…"_s},
        {u"jobs"_s, u"Scales every case."_s, u"N"_s, QString::number(defaults.jobs)},
        {u"rows"_s, u"Rows in the large tables of backlog, gc and pages."_s, u"N"_s, QString::number(defaults.rows)},
        {u"concurrency"_s, u"Threads of a worker."_s, u"N"_s, QString::number(defaults.concurrency)},
        {u"full"_s, u"The sizes that the marks are meant for: 100,000 jobs and 10,000,000 rows."_s},
        {u"json"_s, u"Prints one JSON object a line."_s},
    });
}

} // namespace

Options readOptions(const QStringList &arguments, const QStringList &knownCases, const QString &caseHelp)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures JobQ on a PostgreSQL server, in a database that it makes and drops.\n\nCases, in this order:\n"_s + caseHelp);
    addOptions(parser);
    parser.addHelpOption();
    parser.addVersionOption();
    if (!parser.parse(arguments))
        throw BadArguments(parser.errorText());
    if (parser.isSet(u"help"_s) || parser.isSet(u"version"_s))
        parser.process(arguments); // prints and exits

    if (parser.isSet(u"database"_s) == parser.isSet(u"local"_s))
        throw BadArguments(u"exactly one of --database URI and --local is needed"_s);
    Options options;
    options.database = parser.value(u"database"_s);
    if (options.database.isEmpty() && parser.isSet(u"database"_s))
        throw BadArguments(u"--database: must not be empty"_s);
    options.cases = chosenCases(parser, knownCases);
    options.jobs = int(number(parser, u"jobs"_s, 100, 100'000'000));
    options.rows = number(parser, u"rows"_s, 1000, 1'000'000'000);
    if (parser.isSet(u"full"_s)) {
        if (parser.isSet(u"jobs"_s) || parser.isSet(u"rows"_s))
            throw BadArguments(u"--full: stands for --jobs and --rows, so it can't be given beside them"_s);
        options.jobs = 100'000;
        options.rows = 10'000'000;
    }
    options.concurrency = int(number(parser, u"concurrency"_s, 1, 1000));
    options.json = parser.isSet(u"json"_s);
    return options;
}

} // namespace jobq::bench
