// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "services/operations.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace jobq::console {

class TableView;

/// What a plan needs to know before it can look ahead: fields above the preview.
class PlanForm : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// None while something is missing or wrong; `whyNot` says what.
    [[nodiscard]] virtual std::optional<Plan> plan(QString *whyNot) const = 0;

Q_SIGNALS:
    void changed();
};

/// Preview, run, report: the one way in which the console changes something.
class PlanDialog : public QDialog
{
    Q_OBJECT
public:
    PlanDialog(Database &database, Operations &operations, const Plan &plan, QWidget *parent = nullptr);
    PlanDialog(Database &database, Operations &operations, const QString &title, PlanForm *form, QWidget *parent = nullptr);

    [[nodiscard]] bool isPreviewed() const { return m_previewed; }
    [[nodiscard]] QPushButton *runButton() const { return m_run; }
    [[nodiscard]] const PlanPreview &preview() const { return m_preview; }

Q_SIGNALS:
    void previewed();
    void reported();

private:
    void makeLayout();
    QWidget *makePreview();
    QWidget *makeTables();
    void takeForm();
    void readPreview();
    void showPreview();
    void showTables();
    void updateRunButton();
    void run();
    void showProgress();
    void showReport();

    Database &m_database;
    Operations &m_operations;
    std::optional<Plan> m_plan;
    PlanForm *m_form = nullptr;
    PlanPreview m_preview;
    bool m_previewed = false;
    quint64 m_generation = 0;
    QString m_group;
    QTimer m_delay;

    QLabel *m_summary;
    QLabel *m_skipped;
    QLabel *m_undo;
    QLabel *m_notes;
    QLabel *m_problem;
    TableModel<PreviewGroup> *m_groups;
    TableModel<PreviewedJob> *m_sample;
    TableView *m_groupsView;
    TableView *m_sampleView;
    QPlainTextEdit *m_sql;
    QWidget *m_confirm;
    QLabel *m_countLabel;
    QLineEdit *m_reason;
    QLineEdit *m_count;
    QProgressBar *m_progress;
    QPushButton *m_run;
    QPushButton *m_cancel;
};

} // namespace jobq::console
