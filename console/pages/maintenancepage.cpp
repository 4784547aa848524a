// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/maintenancepage.h"

#include "pages/jobcolumns.h"
#include "widgets/card.h"
#include "widgets/emptystate.h"
#include "widgets/layouts.h"
#include "widgets/tableview.h"

#include <QVBoxLayout>

namespace jobq::console {

namespace {

qint64 wholeSize(const TableSize &table)
{
    return table.tableBytes + table.indexBytes + table.toastBytes;
}

Column<TableSize> seen(const QString &id, const QString &title, QDateTime TableSize::*member)
{
    return {id, title, 120, false, [member](const TableSize &table) { return (table.*member).isValid() ? Texts::relative(table.*member) : MaintenancePage::tr("never"); },
            [member](const TableSize &table, int role) -> QVariant {
                if (role == ToneRole && !(table.*member).isValid())
                    return int(Tone::Muted);
                return role == Qt::ToolTipRole ? QVariant(Texts::absolute(table.*member)) : QVariant();
            }};
}

QList<Column<TableSize>> sizeColumns()
{
    using T = TableSize;
    return {
        {QStringLiteral("name"), MaintenancePage::tr("Table"), 200, false, [](const T &t) { return t.name; },
         [](const T &, int role) -> QVariant {
             if (role == IconToneRole)
                 return int(Tone::Muted);
             return role == IconNameRole ? QVariant(QStringLiteral("database")) : QVariant();
         }},
        {QStringLiteral("rows"), MaintenancePage::tr("Rows"), 100, true,
         [](const T &t) {
             // Never analyzed: the server has no idea, and a zero would be a lie.
             const bool isUnknown = !t.rows.exact && t.rows.value == 0 && t.tableBytes > 0;
             return isUnknown ? QStringLiteral("–") : Texts::count(t.rows.value, t.rows.exact);
         }},
        {QStringLiteral("size"), MaintenancePage::tr("Size"), 100, true, [](const T &t) { return Texts::bytes(wholeSize(t)); }, {},
         MaintenancePage::tr("Table, indexes and what is stored out of line")},
        {QStringLiteral("indexes"), MaintenancePage::tr("Indexes"), 100, true, [](const T &t) { return Texts::bytes(t.indexBytes); }},
        {QStringLiteral("dead"), MaintenancePage::tr("Dead rows"), 110, true, [](const T &t) { return Texts::number(t.deadRows); },
         [](const T &t, int role) -> QVariant {
             const bool isBad = t.deadRows > 10'000 && t.deadRows > t.rows.value;
             return role == ToneRole && isBad ? QVariant(int(Tone::Warning)) : QVariant();
         },
         MaintenancePage::tr("Rows that vacuum has not removed yet")},
        seen(QStringLiteral("vacuum"), MaintenancePage::tr("Last vacuum"), &T::lastVacuum),
        seen(QStringLiteral("analyze"), MaintenancePage::tr("Last analyze"), &T::lastAnalyze),
    };
}

QList<Column<MaintenanceTaskInfo>> scheduleColumns()
{
    using M = MaintenanceTaskInfo;
    return {
        {QStringLiteral("task"), MaintenancePage::tr("Scheduled task"), 200, false, [](const M &m) { return m.task; },
         [](const M &m, int role) -> QVariant {
             if (role == IconNameRole)
                 return m.lastError ? QStringLiteral("failed") : m.lastFinishedAt.isValid() ? QStringLiteral("completed") : QStringLiteral("scheduled");
             if (role == IconToneRole)
                 return int(m.lastError ? Tone::Bad : m.lastFinishedAt.isValid() ? Tone::Good : Tone::Muted);
             return {};
         }},
        {QStringLiteral("period"), MaintenancePage::tr("Every"), 90, true,
         [](const M &m) { return m.period.count() > 0 ? Texts::span(m.period) : MaintenancePage::tr("off"); }},
        JobColumns::time<M>(QStringLiteral("last"), MaintenancePage::tr("Last run"), [](const M &m) { return m.lastFinishedAt; }),
        {QStringLiteral("count"), MaintenancePage::tr("Changed"), 90, true, [](const M &m) { return m.lastCount ? Texts::number(*m.lastCount) : QStringLiteral("–"); }},
        {QStringLiteral("by"), MaintenancePage::tr("Run by"), 180, false, [](const M &m) { return m.lastRunBy.value_or(QString()); }},
        {QStringLiteral("error"), MaintenancePage::tr("Error"), 240, false, [](const M &m) { return m.lastError.value_or(QString()); }},
    };
}

} // namespace

MaintenancePage::MaintenancePage(const PageContext &context, QWidget *parent)
    : Page(context, QStringLiteral("maintenance"), tr("Maintenance"), QStringLiteral("maintenance"), parent)
    , m_transaction(roleLabel({}, "muted", this))
    , m_sizes(new TableModel<TableSize>([](const TableSize &table) { return table.name; }, sizeColumns(), this))
    , m_schedule(new TableModel<MaintenanceTaskInfo>([](const MaintenanceTaskInfo &task) { return task.task; }, scheduleColumns(), this))
    , m_sizesView(new TableView(this))
    , m_scheduleView(new TableView(this))
{
    makeCards();
    makeTables();
    makeActions();
}

void MaintenancePage::makeActions()
{
    const auto add = [this](const QString &iconName, const QString &text, const QString &toolTip, const QString &action, Right right = Right::Administer) {
        addHeadButton(iconName, text, toolTip, [this, action] { Q_EMIT context().navigator.actionWanted(action); }, {right});
    };
    add(QStringLiteral("history"), tr("Expired history …"), tr("Deletes records whose retention has ended"), QStringLiteral("gc-history"));
    add(QStringLiteral("queues"), tr("Empty queues …"), tr("Forgets the names of queues that have no job"), QStringLiteral("gc-queues"));
    add(QStringLiteral("tag"), tr("Unused tasks …"), tr("Forgets task identifiers of no job that were not used for 7 days"), QStringLiteral("gc-tasks"));
    add(QStringLiteral("unlock"), tr("Stale locks …"), tr("Opens every lock that is as old as you say"), QStringLiteral("reset-locked"), Right::Operate);
}

void MaintenancePage::makeCards()
{
    auto *row = plainLayout<QHBoxLayout>(nullptr, Theme::grid + 4);
    m_history = new Card(QStringLiteral("history"), tr("Expired history"), this);
    m_queues = new Card(QStringLiteral("queues"), tr("Empty queues"), this);
    m_tasks = new Card(QStringLiteral("tag"), tr("Unused task identifiers"), this);
    m_locks = new Card(QStringLiteral("locked"), tr("Stale locks"), this);
    for (Card *card : {m_history, m_queues, m_tasks, m_locks})
        row->addWidget(card, 1);
    body()->addLayout(row);
    const auto plan = [this](Card *card, Plan (*make)()) {
        connect(card, &Card::clicked, this, [this, make] { Q_EMIT context().navigator.planWanted(make()); });
    };
    plan(m_history, Plans::gcHistory);
    plan(m_queues, Plans::gcQueues);
    plan(m_tasks, Plans::gcTasks);
    connect(m_locks, &Card::clicked, this, [this] { Q_EMIT context().navigator.resetWanted(std::chrono::hours(4)); });
}

void MaintenancePage::makeTables()
{
    m_sizesView->setAccessibleName(tr("Tables"));
    m_sizesView->setRows(m_sizes, QStringLiteral("maintenance-sizes"));
    m_scheduleView->setAccessibleName(tr("Scheduled tasks"));
    m_scheduleView->setRows(m_schedule, QStringLiteral("maintenance-schedule"));
    m_scheduleView->emptyState()->set(QStringLiteral("maintenance"), tr("Nothing is scheduled"), tr("A MaintenanceRunner in any worker keeps the tables tidy."));
    body()->addWidget(roleLabel(tr("Tables and indexes"), "heading", this));
    body()->addWidget(framedTable(m_sizesView, this), 3);
    m_transaction->setWordWrap(true);
    body()->addWidget(m_transaction);
    body()->addWidget(roleLabel(tr("Schedule"), "heading", this));
    body()->addWidget(framedTable(m_scheduleView, this), 4);
}

void MaintenancePage::refresh()
{
    if (std::exchange(m_busy, true))
        return;
    context().database.run(
        Database::Lane::Page, title(), this, [](const System &system) { return Inspector(system).maintenancePreview(); },
        [this](const MaintenancePreview &preview) {
            m_busy = false;
            take(preview);
        },
        [this](const Error &error) {
            m_busy = false;
            if (error.kind() != Error::Kind::Connection)
                showError(error.message());
        });
}

void MaintenancePage::take(const MaintenancePreview &preview)
{
    const auto show = [](Card *card, const Count &count, const QString &sentence, Tone tone) {
        card->setValue(Texts::count(count.value, count.exact), sentence, count.value > 0 ? tone : Tone::Good);
    };
    show(m_history, preview.expiredHistory,
         preview.droppablePartitions.isEmpty() ? tr("Records whose retention has ended.")
                                               : tr("Records whose retention has ended; %n partition(s) as a whole.", nullptr, int(preview.droppablePartitions.size())),
         Tone::Neutral);
    show(m_queues, preview.emptyQueues, tr("Names of queues without a job."), Tone::Neutral);
    show(m_tasks, preview.unusedTasks, tr("Of no job and unused for 7 days."), Tone::Neutral);
    show(m_locks, preview.staleLocks, tr("Older than 4 hours."), Tone::Warning);
    m_sizes->setRows(preview.tables);
    m_sizesView->setLoaded(true);
    m_schedule->setRows(preview.tasks);
    m_scheduleView->setLoaded(true);
    const auto &oldest = preview.oldestTransaction;
    m_transaction->setText(oldest ? tr("The oldest open transaction is %1 old (%2, %3): vacuum can't remove what died since.")
                                        .arg(Texts::span(oldest->age), oldest->who, oldest->state)
                                  : tr("No other transaction holds back vacuum."));
    setLoaded();
}

QList<QWidget *> MaintenancePage::keyTargets()
{
    return {m_sizesView, m_scheduleView};
}

void MaintenancePage::saveLayout() const
{
    m_sizesView->saveColumns();
    m_scheduleView->saveColumns();
}

} // namespace jobq::console
