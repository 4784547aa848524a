// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/workerprocess.h"

namespace jobq::test {

WorkerProcess::WorkerProcess(const ConnectionSettings &database, const Options &options)
{
    QStringList environment = QProcess::systemEnvironment() + options.environment;
    environment += QStringLiteral("JOBQ_DATABASE_URL=") + database.connectionString();
    if (!database.preparedStatements)
        environment += QStringLiteral("JOBQ_TEST_POOLER=1");
    m_process.setEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    if (options.quiet) {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.setStandardErrorFile(QProcess::nullDevice());
    }
    QStringList command = options.launcher;
    command << QStringLiteral(JOBQ_TEST_WORKER) << options.log << QString::number(options.threads)
            << QString::number(options.leaseMs) << QString::number(options.jobMs);
    const QString program = command.takeFirst();
    m_process.start(program, command);
    if (!m_process.waitForStarted())
        qFatal("%s does not start", JOBQ_TEST_WORKER);
}

WorkerProcess::~WorkerProcess()
{
    if (m_process.state() != QProcess::NotRunning)
        kill();
}

void WorkerProcess::send(int signal) const
{
    ::kill(pid_t(m_process.processId()), signal);
}

void WorkerProcess::kill()
{
    send(SIGKILL);
    m_process.waitForFinished(-1);
}

bool WorkerProcess::stop()
{
    send(SIGTERM);
    return m_process.waitForFinished(60000) && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

} // namespace jobq::test
