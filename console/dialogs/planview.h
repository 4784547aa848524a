// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "services/operations.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QTabWidget;

namespace jobq::console {

class TableView;

/// What a plan would do, or has done: how many, of what, what is skipped and why, a sample, the SQL.
class PlanView : public QWidget
{
    Q_OBJECT
public:
    explicit PlanView(QWidget *parent = nullptr);

    /// One sentence at the top, and nothing below it while there is nothing to show.
    void setSummary(const QString &text);
    void setPreview(const Plan &plan, const PlanPreview &preview);
    /// Why there is no preview.
    void setUnpreviewed(const QString &reason);
    void setReport(const OperationRun &run);
    void setProblem(const QString &text);
    [[nodiscard]] QString summary() const;
    [[nodiscard]] QString skipped() const;

private:
    void makeTables();
    void setSkipped(const QList<SkippedJob> &skipped);
    void showTables(const PlanPreview &preview);

    QLabel *m_summary;
    QLabel *m_skipped;
    QLabel *m_notes;
    QLabel *m_undo;
    QLabel *m_problem;
    QTabWidget *m_tabs;
    TableModel<PreviewGroup> *m_groups;
    TableModel<PreviewedJob> *m_sample;
    TableModel<ExpiredRecord> *m_records;
    TableView *m_groupsView;
    TableView *m_sampleView;
    TableView *m_recordsView;
    QListWidget *m_names;
    QPlainTextEdit *m_sql;
};

} // namespace jobq::console
