// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/operations.h"

#include <QDialog>
#include <QFuture>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace jobq::console {

class PlanView;

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
    ~PlanDialog() override; ///< Ends a look ahead that still goes on.

    [[nodiscard]] bool isPreviewed() const { return m_previewed; }
    [[nodiscard]] QPushButton *runButton() const { return m_run; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }
    [[nodiscard]] const PlanPreview &preview() const { return m_preview; }
    [[nodiscard]] PlanView *view() const { return m_view; }
    [[nodiscard]] PlanForm *form() const { return m_form; }

Q_SIGNALS:
    void previewed();
    void reported();

private:
    void makeLayout();
    QWidget *makeConfirmation();
    QLayout *makeButtons();
    void takeForm();
    void readPreview();
    void lookAgain();
    void handleState(Database::State state);
    void showPreview();
    void updateRunButton();
    [[nodiscard]] QString whyNotRun() const;
    void runOrLookAgain();
    void run();
    void cancelOrClose();
    void showProgress();
    void showReport();
    void setEditable(bool editable);

    Database &m_database;
    Operations &m_operations;
    std::optional<Plan> m_plan;
    PlanForm *m_form = nullptr;
    PlanPreview m_preview;
    bool m_previewed = false;
    bool m_reported = false;
    bool m_outcomeUnknown = false; ///< Of what was run: first one has to look again.
    quint64 m_generation = 0;
    QFuture<PlanPreview> m_reading;
    QString m_group;
    QTimer m_delay;

    PlanView *m_view;
    QWidget *m_confirm;
    QLabel *m_countLabel;
    QLineEdit *m_reason;
    QLineEdit *m_count;
    QProgressBar *m_progress;
    QPushButton *m_run;
    QPushButton *m_cancel;
};

} // namespace jobq::console
