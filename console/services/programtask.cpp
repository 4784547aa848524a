// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/testtasks.h"

#include <QProcess>
#include <QProcessEnvironment>

namespace jobq::console {

namespace {

constexpr int stepMs = 50;
constexpr int longestErrorCharacters = 4000;

// What a program is not to inherit: how to reach the database.
QProcessEnvironment withoutCredentials()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(QLatin1String("PG")) || name.startsWith(QLatin1String("JOBQ_")))
            environment.remove(name);
    }
    return environment;
}

void kill(QProcess &process)
{
    process.terminate();
    if (!process.waitForFinished(500)) {
        process.kill();
        process.waitForFinished(2000);
    }
}

QString lastLine(const QString &text)
{
    return text.trimmed().section(QLatin1Char('\n'), -1).left(500);
}

} // namespace

Result ProgramTask::run(JobContext &context) const
{
    QStringList words = QProcess::splitCommand(command);
    if (words.isEmpty())
        return Result::permanentFailure(QStringLiteral("no program is set for %1").arg(taskIdentifier));
    QProcess process;
    process.setProcessEnvironment(withoutCredentials());
    process.setProgram(words.takeFirst());
    process.setArguments(words);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.start();
    if (!process.waitForStarted(5000))
        return Result::failure(QStringLiteral("can't start %1: %2").arg(process.program(), process.errorString()));
    process.write(context.payload().text().toUtf8());
    process.closeWriteChannel();
    while (!process.waitForFinished(stepMs) && process.state() != QProcess::NotRunning) {
        if (context.isCancelled()) {
            kill(process);
            context.throwIfCancelled();
        }
    }
    const QString errors = QString::fromUtf8(process.readAllStandardError()).right(longestErrorCharacters);
    if (process.exitStatus() == QProcess::CrashExit)
        return Result::failure(QStringLiteral("%1 crashed").arg(process.program()), errors);
    if (process.exitCode() != 0)
        return Result::failure(errors.trimmed().isEmpty() ? QStringLiteral("exit code %1").arg(process.exitCode()) : lastLine(errors),
                               QStringLiteral("exit code %1\n%2").arg(process.exitCode()).arg(errors));
    return Result::success();
}

} // namespace jobq::console
