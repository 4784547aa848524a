// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/workerspage.h"

#include "pages/jobcolumns.h"
#include "services/filterterm.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/tableview.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>

namespace jobq::console {

namespace {

QVariant healthExtra(const WorkerInfo &worker, int role)
{
    if (role == Qt::ToolTipRole && worker.declaredDeadAt.isValid())
        return WorkersPage::tr("Declared dead at %1; its jobs were freed").arg(Texts::absolute(worker.declaredDeadAt));
    if (role == Qt::ToolTipRole && !worker.registered)
        return WorkersPage::tr("It never registered, so nothing is known of its health");
    return Words::cell(Words::health(worker.health), role);
}

QString tasksOf(const WorkerInfo &worker)
{
    if (!worker.registered)
        return {};
    return worker.taskIdentifiers ? worker.taskIdentifiers->join(QStringLiteral(", ")) : WorkersPage::tr("any task");
}

QList<Column<WorkerInfo>> workerColumns()
{
    using W = WorkerInfo;
    return {
        {QStringLiteral("health"), WorkersPage::tr("Health"), 110, false,
         [](const W &w) { return w.stopping ? WorkersPage::tr("Stopping") : Words::health(w.health).word; }, healthExtra},
        {QStringLiteral("id"), WorkersPage::tr("Worker"), 230, false, [](const W &w) { return w.id; }},
        {QStringLiteral("host"), WorkersPage::tr("Host"), 120, false, [](const W &w) { return w.host; }},
        {QStringLiteral("pid"), WorkersPage::tr("Process"), 80, true, [](const W &w) { return w.registered ? QString::number(w.pid) : QString(); }},
        {QStringLiteral("running"), WorkersPage::tr("Running"), 110, true,
         [](const W &w) {
             const QString running = Texts::count(w.runningJobs.value, w.runningJobs.exact);
             return w.registered ? WorkersPage::tr("%1 of %2").arg(running).arg(w.concurrency) : running;
         },
         [](const W &w, int role) -> QVariant {
             if (role == FractionRole && w.concurrency > 0)
                 return double(w.runningJobs.value) / w.concurrency;
             return role == ToneRole && w.concurrency > 0 ? QVariant(int(Tone::Teal)) : QVariant();
         },
         WorkersPage::tr("Jobs that it holds, running or claimed ahead, of its slots")},
        {QStringLiteral("rate"), WorkersPage::tr("Last minute"), 100, true,
         [](const W &w) { return Texts::count(w.finishedLastMinute.value, w.finishedLastMinute.exact); }, {}, WorkersPage::tr("Executions that it finished")},
        {QStringLiteral("heartbeat"), WorkersPage::tr("Heartbeat"), 120, true,
         [](const W &w) { return w.registered ? WorkersPage::tr("%1 ago").arg(Texts::span(w.sinceHeartbeat)) : WorkersPage::tr("none"); },
         [](const W &w, int role) -> QVariant {
             return role == Qt::ToolTipRole && w.registered
                 ? QVariant(WorkersPage::tr("%1. Its lease is %2.").arg(Texts::absolute(w.heartbeatAt), Texts::span(w.lease)))
                 : QVariant();
         }},
        JobColumns::time<W>(QStringLiteral("started"), WorkersPage::tr("Started"), [](const W &w) { return w.startedAt; }),
        {QStringLiteral("tasks"), WorkersPage::tr("Tasks"), 300, false, tasksOf},
    };
}

} // namespace

WorkersPage::WorkersPage(const PageContext &context, QWidget *parent)
    : ListPage(
        context, QStringLiteral("workers"), tr("Workers"), QStringLiteral("workers"), [](const WorkerInfo &worker) { return worker.id; }, workerColumns(), parent)
    , m_which(new QComboBox(this))
{
    m_which->addItems({tr("All workers"), tr("Alive"), tr("Silent or dead")});
    m_which->setAccessibleName(tr("Which workers"));
    filterRow()->addWidget(m_which);
    filterRow()->addStretch();
    setFilterField(m_which);
    connect(m_which, &QComboBox::currentIndexChanged, this, [this] { restart(); });
    makeActions();
    EmptyState *empty = view()->emptyState();
    empty->set(QStringLiteral("workers"), tr("No worker is registered"), tr("Nothing runs jobs now. For local development the console can be a worker itself."));
    empty->setAction(tr("Open test workers"));
    connect(empty, &EmptyState::actionTriggered, this, [this] { Q_EMIT this->context().navigator.actionWanted(QStringLiteral("show-test-workers")); });
}

void WorkersPage::makeActions()
{
    const auto noneChosen = [this] { return selectedIds().isEmpty() ? tr("Choose a worker first.") : QString(); };
    addHeadButton(QStringLiteral("locked"), tr("Its jobs"), tr("Shows the jobs that the selected worker holds"),
                  [this] { Q_EMIT context().navigator.pageWanted(QStringLiteral("locked"), filterTerm(&JobFilter::workerId, selectedIds().constFirst())); },
                  {{}, noneChosen});
    addHeadButton(QStringLiteral("unlock"), tr("Unlock its jobs …"), tr("Opens the locks that the selected workers hold"), [this] { unlockSelected(); }, {Right::Operate, noneChosen});
    addAllMenu(tr("Changes the jobs of all workers that the filter matches; first it shows which"))
        ->addAction(icon(QStringLiteral("unlock")), tr("Force-unlock …"), this, [this] { unlockAll(); });
}

void WorkersPage::unlockSelected()
{
    Q_EMIT context().navigator.planWanted(Plans::unlockWorkers(selectedIds()));
}

void WorkersPage::unlockAll()
{
    const QStringList titles{tr("Force-unlock the jobs of all workers"), tr("Force-unlock the jobs of all workers that are alive"), tr("Force-unlock the jobs of all workers that are silent or dead")};
    Q_EMIT context().navigator.planWanted(Plans::unlockWorkers(workerFilter(), titles.at(m_which->currentIndex())));
}

std::function<void()> WorkersPage::commandFor(const QString &actionId)
{
    if (actionId == QLatin1String("unlock") && !selectedIds().isEmpty())
        return [this] { unlockSelected(); };
    return {};
}

void WorkersPage::setFilter(const QString &filter)
{
    m_which->setCurrentIndex(filter == QLatin1String("silent") ? 2 : filter == QLatin1String("alive") ? 1 : 0);
}

QString WorkersPage::filter() const
{
    return QStringList{QString(), QStringLiteral("alive"), QStringLiteral("silent")}.at(m_which->currentIndex());
}

WorkerFilter WorkersPage::workerFilter() const
{
    WorkerFilter filter;
    if (m_which->currentIndex() > 0)
        filter.isAlive = m_which->currentIndex() == 1;
    return filter;
}

QStringList WorkersPage::selectedIds() const
{
    return view()->selectedKeys();
}

WorkersPage::Reader WorkersPage::reader() const
{
    return [filter = workerFilter()](const Inspector &inspector, const PageRequest &request) { return inspector.workers(filter, request); };
}

} // namespace jobq::console
