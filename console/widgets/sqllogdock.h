// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "services/calllog.h"

#include <QTimer>
#include <QWidget>

class QPlainTextEdit;

namespace jobq::console {

class TableView;

/// Every statement and call with its time.
class SqlLogDock : public QWidget
{
    Q_OBJECT
public:
    explicit SqlLogDock(CallLog &log, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    void showSelected();

    CallLog &m_log;
    TableModel<LoggedCall> *m_model;
    TableView *m_view;
    QPlainTextEdit *m_sql;
    QTimer m_delay;
};

} // namespace jobq::console
