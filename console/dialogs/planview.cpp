// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/planview.h"

#include "models/texts.h"
#include "widgets/layouts.h"
#include "widgets/tableview.h"
#include "widgets/words.h"

#include <QFontDatabase>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

QList<Column<PreviewGroup>> groupColumns()
{
    using G = PreviewGroup;
    return {
        {QStringLiteral("count"), PlanView::tr("Jobs"), 80, true, [](const G &group) { return Texts::number(group.count); }},
        {QStringLiteral("task"), PlanView::tr("Task"), 220, false, [](const G &group) { return group.taskIdentifier; }},
        {QStringLiteral("queue"), PlanView::tr("Queue"), 200, false, [](const G &group) { return Words::queue(group.queueName); }},
    };
}

QList<Column<PreviewedJob>> sampleColumns()
{
    using J = PreviewedJob;
    return {
        {QStringLiteral("id"), PlanView::tr("Job"), 80, true, [](const J &job) { return QString::number(job.id); }},
        {QStringLiteral("task"), PlanView::tr("Task"), 150, false, [](const J &job) { return job.taskIdentifier; }},
        {QStringLiteral("queue"), PlanView::tr("Queue"), 120, false, [](const J &job) { return Words::queue(job.queueName); }},
        {QStringLiteral("runAt"), PlanView::tr("Run at"), 100, false, [](const J &job) { return Texts::relative(job.runAt); },
         [](const J &job, int role) -> QVariant { return role == Qt::ToolTipRole ? QVariant(Texts::absolute(job.runAt)) : QVariant(); }},
        {QStringLiteral("attempts"), PlanView::tr("Attempts"), 84, true, [](const J &job) { return QStringLiteral("%1 / %2").arg(job.attempts).arg(job.maxAttempts); }},
        {QStringLiteral("error"), PlanView::tr("Error"), 240, false, [](const J &job) { return Texts::singleLine(job.lastError.value_or(QString())); }},
    };
}

QList<Column<ExpiredRecord>> recordColumns()
{
    using R = ExpiredRecord;
    return {
        {QStringLiteral("id"), PlanView::tr("Job"), 72, true, [](const R &record) { return QString::number(record.jobId); }},
        {QStringLiteral("task"), PlanView::tr("Task"), 144, false, [](const R &record) { return record.taskIdentifier; }},
        {QStringLiteral("queue"), PlanView::tr("Queue"), 100, false, [](const R &record) { return Words::queue(record.queueName); }},
        {QStringLiteral("status"), PlanView::tr("Status"), 112, false, [](const R &record) { return Words::historyStatus(record.status).word; },
         [](const R &record, int role) { return Words::cell(Words::historyStatus(record.status), role); }},
        {QStringLiteral("attempt"), PlanView::tr("Attempt"), 72, true, [](const R &record) { return QString::number(record.attempt); }},
        {QStringLiteral("finished"), PlanView::tr("Finished"), 90, false, [](const R &record) { return Texts::relative(record.finishedAt); },
         [](const R &record, int role) -> QVariant { return role == Qt::ToolTipRole ? QVariant(Texts::absolute(record.finishedAt)) : QVariant(); }},
        {QStringLiteral("expires"), PlanView::tr("Expired"), 90, false, [](const R &record) { return Texts::relative(record.expiresAt); },
         [](const R &record, int role) -> QVariant { return role == Qt::ToolTipRole ? QVariant(Texts::absolute(record.expiresAt)) : QVariant(); }},
    };
}

// As long as one may want to read; the rest is the ids of more jobs.
QString shownSql(const QString &sql)
{
    constexpr qsizetype mostCharacters = 20'000;
    return sql.size() <= mostCharacters ? sql : sql.left(mostCharacters) + QStringLiteral("\n…");
}

} // namespace

PlanView::PlanView(QWidget *parent)
    : QWidget(parent)
    , m_summary(roleLabel({}, "heading", this))
    , m_skipped(roleLabel({}, "muted", this))
    , m_notes(roleLabel({}, "muted", this))
    , m_undo(roleLabel({}, "muted", this))
    , m_problem(roleLabel({}, "error", this))
    , m_tabs(new QTabWidget(this))
{
    auto *layout = plainLayout<QVBoxLayout>(this, Theme::grid);
    for (QLabel *label : {m_summary, m_problem, m_skipped, m_notes, m_undo}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(label);
        if (label != m_summary)
            label->hide();
    }
    makeTables();
    layout->addWidget(m_tabs, 1);
    layout->addStretch(); // where there are no tabs, the lines stay together
}

void PlanView::makeTables()
{
    m_tabs->setDocumentMode(true);
    m_groups = new TableModel<PreviewGroup>([](const PreviewGroup &group) { return group.taskIdentifier + QLatin1Char('\n') + group.queueName.value_or(QString()); }, groupColumns(), this);
    m_sample = new TableModel<PreviewedJob>([](const PreviewedJob &job) { return QString::number(job.id); }, sampleColumns(), this);
    m_groupsView = new TableView(this);
    m_groupsView->setRows(m_groups, QStringLiteral("plan-groups"));
    m_groupsView->setAccessibleName(tr("Jobs by task and queue"));
    m_sampleView = new TableView(this);
    m_sampleView->setRows(m_sample, QStringLiteral("plan-sample"));
    m_sampleView->setAccessibleName(tr("Sample of the jobs"));
    m_records = new TableModel<ExpiredRecord>([](const ExpiredRecord &record) { return QStringLiteral("%1 %2 %3").arg(record.jobId).arg(record.attempt).arg(record.finishedAt.toMSecsSinceEpoch()); }, recordColumns(), this);
    m_recordsView = new TableView(this);
    m_recordsView->setRows(m_records, QStringLiteral("plan-records"));
    m_recordsView->setObjectName(QStringLiteral("records"));
    m_recordsView->setAccessibleName(tr("Sample of the records"));
    m_names = new QListWidget(this);
    m_names->setAccessibleName(tr("Names"));
    m_names->setSpacing(Theme::grid / 2);
    m_names->setObjectName(QStringLiteral("names"));
    m_sql = new QPlainTextEdit(this);
    m_sql->setReadOnly(true);
    m_sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_sql->setAccessibleName(tr("SQL"));
    m_tabs->addTab(m_groupsView, tr("By task and queue"));
    m_tabs->addTab(m_sampleView, tr("The first of them"));
    m_tabs->addTab(m_recordsView, tr("The first of them"));
    m_tabs->addTab(m_names, tr("Names"));
    m_tabs->addTab(m_sql, tr("SQL"));
    showTables({});
}

// Only what there is: a tab that stays empty would be a question.
void PlanView::showTables(const PlanPreview &preview)
{
    m_groups->setRows(preview.jobs.groups);
    m_sample->setRows(preview.jobs.sample);
    m_records->setRows(preview.records);
    m_names->clear();
    m_names->addItems(preview.names);
    m_tabs->setTabText(m_tabs->indexOf(m_names), preview.names.size() < preview.affected ? tr("The first of them") : tr("Names"));
    m_sql->setPlainText(shownSql(preview.sql));
    m_tabs->setTabVisible(m_tabs->indexOf(m_groupsView), !preview.jobs.groups.isEmpty());
    m_tabs->setTabVisible(m_tabs->indexOf(m_sampleView), !preview.jobs.sample.isEmpty());
    m_tabs->setTabVisible(m_tabs->indexOf(m_recordsView), !preview.records.isEmpty());
    m_tabs->setTabVisible(m_tabs->indexOf(m_names), !preview.names.isEmpty());
    m_tabs->setTabVisible(m_tabs->indexOf(m_sql), !preview.sql.isEmpty());
    if (!m_tabs->isTabVisible(m_tabs->currentIndex())) {
        for (int i = m_tabs->count() - 1; i >= 0; --i) {
            if (m_tabs->isTabVisible(i))
                m_tabs->setCurrentIndex(i);
        }
    }
    m_tabs->setVisible(!preview.sql.isEmpty());
}

void PlanView::setSummary(const QString &text)
{
    m_summary->setText(text);
}

QString PlanView::summary() const
{
    return m_summary->text();
}

QString PlanView::skipped() const
{
    return m_skipped->text();
}

void PlanView::setProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void PlanView::setUnpreviewed(const QString &reason)
{
    m_summary->setText(tr("This can't be previewed."));
    setProblem(reason);
    // What was said of other values would be false of these.
    setSkipped({});
    m_notes->hide();
    m_undo->hide();
    showTables({});
}

void PlanView::setSkipped(const QList<SkippedJob> &skipped)
{
    QStringList lines;
    const auto byReason = OperationRun::skippedByReason(skipped);
    for (auto at = byReason.cbegin(); at != byReason.cend(); ++at)
        lines << tr("%1 skipped: %2").arg(Texts::number(at.value()), at.key());
    m_skipped->setText(lines.join(QLatin1Char('\n')));
    m_skipped->setVisible(!lines.isEmpty());
}

void PlanView::setPreview(const Plan &plan, const PlanPreview &preview)
{
    const QString count = (preview.isEstimate ? tr("About %1") : QStringLiteral("%1")).arg(OperationRun::countText(plan.counted, preview.affected));
    m_summary->setText(preview.affected == 0 ? tr("Nothing would change.") : OperationRun::plannedText(plan.counted, count));
    setProblem({});
    setSkipped(preview.jobs.skipped);
    m_notes->setText(preview.notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!preview.notes.isEmpty());
    m_undo->setText(plan.undoNote);
    m_undo->setVisible(!plan.undoNote.isEmpty());
    m_groups->setTitle(QStringLiteral("count"), plan.counted == Counted::Records ? tr("Records") : tr("Jobs"));
    m_sample->setTitle(QStringLiteral("runAt"), plan.isReplay ? tr("Failed at") : tr("Run at"));
    showTables(preview);
}

namespace {

QString failedText(const OperationRun &run)
{
    const QString changed = OperationRun::changedText(run.counted, run.changed);
    if (run.isOutcomeUnknown)
        return run.changed == 0 ? PlanView::tr("It is not known whether anything was changed: look again before you repeat it.")
                                : PlanView::tr("%1 for certain. It is not known whether more was changed: look again before you repeat it.").arg(changed);
    return run.changed == 0 ? PlanView::tr("It failed, and nothing was changed.") : PlanView::tr("It failed after this: %1.").arg(changed);
}

} // namespace

void PlanView::setReport(const OperationRun &run)
{
    const bool hasFailed = run.state == OperationRun::State::Failed;
    m_summary->setText(hasFailed ? failedText(run) : run.summary());
    setProblem(hasFailed ? run.message : QString());
    setSkipped(run.skipped);
    m_notes->hide();
}

} // namespace jobq::console
