// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
//
// Every function of libjobq, used once and shown. Wants JOBQ_DATABASE_URL, an empty database; without it the tour makes
// a private server of its own in a temporary folder.
#include "tour.h"

#include <db/localserver.h>
#include <db/querytrace.h>
#include <job/error.h>

#include <QCoreApplication>
#include <QTemporaryDir>

#include <atomic>
#include <cstdio>
#include <stdexcept>

void stop(const char *heading)
{
    std::printf("\n== %s\n", heading);
}

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

void check(bool isSo, const char *what)
{
    if (!isSo)
        throw std::runtime_error(what);
}

namespace {

void takeTour(const jobq::ConnectionSettings &settings)
{
    static std::atomic<int> statements = 0;
    jobq::setQueryTrace([](const jobq::QueryTrace &) { ++statements; });

    say(QStringLiteral("connecting to ") + settings.description());
    const jobq::ConnectionPool pool(settings);
    pool.open();
    // [system]
    jobq::System sys(pool, {}, {.base = std::chrono::milliseconds(200), .max = std::chrono::minutes(5)});
    sys.setMaxPayloadBytes(64 * 1024);
    // [/system]

    showEnqueuing(sys);
    showPayloads(pool);
    showTransactions(sys);
    showRateLimits(sys);
    showExecution(sys);
    showWorker(sys);
    showAdministration(sys);
    showReplayAndUndo(sys);
    showMaintenance(sys);
    showInspector(sys);
    showStatistics(sys);
    showExplanation(sys);
    showFutures(sys);

    jobq::setQueryTrace({});
    pool.closeThreadConnection();
    say(QStringLiteral("\nThe tour is over after %1 statements.").arg(statements.load()));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    try {
        if (const auto settings = jobq::ConnectionSettings::fromEnvironment()) {
            takeTour(*settings);
            return 0;
        }
        // [local]
        const QTemporaryDir folder;
        jobq::LocalServer::Options options;
        options.dataFolder = folder.filePath("postgres");
        jobq::LocalServer server(options);
        server.start();
        takeTour(server.settings());
        server.stop();
        // [/local]
        return 0;
    } catch (const std::exception &exception) {
        std::printf("This is not as it should be: %s\n", exception.what());
        return 1;
    }
}
