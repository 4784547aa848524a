// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/plandialog.h"

#include "dialogs/planview.h"
#include "widgets/layouts.h"
#include "widgets/theme.h"

#include <QLineEdit>
#include <QProgressBar>
#include <QVBoxLayout>

namespace jobq::console {

PlanDialog::PlanDialog(Database &database, Operations &operations, const Plan &plan, QWidget *parent)
    : QDialog(parent)
    , m_database(database)
    , m_operations(operations)
    , m_plan(plan)
{
    setWindowTitle(plan.title);
    makeLayout();
    readPreview();
}

PlanDialog::PlanDialog(Database &database, Operations &operations, const QString &title, PlanForm *form, QWidget *parent)
    : QDialog(parent)
    , m_database(database)
    , m_operations(operations)
    , m_form(form)
{
    setWindowTitle(title);
    makeLayout();
    // At once it is known to be outdated; what it would do now is read when the typing pauses.
    connect(form, &PlanForm::changed, this, [this] {
        m_previewed = false;
        ++m_generation;
        m_delay.start();
        updateRunButton();
    });
    takeForm();
}

PlanDialog::~PlanDialog()
{
    m_reading.cancel();
}

void PlanDialog::makeLayout()
{
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid + 4);
    if (m_form)
        layout->addWidget(m_form);
    m_view = new PlanView(this);
    m_view->setSummary(tr("Looking ahead …"));
    layout->addWidget(m_view, 1);
    layout->addWidget(makeConfirmation());
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->hide();
    layout->addWidget(m_progress);
    layout->addLayout(makeButtons());
    m_delay.setSingleShot(true);
    m_delay.setInterval(300);
    connect(&m_delay, &QTimer::timeout, this, &PlanDialog::takeForm);
    connect(&m_database, &Database::stateChanged, this, &PlanDialog::handleState);
    connect(&m_operations, &Operations::changed, this, &PlanDialog::showProgress);
    connect(&m_operations, &Operations::finished, this, [this](const QString &group) {
        if (!m_group.isEmpty() && group == m_group)
            showReport();
    });
    resize(720, 560);
    updateRunButton();
}

QWidget *PlanDialog::makeConfirmation()
{
    m_confirm = new QWidget(this);
    auto *form = plainForm(m_confirm);
    m_reason = new QLineEdit(m_confirm);
    m_reason->setPlaceholderText(m_operations.needsReason() ? tr("Why? This is production: a reason is kept with the change.") : tr("Why? (optional, kept with the change)"));
    m_reason->setAccessibleName(tr("Reason"));
    m_count = new QLineEdit(m_confirm);
    m_count->setAccessibleName(tr("The count, typed in"));
    m_countLabel = new QLabel(m_confirm);
    form->addRow(tr("Reason"), m_reason);
    form->addRow(m_countLabel, m_count);
    centreLabels(form);
    m_count->hide();
    m_countLabel->hide();
    connect(m_reason, &QLineEdit::textChanged, this, &PlanDialog::updateRunButton);
    connect(m_count, &QLineEdit::textChanged, this, &PlanDialog::updateRunButton);
    return m_confirm;
}

QLayout *PlanDialog::makeButtons()
{
    auto *buttons = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    m_run = new QPushButton(this);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_run->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_run);
    connect(m_run, &QPushButton::clicked, this, &PlanDialog::runOrLookAgain);
    connect(m_cancel, &QPushButton::clicked, this, &PlanDialog::cancelOrClose);
    return buttons;
}

// What was previewed belongs to one database: in another the same numbers are other jobs.
void PlanDialog::handleState(Database::State state)
{
    const bool isOther = state == Database::State::Connecting || state == Database::State::Closed;
    if (isOther && (m_group.isEmpty() || m_reported)) {
        reject();
        return;
    }
    if (state == Database::State::Connected && m_group.isEmpty() && !m_previewed && m_plan)
        readPreview();
    updateRunButton();
}

// Fields that are not filled in yet are no mistake to shout about: it says what is missing.
void PlanDialog::takeForm()
{
    QString whyNot;
    m_plan = m_form->plan(&whyNot);
    m_previewed = false;
    if (!m_plan) {
        m_view->setProblem({});
        m_view->setSummary(whyNot);
        updateRunButton();
        return;
    }
    readPreview();
}

void PlanDialog::readPreview()
{
    const quint64 generation = ++m_generation;
    m_previewed = false;
    m_view->setProblem({});
    m_view->setSummary(tr("Looking ahead …"));
    updateRunButton();
    m_reading.cancel();
    m_reading = m_database.run(
        Database::Lane::Detail, tr("Preview: %1").arg(m_plan->title), this, m_plan->preview,
        [this, generation](const PlanPreview &preview) {
            if (generation != m_generation)
                return;
            m_preview = preview;
            m_previewed = true;
            showPreview();
            Q_EMIT previewed();
        },
        [this, generation](const Error &error) {
            if (generation != m_generation)
                return;
            m_view->setUnpreviewed(error.message());
            updateRunButton();
        });
}

void PlanDialog::showPreview()
{
    m_view->setPreview(*m_plan, m_preview);
    const bool needsCount = m_operations.needsTypedCount(m_preview.affected);
    m_countLabel->setText(tr("Type %1 to confirm").arg(m_preview.affected));
    m_count->setVisible(needsCount);
    m_countLabel->setVisible(needsCount);
    updateRunButton();
}

QString PlanDialog::whyNotRun() const
{
    const QString whyNot = m_database.whyNot(m_plan ? m_plan->right : Right::Operate);
    if (!whyNot.isEmpty())
        return whyNot;
    if (!m_plan || !m_previewed)
        return tr("It looks ahead first.");
    if (m_preview.affected == 0)
        return tr("There is nothing to do.");
    if (m_operations.needsReason() && m_reason->text().trimmed().isEmpty())
        return tr("In production a change wants a reason.");
    if (m_operations.needsTypedCount(m_preview.affected) && m_count->text().trimmed() != QString::number(m_preview.affected))
        return tr("Type the count to confirm.");
    return {};
}

void PlanDialog::updateRunButton()
{
    m_run->setVisible(m_group.isEmpty() || m_outcomeUnknown);
    m_run->setText(m_outcomeUnknown ? tr("Look again") : m_plan ? m_plan->verb : tr("Run"));
    const bool isDangerous = m_plan && m_plan->isDangerous && !m_outcomeUnknown;
    setStyleProperty(m_run, "danger", isDangerous);
    setStyleProperty(m_run, "primary", !isDangerous);
    const QString whyNot = m_outcomeUnknown ? QString() : whyNotRun();
    m_run->setEnabled(whyNot.isEmpty());
    m_run->setToolTip(whyNot);
}

void PlanDialog::setEditable(bool editable)
{
    m_confirm->setEnabled(editable);
    if (m_form)
        m_form->setEnabled(editable);
}

void PlanDialog::runOrLookAgain()
{
    if (m_outcomeUnknown)
        lookAgain();
    else
        run();
}

// A new preview tells what is left to do: all of it, or nothing.
void PlanDialog::lookAgain()
{
    m_outcomeUnknown = false;
    m_group.clear();
    m_count->clear();
    setEditable(true);
    m_cancel->setText(tr("Cancel"));
    readPreview();
}

void PlanDialog::run()
{
    setEditable(false);
    m_reported = false;
    m_group = m_operations.start(*m_plan, m_preview, m_reason->text().trimmed());
    updateRunButton();
    m_progress->setRange(0, m_plan->runBatch ? int(m_preview.jobs.eligible.size()) : 0);
    m_progress->show();
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Stops at once; the batches that are done stay done"));
}

void PlanDialog::cancelOrClose()
{
    const OperationRun *running = m_group.isEmpty() ? nullptr : m_operations.find(m_group);
    if (running && running->state == OperationRun::State::Running)
        m_operations.cancel(m_group);
    else
        reject();
}

void PlanDialog::showProgress()
{
    const OperationRun *running = m_group.isEmpty() || m_reported ? nullptr : m_operations.find(m_group);
    if (!running)
        return;
    if (m_progress->maximum() > 0)
        m_progress->setValue(int(running->processed));
    m_view->setSummary(running->summary());
}

void PlanDialog::showReport()
{
    const OperationRun *done = m_operations.find(m_group);
    if (!done)
        return;
    m_reported = true;
    m_progress->hide();
    m_view->setReport(*done);
    m_cancel->setText(tr("Close"));
    m_cancel->setToolTip({});
    m_cancel->setFocus();
    m_outcomeUnknown = done->isOutcomeUnknown;
    if (done->state == OperationRun::State::Failed && done->changed == 0 && m_form && !m_outcomeUnknown) {
        // What was filled in can be mended.
        m_group.clear();
        setEditable(true);
    }
    updateRunButton();
    Q_EMIT reported();
}

} // namespace jobq::console
