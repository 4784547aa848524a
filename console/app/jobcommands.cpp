// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobcommands.h"

#include "dialogs/enqueuedialog.h"
#include "dialogs/planforms.h"

namespace jobq::console {

JobCommands::JobCommands(Database &database, Operations &operations, QWidget *window)
    : QObject(window)
    , m_database(database)
    , m_operations(operations)
    , m_window(window)
{
}

void JobCommands::openForm(const QString &title, PlanForm *form)
{
    auto *dialog = new PlanDialog(m_database, m_operations, title, form, m_window);
    dialog->open();
}

void JobCommands::reschedule(const JobSelection &jobs)
{
    if (!jobs.isNone())
        openForm(tr("Reschedule %1").arg(jobs.phrase()), new RescheduleForm(jobs));
}

void JobCommands::permanentlyFail(const JobSelection &jobs)
{
    if (!jobs.isNone())
        openForm(tr("Permanently fail %1").arg(jobs.phrase()), new FailForm(jobs));
}

void JobCommands::unlock(const JobSelection &jobs)
{
    if (!jobs.isNone())
        run(Plans::unlockJobs(jobs));
}

void JobCommands::replay(const JobSelection &jobs)
{
    if (!jobs.isNone())
        openForm(tr("Replay %1").arg(jobs.phrase()), new ReplayForm(jobs));
}

void JobCommands::replayRange()
{
    openForm(tr("Replay failed jobs"), new ReplayForm(std::nullopt));
}

void JobCommands::resetLocked(std::chrono::milliseconds timeout)
{
    openForm(tr("Reset stale locks"), new ResetForm(timeout));
}

void JobCommands::rateLimit(const QString &key, int capacity, const QString &interval)
{
    if (key.isEmpty() || !interval.isEmpty()) {
        openForm(key.isEmpty() ? tr("Register a rate limit") : tr("Change the rate limit “%1”").arg(key), new RateLimitForm(key, capacity, interval));
        return;
    }
    m_database.run(
        Database::Lane::Detail, tr("Rate limit %1").arg(key), this, [key](const System &system) { return rateLimitOf(system, key); },
        [this, key](const std::optional<RateLimitInfo> &limit) {
            if (limit)
                rateLimit(key, limit->capacity, intervalText(limit->interval));
        });
}

void JobCommands::run(const Plan &plan)
{
    auto *dialog = new PlanDialog(m_database, m_operations, plan, m_window);
    dialog->open();
}

void JobCommands::enqueue(const Job &like)
{
    auto *dialog = new EnqueueDialog(m_database, m_operations, like, m_window);
    dialog->open();
}

} // namespace jobq::console
