// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/operations.h"

#include <QWidget>

namespace jobq::console {

class PlanForm;

/// Opens the dialogs that change something, one at a time.
class JobCommands : public QObject
{
    Q_OBJECT
public:
    JobCommands(Database &database, Operations &operations, QWidget *window);

    void reschedule(const JobSelection &jobs);
    void permanentlyFail(const JobSelection &jobs);
    void unlock(const JobSelection &jobs);
    void replay(const JobSelection &jobs);
    /// Of a time or a task, which the dialog asks for.
    void replayRange();
    void resetLocked(std::chrono::milliseconds timeout);
    void rateLimit(const QString &key, int capacity, const QString &interval);
    void run(const Plan &plan);
    void enqueue(const Job &like);

private:
    void openForm(const QString &title, PlanForm *form);

    Database &m_database;
    Operations &m_operations;
    QWidget *m_window;
};

} // namespace jobq::console
