// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/testworkers.h"

#include "admin/maintenancerunner.h"
#include "services/samplehandlers.h"

#include <QCoreApplication>
#include <QProcess>
#include <QProcessEnvironment>

namespace jobq::console {

namespace {

const char *const crashAddress = "JOBQ_CRASH_DATABASE";

} // namespace

TestWorkers::TestWorkers(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(500);
    connect(&m_timer, &QTimer::timeout, this, &TestWorkers::changed);
}

TestWorkers::~TestWorkers()
{
    shutDown(std::chrono::seconds(2));
}

void TestWorkers::start(const System &system, const Options &options)
{
    if (isRunning())
        return;
    WorkerOptions workerOptions;
    workerOptions.concurrency = options.threads;
    workerOptions.stopTimeout = std::chrono::seconds(5);
    auto worker = std::make_unique<Worker>(system, workerOptions);
    if (options.sampleTasks)
        SampleHandlers::addTo(*worker);
    if (options.testTasks)
        TestTasks::addTo(*worker);
    for (const ProgramTask &program : options.programs)
        worker->addHandler(program.taskIdentifier, [program](JobContext &context) { return program.run(context); }, {program.timeLimit});
    connect(worker.get(), &Worker::stateChanged, this, &TestWorkers::changed);
    connect(worker.get(), &Worker::infrastructureError, this, &TestWorkers::say);
    worker->start();
    m_worker = std::move(worker);
    // Somebody must free the jobs of dead workers and sample the charts: on a database of its own nobody else does.
    m_maintenance = std::make_unique<MaintenanceRunner>(system);
    m_maintenance->start();
    m_timer.start();
    say(tr("Started with %n thread(s).", nullptr, options.threads));
}

void TestWorkers::drain()
{
    if (m_worker) {
        m_worker->drain();
        say(tr("Draining: stops once nothing is left to claim."));
    }
}

void TestWorkers::stop()
{
    if (m_worker) {
        m_worker->stop();
        say(tr("Stopping: running jobs go on for up to 5 s."));
    }
}

void TestWorkers::shutDown(std::chrono::milliseconds limit)
{
    m_timer.stop();
    if (m_worker) {
        m_last = m_worker->counters();
        m_worker->stop(limit);
        m_worker->waitForStopped(limit + std::chrono::seconds(2));
        m_worker.reset();
    }
    if (m_maintenance)
        m_maintenance->stop();
    m_maintenance.reset();
}

void TestWorkers::enqueueCrash(const System &system)
{
    JobOptions options;
    options.maxAttempts = 2;
    JobEnqueue(system).addJob(TestTasks::crashTask(), {{QStringLiteral("ms"), 1500}}, options);
}

void TestWorkers::startCrashProcess(const System &system, std::chrono::seconds lease)
{
    auto *process = new QProcess(this);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QLatin1String(crashAddress), system.pool().settings().connectionString());
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process->setProcessEnvironment(environment);
    connect(process, &QProcess::finished, this, [this, process](int exitCode) {
        say(tr("The worker process ended with exit code %1, as it should.").arg(exitCode));
        process->deleteLater();
    });
    connect(process, &QProcess::errorOccurred, this, [this, process](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        say(tr("The worker process could not be started: %1").arg(process->errorString()));
        process->deleteLater();
    });
    const QString program = m_crashProgram.isEmpty() ? QCoreApplication::applicationFilePath() : m_crashProgram;
    process->start(program, {QStringLiteral("--crash-worker"), QString::number(lease.count())});
    say(tr("A worker process was started that will crash; its job is freed when its lease of %1 s runs out.").arg(lease.count()));
}

int TestWorkers::runCrashProcess(std::chrono::seconds lease)
{
    const System system{ConnectionPool(ConnectionSettings::fromString(qEnvironmentVariable(crashAddress)))};
    WorkerOptions options;
    options.concurrency = 1;
    options.lease = lease;
    Worker worker(system, options);
    TestTasks::addCrashTo(worker);
    worker.drain();
    worker.waitForStopped(std::chrono::seconds(30));
    return 0;
}

bool TestWorkers::isRunning() const
{
    return m_worker && m_worker->state() != Worker::State::Stopped;
}

Worker::State TestWorkers::state() const
{
    return m_worker ? m_worker->state() : Worker::State::Stopped;
}

WorkerCounters TestWorkers::counters() const
{
    return m_worker ? m_worker->counters() : m_last;
}

QStringList TestWorkers::taskIdentifiers() const
{
    return m_worker ? m_worker->taskIdentifiers() : QStringList();
}

QString TestWorkers::workerId() const
{
    return m_worker ? m_worker->workerId() : QString();
}

void TestWorkers::say(const QString &message)
{
    m_messages.prepend(message);
    constexpr qsizetype mostMessages = 50;
    m_messages.resize(qMin(m_messages.size(), mostMessages));
    Q_EMIT changed();
}

} // namespace jobq::console
