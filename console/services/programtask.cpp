// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/testtasks.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>

#include <csignal>
#include <unistd.h>

namespace jobq::console {

namespace {

constexpr int stepMs = 50;
constexpr int longestErrorCharacters = 4000;

// What a program is not to inherit: how to reach the database, whatever the variable is called.
QProcessEnvironment withoutCredentials()
{
    static const QRegularExpression address(QStringLiteral("postgres(ql)?://|(^|\\s)(password|passfile)\\s*="), QRegularExpression::CaseInsensitiveOption);
    static const QStringList names{QStringLiteral("DATABASE_URL"), QStringLiteral("DATABASE_URI")};
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        const bool isOurs = name.startsWith(QLatin1String("PG")) || name.startsWith(QLatin1String("JOBQ_")) || names.contains(name);
        if (isOurs || environment.value(name).contains(address))
            environment.remove(name);
    }
    return environment;
}

// Leads a group of its own, so that what it has started in turn can be ended with it.
void leadGroup()
{
    ::setpgid(0, 0);
}

void signalGroup(const QProcess &process, int signal)
{
    if (process.processId() > 0)
        ::kill(-pid_t(process.processId()), signal);
}

void kill(QProcess &process)
{
    const pid_t group = pid_t(process.processId());
    signalGroup(process, SIGTERM);
    if (!process.waitForFinished(500)) {
        signalGroup(process, SIGKILL);
        process.waitForFinished(2000);
    }
    if (group > 0)
        ::kill(-group, SIGKILL); // those of the group that outlived their leader
}

// Only the end of it is kept, however much a program writes.
void takeErrors(QProcess &process, QByteArray &errors)
{
    constexpr qsizetype mostBytes = 4 * longestErrorCharacters;
    errors += process.readAllStandardError();
    if (errors.size() > mostBytes)
        errors = errors.right(mostBytes);
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
    process.setChildProcessModifier(leadGroup);
    process.start();
    if (!process.waitForStarted(5000))
        return Result::failure(QStringLiteral("can't start %1: %2").arg(process.program(), process.errorString()));
    process.write(context.payload().text().toUtf8());
    process.closeWriteChannel();
    QByteArray written;
    while (!process.waitForFinished(stepMs) && process.state() != QProcess::NotRunning) {
        takeErrors(process, written);
        if (context.isCancelled()) {
            kill(process);
            context.throwIfCancelled();
        }
    }
    takeErrors(process, written);
    const QString errors = QString::fromUtf8(written).right(longestErrorCharacters);
    if (process.exitStatus() == QProcess::CrashExit)
        return Result::failure(QStringLiteral("%1 crashed").arg(process.program()), errors);
    if (process.exitCode() != 0)
        return Result::failure(errors.trimmed().isEmpty() ? QStringLiteral("exit code %1").arg(process.exitCode()) : lastLine(errors),
                               QStringLiteral("exit code %1\n%2").arg(process.exitCode()).arg(errors));
    return Result::success();
}

} // namespace jobq::console
