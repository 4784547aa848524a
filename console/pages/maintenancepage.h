// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "pages/page.h"

namespace jobq::console {

class Card;
class TableView;

/// What garbage collection would delete, what the tables look like, and what the schedule does.
class MaintenancePage : public Page
{
    Q_OBJECT
public:
    explicit MaintenancePage(const PageContext &context, QWidget *parent = nullptr);

    void refresh() override;
    void reset() override { m_busy = false; }
    [[nodiscard]] QList<QWidget *> keyTargets() override;
    void saveLayout() const override;

private:
    void makeCards();
    void makeActions();
    void makeTables();
    void take(const MaintenancePreview &preview);

    Card *m_history;
    Card *m_queues;
    Card *m_tasks;
    Card *m_locks;
    QLabel *m_transaction;
    TableModel<TableSize> *m_sizes;
    TableModel<MaintenanceTaskInfo> *m_schedule;
    TableView *m_sizesView;
    TableView *m_scheduleView;
    bool m_busy = false;
};

} // namespace jobq::console
