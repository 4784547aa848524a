// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenancerunner.h"

#include "admin/maintenancetasks.h"

#include <QRandomGenerator>
#include <QThread>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace jobq {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds ShortestBackOff(500);
constexpr milliseconds LongestBackOff(30'000);

} // namespace

struct MaintenanceRunner::Private {
    MaintenanceRunner &q;
    System system;
    milliseconds pollInterval{5000};
    std::unique_ptr<QThread> thread;
    std::mutex mutex;
    std::condition_variable wakeUp;
    bool stopping = false;
    bool lost = false; // of the thread alone

    bool isStopping()
    {
        const std::lock_guard lock(mutex);
        return stopping;
    }

    // Wakes up early to stop.
    void sleep(milliseconds duration)
    {
        std::unique_lock lock(mutex);
        wakeUp.wait_for(lock, duration, [this] { return stopping; });
    }

    void loop(milliseconds interval)
    {
        // An id of its own, so that two runners of one process don't share a lease.
        const QString runner = runnerName() + u'/' + QString::number(QRandomGenerator::global()->generate(), 36);
        milliseconds backOff = ShortestBackOff;
        while (!isStopping()) {
            if (workOff(runner)) {
                backOff = ShortestBackOff;
                sleep(interval);
            } else {
                sleep(backOff);
                backOff = std::min(backOff * 2, LongestBackOff);
            }
        }
        system.pool().closeThreadConnection();
    }

    // Runs all that is due; false where the database could not be reached.
    bool workOff(const QString &runner)
    {
        try {
            while (!isStopping()) {
                const std::optional<MaintenanceLease> lease = MaintenanceLease::claim(system, runner);
                noteConnection({});
                if (!lease)
                    return true;
                run(*lease);
            }
            return true;
        } catch (const Error &error) {
            noteConnection(error.message());
            return false;
        }
    }

    void run(const MaintenanceLease &lease)
    {
        Q_EMIT q.taskStarted(lease.task());
        try {
            const qint64 count = runLeased(system, lease, [this] {
                if (isStopping())
                    throw Error(Error::Kind::Cancelled, u"The maintenance was stopped."_s);
            });
            Q_EMIT q.taskFinished(lease.task(), count);
        } catch (const Error &error) {
            Q_EMIT q.taskFailed(lease.task(), error);
            if (error.kind() == Error::Kind::Connection || error.kind() == Error::Kind::OutcomeUnknown)
                throw;
        }
    }

    // Says once what happened: empty where the database answers.
    void noteConnection(const QString &problem)
    {
        if (lost == !problem.isEmpty())
            return;
        lost = !lost;
        if (lost)
            Q_EMIT q.connectionLost(problem);
        else
            Q_EMIT q.connectionRestored();
    }
};

MaintenanceRunner::MaintenanceRunner(const System &system, QObject *parent)
    : QObject(parent)
    , d(new Private{.q = *this, .system = system, .thread = {}, .mutex = {}, .wakeUp = {}})
{
}

MaintenanceRunner::~MaintenanceRunner()
{
    stop();
}

void MaintenanceRunner::setPollInterval(milliseconds interval)
{
    d->pollInterval = std::max(interval, milliseconds(1));
}

void MaintenanceRunner::start()
{
    if (d->thread)
        return;
    d->stopping = false;
    d->lost = false;
    d->thread.reset(QThread::create([this, interval = d->pollInterval] { d->loop(interval); }));
    d->thread->setObjectName(u"jobq maintenance"_s);
    d->thread->start();
}

void MaintenanceRunner::stop()
{
    if (!d->thread)
        return;
    {
        const std::lock_guard lock(d->mutex);
        d->stopping = true;
    }
    d->wakeUp.notify_all();
    d->thread->wait();
    d->thread.reset();
}

bool MaintenanceRunner::isRunning() const
{
    return d->thread != nullptr;
}

} // namespace jobq
