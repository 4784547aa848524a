// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/testtasks.h"

#include <QRandomGenerator>

#include <cstdlib>
#include <stdexcept>

namespace jobq::console {

namespace {

int milliseconds(const JobContext &context, int byDefault)
{
    return qBound(0, context.payload().object().value(QLatin1String("ms")).toInt(byDefault), 3'600'000);
}

Result sleepFor(JobContext &context, int ms)
{
    constexpr int stepMs = 100;
    for (int done = 0; done < ms; done += stepMs) {
        if (context.waitFor(std::chrono::milliseconds(qMin(stepMs, ms - done))))
            context.throwIfCancelled();
        context.setProgress(double(done) / ms);
    }
    return Result::success();
}

Result flaky(JobContext &context)
{
    const double probability = context.payload().object().value(QLatin1String("probability")).toDouble(0.5);
    if (QRandomGenerator::global()->generateDouble() < probability)
        return Result::failure(QStringLiteral("the dice said no (probability %1)").arg(probability));
    return Result::success();
}

Result partial(JobContext &context)
{
    if (context.job().lastPartialResults)
        return Result::success({{QStringLiteral("resumedFrom"), context.job().lastPartialResults->retryFromStep.value_or(QString())}});
    return PartialResults{{QStringLiteral("first")}, {QStringLiteral("second")}, QStringLiteral("second"), Payload{{QStringLiteral("done"), 1}}};
}

QList<TestTask> makeTasks()
{
    using std::chrono::milliseconds;
    return {
        {QStringLiteral("test.succeed"), TestTasks::tr("Succeeds at once"), QStringLiteral("{}"), {}, [](JobContext &) { return Result::success(); }},
        {QStringLiteral("test.fail"), TestTasks::tr("Fails always"), QStringLiteral("{\"message\": \"it broke\"}"), {},
         [](JobContext &context) -> Result {
             throw std::runtime_error(context.payload().object().value(QLatin1String("message")).toString(QStringLiteral("it broke")).toStdString());
         }},
        {QStringLiteral("test.flaky"), TestTasks::tr("Fails with a probability"), QStringLiteral("{\"probability\": 0.5}"), {}, flaky},
        {QStringLiteral("test.sleep"), TestTasks::tr("Sleeps"), QStringLiteral("{\"ms\": 5000}"), {},
         [](JobContext &context) { return sleepFor(context, console::milliseconds(context, 5000)); }},
        {QStringLiteral("test.partial"), TestTasks::tr("Succeeds in part, then wholly"), QStringLiteral("{}"), {}, partial},
        {QStringLiteral("test.timeout"), TestTasks::tr("Runs into its time limit of 2 s"), QStringLiteral("{\"ms\": 10000}"), milliseconds(2000),
         [](JobContext &context) { return sleepFor(context, console::milliseconds(context, 10'000)); }},
    };
}

} // namespace

const QList<TestTask> &TestTasks::all()
{
    static const QList<TestTask> tasks = makeTasks();
    return tasks;
}

void TestTasks::addTo(Worker &worker)
{
    for (const TestTask &task : all())
        worker.addHandler(task.identifier, task.handler, {task.timeLimit});
}

void TestTasks::addCrashTo(Worker &worker)
{
    worker.addHandler(crashTask(), [](JobContext &context) -> Result {
        context.waitFor(std::chrono::milliseconds(milliseconds(context, 1000)));
        std::_Exit(134); // without a farewell to the database, as a crash would be
    });
}

} // namespace jobq::console
