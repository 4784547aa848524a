// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/lockedpage.h"

#include "pages/jobcolumns.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/nameedit.h"
#include "widgets/tableview.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace jobq::console {

namespace {

// How an age compares with what this task usually takes.
Tone ageTone(const LockedJob &locked)
{
    // What takes milliseconds may well take ten times as long: that is nothing to look into.
    if (!locked.taskP95 || locked.taskP95->count() == 0 || locked.lockedFor < std::chrono::seconds(5))
        return Tone::Neutral;
    const double ratio = double(std::chrono::microseconds(locked.lockedFor).count()) / double(locked.taskP95->count());
    return ratio > 10 ? Tone::Bad : ratio > 2 ? Tone::Warning : Tone::Neutral;
}

QVariant ageExtra(const LockedJob &locked, int role)
{
    if (role == ToneRole)
        return int(ageTone(locked));
    if (role == IconNameRole && ageTone(locked) != Tone::Neutral)
        return QStringLiteral("warning");
    if (role == Qt::ToolTipRole)
        return LockedPage::tr("Locked at %1").arg(Texts::absolute(locked.job.lockedAt));
    return {};
}

QVariant healthExtra(const LockedJob &locked, int role)
{
    return Words::cell(Words::health(locked.workerHealth), role);
}

QList<Column<LockedJob>> lockedColumns()
{
    using L = LockedJob;
    return {
        {QStringLiteral("id"), LockedPage::tr("Job"), 76, true, [](const L &l) { return QString::number(l.job.id); }},
        {QStringLiteral("task"), LockedPage::tr("Task"), 150, false, [](const L &l) { return l.job.taskIdentifier; }},
        JobColumns::queue<L>([](const L &l) { return l.job.queueName; }),
        {QStringLiteral("age"), LockedPage::tr("Running for"), 120, true, [](const L &l) { return Texts::span(l.lockedFor); }, ageExtra},
        {QStringLiteral("p95"), LockedPage::tr("Usually within"), 110, true, [](const L &l) { return l.taskP95 ? Texts::span(*l.taskP95) : QStringLiteral("–"); },
         {}, LockedPage::tr("95 % of this task's latest executions took no longer")},
        {QStringLiteral("progress"), LockedPage::tr("Progress"), 150, false,
         [](const L &l) {
             return l.job.progress ? QStringLiteral("%1 %  %2").arg(qRound(*l.job.progress * 100)).arg(l.job.progressNote.value_or(QString())) : QString();
         },
         [](const L &l, int role) -> QVariant {
             if (role == FractionRole && l.job.progress)
                 return *l.job.progress;
             return role == ToneRole && l.job.progress ? QVariant(int(Tone::Teal)) : QVariant();
         }},
        {QStringLiteral("health"), LockedPage::tr("Its worker"), 110, false, [](const L &l) { return Words::health(l.workerHealth).word; }, healthExtra},
        {QStringLiteral("sign"), LockedPage::tr("Last sign of life"), 130, true,
         [](const L &l) { return l.sinceHeartbeat ? LockedPage::tr("%1 ago").arg(Texts::span(*l.sinceHeartbeat)) : LockedPage::tr("none"); }},
        {QStringLiteral("worker"), LockedPage::tr("Worker"), 240, false, [](const L &l) { return l.job.lockedBy.value_or(QString()); }},
    };
}

} // namespace

LockedPage::LockedPage(const PageContext &context, QWidget *parent)
    : ListPage(
        context, QStringLiteral("locked"), tr("Locked"), QStringLiteral("locked"), [](const LockedJob &locked) { return QString::number(locked.job.id); },
        lockedColumns(), parent)
    , m_age(new QComboBox(this))
    , m_worker(new NameEdit(context.database, NameKind::Worker, this))
{
    makeFilterRow();
    makeActions();
    view()->emptyState()->set(QStringLiteral("locked"), tr("Nothing is running"), tr("Jobs stand here while a worker executes them."));
}

void LockedPage::makeFilterRow()
{
    m_worker->setPlaceholderText(tr("Worker   (press / to come here)"));
    m_worker->setAccessibleName(tr("Worker"));
    m_worker->addAction(icon(QStringLiteral("workers")), QLineEdit::LeadingPosition);
    m_age->addItem(tr("Any age"), 0);
    m_age->addItem(tr("Over 10 seconds"), 10);
    m_age->addItem(tr("Over a minute"), 60);
    m_age->addItem(tr("Over 10 minutes"), 600);
    m_age->addItem(tr("Over 4 hours"), 4 * 3600);
    m_age->setAccessibleName(tr("Age"));
    filterRow()->addWidget(m_worker, 1);
    filterRow()->addWidget(m_age);
    setFilterField(m_worker);
    connect(m_worker, &NameEdit::nameChosen, this, [this] { restart(); });
    connect(m_age, &QComboBox::currentIndexChanged, this, [this] { restart(); });
}

void LockedPage::makeActions()
{
    addHeadButton(QStringLiteral("unlock"), tr("Force-unlock …"), tr("Opens the locks of the selected jobs"),
                  [this] { Q_EMIT context().navigator.planWanted(Plans::unlockJobs(selectedJobs())); },
                  {Right::Operate, [this] { return selectedJobs().isEmpty() ? tr("Choose a job first.") : QString(); }});
    addHeadButton(QStringLiteral("locked"), tr("Reset stale locks …"), tr("Opens every lock that is as old as you say"),
                  [this] { Q_EMIT context().navigator.resetWanted(std::chrono::hours(4)); }, {Right::Operate});
    addAllJobsMenu([this] { return selectionOfAll(); }, {QStringLiteral("unlock"), QStringLiteral("permanently-fail")});
}

void LockedPage::setFilter(const QString &filter)
{
    const ParsedFilter parsed = parseFilterText(filter);
    JobFilter known;
    known.workerId = parsed.filter.workerId;
    known.minAge = parsed.filter.minAge;
    // What is no filter is the id of a worker: these may hold any sign.
    const bool isFilter = !parsed.error && known == parsed.filter;
    const auto seconds = isFilter && known.minAge ? std::chrono::duration_cast<std::chrono::seconds>(*known.minAge).count() : 0;
    m_worker->setText(isFilter ? known.workerId.value_or(QString()) : filter);
    m_age->setCurrentIndex(qMax(0, m_age->findData(int(seconds))));
    restart();
}

QString LockedPage::filter() const
{
    const LockedFilter filter = lockedFilter();
    JobFilter same;
    same.workerId = filter.workerId;
    same.minAge = filter.minLockedFor;
    return filterText(same);
}

JobSelection LockedPage::selectionOfAll() const
{
    return JobSelection(lockedFilter(), filter().isEmpty() ? tr("all running jobs") : tr("all running jobs that match %1").arg(filter()));
}

QList<JobId> LockedPage::selectedJobs() const
{
    QList<JobId> ids;
    for (const int row : view()->selectedRows())
        ids.append(model()->at(row).job.id);
    return ids;
}

LockedFilter LockedPage::lockedFilter() const
{
    LockedFilter filter;
    filter.workerId = m_worker->optionalName();
    if (const int seconds = m_age->currentData().toInt())
        filter.minLockedFor = std::chrono::seconds(seconds);
    return filter;
}

LockedPage::Reader LockedPage::reader() const
{
    return [filter = lockedFilter()](const Inspector &inspector, const PageRequest &request) { return inspector.lockedJobs(filter, request); };
}

} // namespace jobq::console
