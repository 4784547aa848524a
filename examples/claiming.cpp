// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
//
// A worker of one's own: claims, runs and finishes jobs without jobq::Worker.
#include <enqueue/jobenqueue.h>
#include <execution/workerexecution.h>

#include <QCoreApplication>
#include <QElapsedTimer>

#include <stdexcept>

namespace {

void run(const jobq::ClaimedJob &job)
{
    if (job.payload.object()["to"].toString().isEmpty())
        throw std::runtime_error("there is nobody to send it to");
    qInfo("sending to %s", qPrintable(job.payload.object()["to"].toString()));
}

void workOnce(const jobq::System &sys, const QString &workerId)
{
    // [loop]
    const jobq::WorkerExecution exec(sys);
    for (const jobq::ClaimedJob &job : exec.getJobs(workerId, {.batchSize = 5})) {
        QElapsedTimer clock;
        clock.start();
        const auto elapsed = [&clock] { return std::chrono::microseconds(clock.nsecsElapsed() / 1000); };
        try {
            run(job);
            exec.completeJobs(workerId, {job}, elapsed());
        } catch (const std::exception &exception) {
            exec.failJobs(workerId, {{job, exception}}, elapsed());
        }
    }
    // [/loop]
}

// [partial]
void importRows(const jobq::WorkerExecution &exec, const QString &workerId, const jobq::ClaimedJob &job)
{
    // Resume where the last execution stopped.
    const QString from = job.lastPartialResults ? job.lastPartialResults->retryFromStep.value_or("download") : "download";
    if (from == "download") {
        const jobq::PartialResults partial{.completedSteps = {"download"},
                                           .failedSteps = {"parse"},
                                           .retryFromStep = "parse",
                                           .results = {{"rows", 1200}}};
        const jobq::FinishReport report = exec.reportPartialSuccess(workerId, job, partial, std::chrono::milliseconds(40));
        if (!report.isComplete())
            qInfo("the lock was taken from this execution: another one will do it");
        return;
    }
    exec.completeJobs(workerId, {job}, std::chrono::milliseconds(40));
}
// [/partial]

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const jobq::ConnectionPool pool(jobq::ConnectionSettings::fromEnvironment().value());
    pool.open();
    const jobq::System sys(pool);
    const QString workerId = QStringLiteral("claiming-example");

    const jobq::JobEnqueue enqueue(sys);
    enqueue.addJobs({{"send-email", {{"to", "x@y.com"}}}, {"send-email", {{"to", ""}}}});
    workOnce(sys, workerId);

    enqueue.addJob("import-rows", {});
    const jobq::WorkerExecution exec(sys);
    for (const jobq::ClaimedJob &job : exec.getJobs(workerId, {.taskIdentifiers = QStringList{"import-rows"}}))
        importRows(exec, workerId, job);
}
