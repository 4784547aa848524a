// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/plandialog.h"

#include "models/texts.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/tableview.h"
#include "widgets/words.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

QList<Column<PreviewGroup>> groupColumns()
{
    using G = PreviewGroup;
    return {
        {QStringLiteral("count"), PlanDialog::tr("Jobs"), 80, true, [](const G &group) { return Texts::number(group.count); }},
        {QStringLiteral("task"), PlanDialog::tr("Task"), 220, false, [](const G &group) { return group.taskIdentifier; }},
        {QStringLiteral("queue"), PlanDialog::tr("Queue"), 200, false, [](const G &group) { return Words::queue(group.queueName); }},
    };
}

QList<Column<PreviewedJob>> sampleColumns()
{
    using J = PreviewedJob;
    return {
        {QStringLiteral("id"), PlanDialog::tr("Job"), 80, true, [](const J &job) { return QString::number(job.id); }},
        {QStringLiteral("task"), PlanDialog::tr("Task"), 150, false, [](const J &job) { return job.taskIdentifier; }},
        {QStringLiteral("queue"), PlanDialog::tr("Queue"), 120, false, [](const J &job) { return Words::queue(job.queueName); }},
        {QStringLiteral("runAt"), PlanDialog::tr("Run at"), 100, false, [](const J &job) { return Texts::relative(job.runAt); }},
        {QStringLiteral("attempts"), PlanDialog::tr("Attempts"), 84, true, [](const J &job) { return QStringLiteral("%1 / %2").arg(job.attempts).arg(job.maxAttempts); }},
        {QStringLiteral("error"), PlanDialog::tr("Error"), 240, false, [](const J &job) { return Texts::singleLine(job.lastError.value_or(QString())); }},
    };
}

} // namespace

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
    connect(form, &PlanForm::changed, &m_delay, qOverload<>(&QTimer::start));
    takeForm();
}

void PlanDialog::makeLayout()
{
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid + 4);
    if (m_form)
        layout->addWidget(m_form);
    layout->addWidget(makePreview(), 1);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->hide();
    layout->addWidget(m_progress);
    auto *buttons = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    m_run = new QPushButton(this);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_run->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_run);
    layout->addLayout(buttons);
    connect(m_run, &QPushButton::clicked, this, &PlanDialog::run);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        const OperationRun *running = m_group.isEmpty() ? nullptr : m_operations.find(m_group);
        if (running && running->state == OperationRun::State::Running)
            m_operations.cancel(m_group);
        else
            reject();
    });
    m_delay.setSingleShot(true);
    m_delay.setInterval(300);
    connect(&m_delay, &QTimer::timeout, this, &PlanDialog::takeForm);
    resize(720, 560);
    updateRunButton();
}

QWidget *PlanDialog::makePreview()
{
    auto *box = new QWidget(this);
    auto *layout = plainLayout<QVBoxLayout>(box, Theme::grid);
    m_summary = roleLabel(tr("Looking ahead …"), "heading", box);
    m_skipped = roleLabel({}, "muted", box);
    m_notes = roleLabel({}, "muted", box);
    m_undo = roleLabel({}, "muted", box);
    m_problem = roleLabel({}, "error", box);
    for (QLabel *label : {m_summary, m_skipped, m_notes, m_undo, m_problem}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(label);
    }
    m_problem->hide();
    layout->addWidget(makeTables(), 1);
    m_confirm = new QWidget(box);
    auto *form = plainForm(m_confirm);
    m_reason = new QLineEdit(m_confirm);
    m_reason->setPlaceholderText(m_operations.needsReason() ? tr("Why? This is production: a reason is kept with the change.") : tr("Why? (optional, kept with the change)"));
    m_reason->setAccessibleName(tr("Reason"));
    m_count = new QLineEdit(m_confirm);
    m_count->setAccessibleName(tr("The count, typed in"));
    m_countLabel = new QLabel(m_confirm);
    form->addRow(tr("Reason"), m_reason);
    form->addRow(m_countLabel, m_count);
    layout->addWidget(m_confirm);
    connect(m_reason, &QLineEdit::textChanged, this, &PlanDialog::updateRunButton);
    connect(m_count, &QLineEdit::textChanged, this, &PlanDialog::updateRunButton);
    return box;
}

QWidget *PlanDialog::makeTables()
{
    auto *tabs = new QTabWidget(this);
    tabs->setDocumentMode(true);
    m_groups = new TableModel<PreviewGroup>([](const PreviewGroup &group) { return group.taskIdentifier + QLatin1Char('\n') + group.queueName.value_or(QString()); }, groupColumns(), this);
    m_sample = new TableModel<PreviewedJob>([](const PreviewedJob &job) { return QString::number(job.id); }, sampleColumns(), this);
    m_groupsView = new TableView(this);
    m_groupsView->setRows(m_groups, QStringLiteral("plan-groups"));
    m_groupsView->setAccessibleName(tr("Jobs by task and queue"));
    m_sampleView = new TableView(this);
    m_sampleView->setRows(m_sample, QStringLiteral("plan-sample"));
    m_sampleView->setAccessibleName(tr("Sample of the jobs"));
    m_sql = new QPlainTextEdit(this);
    m_sql->setReadOnly(true);
    m_sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_sql->setAccessibleName(tr("SQL"));
    tabs->addTab(m_groupsView, tr("By task and queue"));
    tabs->addTab(m_sampleView, tr("The first of them"));
    tabs->addTab(m_sql, tr("SQL"));
    return tabs;
}

// Fields that are not filled in yet are no mistake to shout about: it says what is missing.
void PlanDialog::takeForm()
{
    QString whyNot;
    m_plan = m_form->plan(&whyNot);
    m_previewed = false;
    if (!m_plan) {
        m_summary->setText(whyNot);
        updateRunButton();
        return;
    }
    readPreview();
}

void PlanDialog::readPreview()
{
    const quint64 generation = ++m_generation;
    m_previewed = false;
    m_problem->hide();
    m_summary->setText(tr("Looking ahead …"));
    updateRunButton();
    m_database.run(
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
            m_summary->setText(tr("This can't be previewed."));
            m_problem->setText(error.message());
            m_problem->show();
            updateRunButton();
        });
}

void PlanDialog::showPreview()
{
    const QString count = Texts::count(m_preview.affected, !m_preview.isEstimate);
    m_summary->setText(m_preview.affected == 0 ? tr("Nothing would change.") : tr("%1 will be changed: %2.").arg(count, m_plan->title));
    QStringList skipped;
    const auto byReason = OperationRun::skippedByReason(m_preview.jobs.skipped);
    for (auto at = byReason.cbegin(); at != byReason.cend(); ++at)
        skipped << tr("%1 skipped: %2").arg(Texts::number(at.value()), at.key());
    m_skipped->setText(skipped.join(QLatin1Char('\n')));
    m_skipped->setVisible(!skipped.isEmpty());
    m_notes->setText(m_preview.notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!m_preview.notes.isEmpty());
    m_undo->setText(m_plan->undoNote);
    showTables();
    m_countLabel->setText(tr("Type %1 to confirm").arg(m_preview.affected));
    m_count->setVisible(m_operations.needsTypedCount(m_preview.affected));
    m_countLabel->setVisible(m_operations.needsTypedCount(m_preview.affected));
    updateRunButton();
}

void PlanDialog::showTables()
{
    m_groups->setRows(m_preview.jobs.groups);
    m_sample->setRows(m_preview.jobs.sample);
    m_groupsView->setVisible(true);
    m_sql->setPlainText(m_preview.sql);
}

void PlanDialog::updateRunButton()
{
    if (!m_run)
        return;
    const bool isRunning = !m_group.isEmpty();
    m_run->setVisible(!isRunning);
    m_run->setText(m_plan ? m_plan->verb : tr("Run"));
    setStyleProperty(m_run, m_plan && m_plan->isDangerous ? "danger" : "primary", true);
    QString whyNot = m_database.whyNoChanges();
    if (whyNot.isEmpty() && (!m_previewed || m_preview.affected == 0))
        whyNot = tr("There is nothing to do.");
    if (whyNot.isEmpty() && m_operations.needsReason() && m_reason->text().trimmed().isEmpty())
        whyNot = tr("In production a change wants a reason.");
    if (whyNot.isEmpty() && m_operations.needsTypedCount(m_preview.affected) && m_count->text().trimmed() != QString::number(m_preview.affected))
        whyNot = tr("Type the count to confirm.");
    m_run->setEnabled(whyNot.isEmpty());
    m_run->setToolTip(whyNot);
}

void PlanDialog::run()
{
    m_confirm->setEnabled(false);
    if (m_form)
        m_form->setEnabled(false);
    m_group = m_operations.start(*m_plan, m_preview, m_reason->text().trimmed());
    updateRunButton();
    m_progress->setRange(0, int(qMin<qint64>(m_preview.affected, 1'000'000)));
    m_progress->show();
    connect(&m_operations, &Operations::changed, this, &PlanDialog::showProgress);
    connect(&m_operations, &Operations::finished, this, [this](const QString &group) {
        if (group == m_group)
            showReport();
    });
}

void PlanDialog::showProgress()
{
    if (const OperationRun *running = m_operations.find(m_group)) {
        m_progress->setValue(int(running->processed));
        m_summary->setText(running->summary());
    }
}

void PlanDialog::showReport()
{
    const OperationRun *done = m_operations.find(m_group);
    if (!done)
        return;
    m_progress->hide();
    m_summary->setText(done->state == OperationRun::State::Failed ? tr("It failed after %n change(s).", nullptr, int(done->changed)) : done->summary());
    m_problem->setText(done->message);
    m_problem->setVisible(done->state == OperationRun::State::Failed);
    QStringList skipped;
    const auto byReason = OperationRun::skippedByReason(done->skipped);
    for (auto at = byReason.cbegin(); at != byReason.cend(); ++at)
        skipped << tr("%1 skipped: %2").arg(Texts::number(at.value()), at.key());
    m_skipped->setText(skipped.join(QLatin1Char('\n')));
    m_skipped->setVisible(!skipped.isEmpty());
    m_cancel->setText(tr("Close"));
    m_cancel->setFocus();
    Q_EMIT reported();
}

} // namespace jobq::console
