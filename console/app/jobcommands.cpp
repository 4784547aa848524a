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

void JobCommands::reschedule(const QList<JobId> &ids)
{
    if (!ids.isEmpty())
        openForm(tr("Reschedule %n job(s)", nullptr, int(ids.size())), new RescheduleForm(ids));
}

void JobCommands::permanentlyFail(const QList<JobId> &ids)
{
    if (!ids.isEmpty())
        openForm(tr("Permanently fail %n job(s)", nullptr, int(ids.size())), new FailForm(ids));
}

void JobCommands::replay(const ReplayOptions &options)
{
    openForm(tr("Replay failed jobs"), new ReplayForm(options));
}

void JobCommands::rateLimit(const QString &key, int capacity, const QString &interval)
{
    openForm(key.isEmpty() ? tr("Register a rate limit") : tr("Change the rate limit “%1”").arg(key), new RateLimitForm(key, capacity, interval));
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
