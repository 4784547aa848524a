// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/failurespage.h"

#include "pages/jobcolumns.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/nameedit.h"
#include "widgets/tableview.h"
#include "widgets/timerangebox.h"

#include <QVBoxLayout>

namespace jobq::console {

namespace {

QList<Column<FailureGroup>> failureColumns()
{
    using F = FailureGroup;
    return {
        {QStringLiteral("count"), FailuresPage::tr("Count"), 84, true, [](const F &f) { return Texts::number(f.count); }},
        {QStringLiteral("error"), FailuresPage::tr("Error"), 420, false, [](const F &f) { return Texts::singleLine(f.pattern); },
         [](const F &f, int role) -> QVariant {
             if (role == IconNameRole)
                 return QStringLiteral("failed");
             if (role == IconToneRole)
                 return int(Tone::Bad);
             return role == Qt::ToolTipRole ? QVariant(f.sample) : QVariant();
         }},
        {QStringLiteral("trend"), FailuresPage::tr("Trend"), 160, false, [](const F &) { return QString(); },
         [](const F &f, int role) -> QVariant {
             if (role == ToneRole)
                 return int(Tone::Bad);
             if (role != SeriesRole)
                 return {};
             QVariantList points;
             for (const qint64 value : f.trend)
                 points << value;
             return points;
         },
         FailuresPage::tr("Failures in each twentieth of the range")},
        {QStringLiteral("tasks"), FailuresPage::tr("Tasks"), 200, false, [](const F &f) { return f.tasks.join(QStringLiteral(", ")); }},
        JobColumns::time<F>(QStringLiteral("last"), FailuresPage::tr("Last seen"), [](const F &f) { return f.lastSeen; }),
        JobColumns::time<F>(QStringLiteral("first"), FailuresPage::tr("First seen"), [](const F &f) { return f.firstSeen; }),
        {QStringLiteral("job"), FailuresPage::tr("Latest job"), 100, true, [](const F &f) { return QString::number(f.lastJobId); }},
    };
}

} // namespace

FailuresPage::FailuresPage(const PageContext &context, QWidget *parent)
    : Page(context, QStringLiteral("failures"), tr("Failures"), QStringLiteral("failures"), parent)
    , m_model(new TableModel<FailureGroup>([](const FailureGroup &group) { return group.fingerprint; }, failureColumns(), this))
    , m_view(new TableView(this))
    , m_task(new NameEdit(context.database, NameKind::Task, this))
    , m_range(new TimeRangeBox(false, this))
    , m_note(roleLabel({}, "muted", this))
{
    makeFilterRow();
    body()->addWidget(framedTable(m_view, this), 1);
    body()->addWidget(m_note);
    m_note->setMinimumHeight(3 * Theme::grid + 4);
    m_view->setAccessibleName(title());
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setRows(m_model, id());
    m_view->emptyState()->set(QStringLiteral("completed"), tr("Nothing failed"), tr("No execution failed in this stretch of time."));
    connect(m_view, &TableView::selectionOfRowsChanged, this, &Page::selectionChanged);
    connect(m_view, &TableView::rowActivated, this, &FailuresPage::openHistory);
    makeActions();
}

void FailuresPage::makeFilterRow()
{
    m_task->setPlaceholderText(tr("Task   (press / to come here)"));
    m_task->setAccessibleName(tr("Task"));
    m_task->addAction(icon(QStringLiteral("tag")), QLineEdit::LeadingPosition);
    auto *row = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    row->addWidget(m_task, 1);
    row->addWidget(m_range);
    body()->addLayout(row);
    setFilterField(m_task);
    connect(m_task, &NameEdit::nameChosen, this, &FailuresPage::restart);
    connect(m_range, &QComboBox::currentIndexChanged, this, &FailuresPage::restart);
}

void FailuresPage::makeActions()
{
    const auto noneChosen = [this] { return selected() ? QString() : tr("Choose a kind of error first."); };
    addHeadButton(QStringLiteral("history"), tr("Its executions"), tr("Shows the executions that failed like this"), [this] { openHistory(); }, {{}, noneChosen});
    addHeadButton(QStringLiteral("replay"), tr("Replay the group …"), tr("Makes a new job of each whose last execution failed like this"), [this] { replaySelected(); }, {Right::Operate, noneChosen});
    addHeadButton(QStringLiteral("ban"), tr("Fail the group …"), tr("Permanently fails the jobs that wait with this error"), [this] { failSelected(); }, {Right::Operate, noneChosen});
}

std::function<void()> FailuresPage::commandFor(const QString &actionId)
{
    if (!selected())
        return {};
    if (actionId == QLatin1String("replay"))
        return [this] { replaySelected(); };
    if (actionId == QLatin1String("permanently-fail"))
        return [this] { failSelected(); };
    if (actionId == QLatin1String("reschedule"))
        return [this] { Q_EMIT context().navigator.rescheduleWanted(waitingOfGroup()); };
    return {};
}

void FailuresPage::setFilter(const QString &filter)
{
    const JobFilter parsed = parseFilterText(filter).filter;
    m_task->setText(parsed.taskIdentifier.value_or(QString()));
    if (parsed.maxAge)
        m_range->setAge(*parsed.maxAge);
    restart();
}

QString FailuresPage::filter() const
{
    JobFilter same;
    same.taskIdentifier = m_task->optionalName();
    same.maxAge = std::chrono::seconds(m_range->seconds());
    return filterText(same);
}

// Another filter: an answer that is still on its way is of no use.
void FailuresPage::restart()
{
    m_busy = false;
    m_view->clearSelection();
    if (context().database.isConnected())
        refresh();
}

void FailuresPage::refresh()
{
    if (std::exchange(m_busy, true))
        return;
    const QDateTime to = Texts::now();
    const quint64 wanted = ++m_generation;
    context().database.run(
        Database::Lane::Page, title(), this,
        [from = to.addSecs(-m_range->seconds()), to, task = m_task->optionalName()](const System &system) { return Inspector(system).failures(from, to, task); },
        [this, wanted](const FailureGroups &groups) {
            if (wanted == m_generation)
                take(groups);
        },
        [this, wanted](const Error &error) {
            if (wanted != m_generation)
                return;
            m_busy = false;
            if (error.kind() != Error::Kind::Connection)
                showError(error.message());
        });
}

void FailuresPage::take(const FailureGroups &groups)
{
    m_busy = false;
    m_model->setRows(groups.groups);
    m_view->setLoaded(true);
    qint64 failures = 0;
    for (const FailureGroup &group : groups.groups)
        failures += group.count;
    QString note = tr("%1 failure(s)", nullptr, int(failures)).arg(Texts::number(failures));
    note += tr(" of %n kind(s)", nullptr, int(groups.groups.size()));
    if (!groups.complete)
        note += tr(", looked at since %1 only: there are too many to read them all").arg(Texts::absolute(groups.from));
    m_note->setText(note);
    setLoaded();
}

void FailuresPage::reset()
{
    m_busy = false;
    m_model->setRows({});
    m_view->setLoaded(false);
}

const FailureGroup *FailuresPage::selected() const
{
    const QList<int> rows = m_view->selectedRows();
    return rows.isEmpty() ? nullptr : &m_model->at(rows.constFirst());
}

void FailuresPage::openHistory()
{
    if (const FailureGroup *group = selected())
        Q_EMIT context().navigator.pageWanted(QStringLiteral("history"), QStringLiteral("fingerprint:%1 %2").arg(group->fingerprint, filter()));
}

void FailuresPage::replaySelected()
{
    const FailureGroup *group = selected();
    if (!group)
        return;
    HistoryFilter filter;
    filter.errorFingerprint = group->fingerprint;
    filter.taskIdentifier = m_task->optionalName();
    filter.from = Texts::now().addSecs(-m_range->seconds());
    const QString error = Texts::singleLine(group->pattern, 60);
    Q_EMIT context().navigator.replayWanted(JobSelection(filter, filter.taskIdentifier ? tr("the jobs of the task %1 that failed with “%2”").arg(*filter.taskIdentifier, error)
                                                                                       : tr("the jobs that failed with “%1”").arg(error)));
}

JobSelection FailuresPage::waitingOfGroup() const
{
    JobFilter filter;
    filter.errorFingerprint = selected()->fingerprint;
    filter.taskIdentifier = m_task->optionalName();
    const QString error = Texts::singleLine(selected()->pattern, 60);
    return JobSelection(filter, filter.taskIdentifier ? tr("all jobs of the task %1 with the error “%2”").arg(*filter.taskIdentifier, error) : tr("all jobs with the error “%1”").arg(error));
}

void FailuresPage::failSelected()
{
    if (selected())
        Q_EMIT context().navigator.permanentlyFailWanted(waitingOfGroup());
}

QList<QWidget *> FailuresPage::keyTargets()
{
    return {m_view};
}

void FailuresPage::saveLayout() const
{
    m_view->saveColumns();
}

} // namespace jobq::console
