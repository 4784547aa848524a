// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "services/navigator.h"
#include "services/operations.h"
#include "widgets/operationlines.h"

#include <QWidget>

class QPushButton;

namespace jobq::console {

class TableView;

/// What was changed: now, and by whom before, with undo.
class OperationsDock : public QWidget
{
    Q_OBJECT
public:
    OperationsDock(Database &database, Operations &operations, Navigator &navigator, QWidget *parent = nullptr);

    void refresh();
    /// Undoes the newest operation of one's own that can be undone. Those of others only who chooses their line.
    void undoLast();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] TableView *view() const { return m_view; }

Q_SIGNALS:
    /// What can be undone may be something else now.
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void readAudit();
    void handleState(Database::State state);
    void rebuild();
    void undo(const OperationLine &line);
    void updateButtons();
    [[nodiscard]] const OperationLine *selected() const;
    [[nodiscard]] const OperationLine *undoable() const;

    Database &m_database;
    Operations &m_operations;
    Navigator &m_navigator;
    TableModel<OperationLine> *m_model;
    TableView *m_view;
    QPushButton *m_undo;
    QPushButton *m_cancel;
    QList<Operation> m_audit;
    bool m_busy = false;
    bool m_wanted = false;
};

} // namespace jobq::console
