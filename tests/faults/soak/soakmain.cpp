// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// jobq-soak --minutes N [--seed N] [--output FOLDER]
//
// Mixes everything with random faults, on a server of its own. Ends with 1 where a job was lost, doubled or stuck, or
// where memory, connections or tables did not stay level; with 2 where it could not do its work.

#include "faults/soak/soakrun.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QRandomGenerator>

#include <cstdio>

using namespace jobq::test;
using namespace Qt::StringLiterals;

namespace {

void say(const QString &text)
{
    std::fprintf(stdout, "%s\n", qPrintable(text));
    std::fflush(stdout);
}

int soak(double minutes, quint64 seed, const QString &output)
{
    say(u"%1 minutes with seed %2"_s.arg(minutes).arg(seed));
    SoakRun run(minutes, seed);
    run.run();
    say(u'\n' + run.table());
    if (!output.isEmpty()) {
        QDir().mkpath(output);
        run.write(output);
        say(u"Written: %1/soak.svg and soak.csv"_s.arg(output));
    }
    const QStringList problems = run.problems();
    say(problems.isEmpty() ? u"All is well."_s : u"NOT well: "_s + problems.join(u"; "_s));
    return problems.isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Mixes everything with random faults, on a PostgreSQL server of its own."_s);
    parser.addHelpOption();
    parser.addOption({u"minutes"_s, u"How long; a fraction will do. Levels are judged from 5 on."_s, u"N"_s, u"10"_s});
    parser.addOption({u"seed"_s, u"Of what is random, as an earlier run printed it."_s, u"N"_s});
    parser.addOption({u"output"_s, u"Where soak.svg and soak.csv are to be written."_s, u"folder"_s});
    parser.process(application);

    bool isNumber = false;
    const double minutes = parser.value(u"minutes"_s).toDouble(&isNumber);
    bool isSeed = true;
    const quint64 seed = parser.isSet(u"seed"_s) ? parser.value(u"seed"_s).toULongLong(&isSeed) : QRandomGenerator::system()->generate();
    if (!isNumber || minutes <= 0 || !isSeed) {
        std::fprintf(stderr, "--minutes takes a number above 0, --seed one without a fraction.\n");
        return 2;
    }
    try {
        return soak(minutes, seed, parser.value(u"output"_s));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
