// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
//
// A worker program: runs until SIGINT or SIGTERM, or with `--drain` until nothing is left to do.
#include <admin/maintenancerunner.h>
#include <worker/worker.h>

#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

namespace {

int signalSockets[2];

/// Makes SIGINT and SIGTERM readable, because a signal handler itself may do next to nothing.
int watchSignals()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, signalSockets) != 0)
        qFatal("socketpair failed");
    for (const int signal : {SIGINT, SIGTERM}) {
        std::signal(signal, [](int) {
            const char byte = 0;
            [[maybe_unused]] const ssize_t written = ::write(signalSockets[0], &byte, 1);
        });
    }
    return signalSockets[1];
}

// [handlers]
void addHandlers(jobq::Worker &worker)
{
    // Returning is success. What it throws is recorded as the error, and the job is tried again.
    worker.addHandler("count-lines", [](jobq::JobContext &context) -> jobq::Result {
        QFile file(context.payload().object()["file"].toString());
        if (!file.exists())
            return jobq::Result::permanentFailure("there is no such file"); // a retry would not help
        if (!file.open(QIODevice::ReadOnly))
            return jobq::Result::failure(file.errorString());
        int lines = 0;
        while (!file.atEnd()) {
            context.throwIfCancelled(); // time is up, the lease was lost, or the worker stops
            file.readLine();
            ++lines;
        }
        return jobq::Result::success(QJsonObject{{"lines", lines}});
    });

    // Works step by step, says how far it is, and resumes after the last step that was done.
    worker.addHandler(
        "publish",
        [](jobq::JobContext &context) -> jobq::Result {
            const QStringList steps{"render", "upload", "announce"};
            const auto &last = context.job().lastPartialResults;
            const qsizetype first = last ? steps.indexOf(last->retryFromStep.value_or(steps.first())) : 0;
            for (qsizetype i = first; i < steps.size(); ++i) {
                if (context.waitFor(std::chrono::milliseconds(5)))
                    return jobq::PartialResults{.completedSteps = steps.first(i), .retryFromStep = steps.at(i)};
                context.setProgress(double(i + 1) / double(steps.size()), steps.at(i));
            }
            return jobq::Result::success();
        },
        {.timeLimit = std::chrono::seconds(30)});
}
// [/handlers]

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    try {
        const jobq::ConnectionPool pool(jobq::ConnectionSettings::fromEnvironment().value());
        pool.open();
        const jobq::System sys(pool);

        // [run]
        jobq::Worker worker(sys, {.concurrency = 4, .stopTimeout = std::chrono::seconds(20)});
        addHandlers(worker);
        QObject::connect(&worker, &jobq::Worker::completed, &app, [](const jobq::ClaimedJob &job) {
            say(QStringLiteral("job %1 (%2) completed").arg(job.id).arg(job.taskIdentifier));
        });
        QObject::connect(&worker, &jobq::Worker::failed, &app, [](const jobq::ClaimedJob &job, const QString &message) {
            say(QStringLiteral("job %1 (%2) failed: %3").arg(job.id).arg(job.taskIdentifier, message));
        });
        QObject::connect(&worker, &jobq::Worker::infrastructureError, &app, &say);
        QObject::connect(&worker, &jobq::Worker::stopped, &app, &QCoreApplication::quit);

        // One process on one machine does the maintenance at a time, whoever has a runner.
        jobq::MaintenanceRunner maintenance(sys);
        maintenance.start();

        const QSocketNotifier signalled(watchSignals(), QSocketNotifier::Read);
        QObject::connect(&signalled, &QSocketNotifier::activated, &worker, [&worker] { worker.stop(); });

        if (QCoreApplication::arguments().contains("--drain"))
            worker.drain();
        else
            worker.start();
        return QCoreApplication::exec();
        // [/run]
    } catch (const jobq::Error &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
