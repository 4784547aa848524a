// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/jobspage.h"

#include "pages/jobcolumns.h"
#include "widgets/emptystate.h"
#include "widgets/filteredit.h"
#include "widgets/filterfields.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/tableview.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QWidgetAction>

namespace jobq::console {

JobsPage::JobsPage(const PageContext &context, QWidget *parent)
    : ListPage(context, QStringLiteral("jobs"), tr("Jobs"), QStringLiteral("jobs"), JobColumns::keyOf, JobColumns::jobs(), parent)
    , m_edit(new FilterEdit(context.database, this))
    , m_order(new QComboBox(this))
{
    enableCount();
    makeFilterRow();
    addHeadButton(QStringLiteral("bookmark"), tr("Save view"), tr("Keeps this filter in the sidebar"),
                  [this] { Q_EMIT this->context().navigator.actionWanted(QStringLiteral("save-view")); });
    addHeadButton(QStringLiteral("enqueue"), tr("Enqueue …"), tr("Adds a job"),
                  [this] { Q_EMIT this->context().navigator.actionWanted(QStringLiteral("enqueue")); }, {Right::Enqueue});
    addAllJobsMenu([this] { return JobSelection(m_filter); }, {QStringLiteral("reschedule"), QStringLiteral("replay"), QStringLiteral("unlock"), QStringLiteral("permanently-fail")});
    connect(view()->emptyState(), &EmptyState::actionTriggered, this, [this] {
        if (m_filter == JobFilter())
            Q_EMIT this->context().navigator.actionWanted(QStringLiteral("enqueue"));
        else
            m_edit->clear();
    });
    updateEmptyState();
}

void JobsPage::makeFilterRow()
{
    m_edit->setKeywords(filterTextKeywords());
    m_order->addItems({tr("In the order of running"), tr("Newest first"), tr("Oldest first")});
    m_order->setToolTip(tr("The order of the list"));
    m_order->setAccessibleName(tr("Order"));
    filterRow()->addWidget(m_edit, 1);
    filterRow()->addWidget(makeStageButton());
    filterRow()->addWidget(makeFieldsButton());
    filterRow()->addWidget(m_order);
    setFilterField(m_edit);
    connect(m_edit, &FilterEdit::textChanged, this, [this] { setFilterProblem(tr("The filter is being typed in.")); });
    connect(m_edit, &FilterEdit::filterEdited, this, &JobsPage::takeFilterText);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this] { restart(); });
}

QPushButton *JobsPage::makeStageButton()
{
    auto *stages = iconButton(QStringLiteral("ready"), tr("Status"), this);
    stages->setToolTip(tr("Chooses the states to show"));
    auto *menu = new QMenu(stages);
    const QList<QPair<JobStage, QString>> words{{JobStage::Locked, QStringLiteral("locked")},
                                                {JobStage::Ready, QStringLiteral("ready")},
                                                {JobStage::Waiting, QStringLiteral("waiting")},
                                                {JobStage::Scheduled, QStringLiteral("scheduled")},
                                                {JobStage::Exhausted, QStringLiteral("exhausted")}};
    for (const auto &[stage, word] : words) {
        const StateLook look = Words::stage(stage);
        menu->addAction(icon(look.icon, look.tone), look.word, this, [this, word = word] { toggleStage(word); });
    }
    menu->addSeparator();
    menu->addAction(tr("All states"), this, [this] { toggleStage({}); });
    stages->setMenu(menu);
    return stages;
}

QPushButton *JobsPage::makeFieldsButton()
{
    auto *button = iconButton(QStringLiteral("filter"), tr("Fields"), this);
    button->setToolTip(tr("The same filter in fields"));
    auto *menu = new QMenu(button);
    auto *fields = new FilterFields(menu);
    auto *holder = new QWidgetAction(menu);
    holder->setDefaultWidget(fields);
    menu->addAction(holder);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, fields] { fields->setFilter(m_filter); });
    connect(fields, &FilterFields::applied, this, [this, fields, menu] {
        menu->close();
        setFilter(filterText(fields->filter()));
    });
    return button;
}

// The menu writes the same words that one could type.
void JobsPage::toggleStage(const QString &word)
{
    JobFilter filter = m_filter;
    filter.stages = AllStages;
    const QString rest = filterText(filter);
    m_edit->setText(word.isEmpty() ? rest : QStringLiteral("status:%1 %2").arg(word, rest).trimmed());
    takeFilterText(m_edit->text());
}

void JobsPage::takeFilterText(const QString &text)
{
    const ParsedFilter parsed = parseFilterText(text);
    m_edit->showMistake(parsed.error ? parsed.error->message : QString(), parsed.error ? parsed.error->position : 0);
    setFilterMistake(parsed.error ? parsed.error->message : QString());
    if (parsed.error || parsed.filter == m_filter)
        return;
    m_filter = parsed.filter;
    updateEmptyState();
    restart();
    Q_EMIT filterChanged(text);
}

void JobsPage::updateEmptyState()
{
    EmptyState *empty = view()->emptyState();
    if (m_filter == JobFilter()) {
        empty->set(QStringLiteral("jobs"), tr("The queue is empty"), tr("Every job has been done. New ones appear here by themselves."));
        empty->setAction(tr("Enqueue a job …"));
    } else {
        empty->set(QStringLiteral("search"), tr("No job matches"), tr("Jobs that are finished are found in History."));
        empty->setAction(tr("Clear the filter"));
    }
}

void JobsPage::setFilter(const QString &filter)
{
    m_edit->setText(filter);
    takeFilterText(filter);
}

QString JobsPage::filter() const
{
    return m_edit->text().trimmed();
}

QList<JobId> JobsPage::selectedJobs() const
{
    QList<JobId> ids;
    for (const int row : view()->selectedRows())
        ids.append(model()->at(row).id);
    return ids;
}

JobsPage::Reader JobsPage::reader() const
{
    return [filter = m_filter, order = JobOrder(m_order->currentIndex())](const Inspector &inspector, const PageRequest &request) {
        return inspector.jobs(filter, order, request);
    };
}

void JobsPage::estimateCount()
{
    context().database.run(
        Database::Lane::Detail, tr("Estimate the number of jobs"), this,
        [filter = m_filter](const System &system) { return Inspector(system).estimateJobs(filter); },
        [this, filter = m_filter](const Count &count) {
            if (filter == m_filter)
                setCountText(tr("%1 job(s)", nullptr, int(count.value)).arg(Texts::count(count.value, count.exact)), count.exact);
        });
}

void JobsPage::countExactly()
{
    setCountText(tr("Counting …"), false);
    context().database.run(
        Database::Lane::Detail, tr("Count jobs exactly"), this, [filter = m_filter](const System &system) { return Inspector(system).countJobs(filter); },
        [this, filter = m_filter](qint64 count) {
            if (filter == m_filter)
                setCountText(tr("%1 job(s), counted at %2", nullptr, int(count)).arg(Texts::number(count), Texts::absolute(Texts::now()).mid(11, 8)), true);
        });
}

} // namespace jobq::console
