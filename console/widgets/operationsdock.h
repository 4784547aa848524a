// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "services/navigator.h"
#include "services/operations.h"

#include <QWidget>

class QPushButton;

namespace jobq::console {

class TableView;

/// A line of the Operations dock: a run of this session, or rows of the audit that belong together.
struct OperationLine {
    QString key;
    QDateTime at;
    QString title;
    QString icon;
    QString actor;
    QString reason;
    QString result;
    QString group; ///< Of this session's run; else empty.
    double fraction = -1; ///< 0 … 1 while it runs.
    bool isBad = false;
    bool canBeUndone = false;
    QString whyNotUndo;
    QList<OperationId> ids;
    qint64 affected = 0;
};

/// What was changed: now, and by whom before, with undo.
class OperationsDock : public QWidget
{
    Q_OBJECT
public:
    OperationsDock(Database &database, Operations &operations, Navigator &navigator, QWidget *parent = nullptr);

    void refresh();
    /// Undoes the newest operation that can be undone.
    void undoLast();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] TableView *view() const { return m_view; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    void undo(const OperationLine &line);
    void updateButtons();
    [[nodiscard]] const OperationLine *selected() const;
    [[nodiscard]] QList<OperationLine> auditLines() const;

    Database &m_database;
    Operations &m_operations;
    Navigator &m_navigator;
    TableModel<OperationLine> *m_model;
    TableView *m_view;
    QPushButton *m_undo;
    QPushButton *m_cancel;
    QList<Operation> m_audit;
    bool m_busy = false;
};

} // namespace jobq::console
