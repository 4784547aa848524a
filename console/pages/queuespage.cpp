// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/queuespage.h"

#include "services/filterterm.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/tableview.h"
#include "widgets/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>

namespace jobq::console {

namespace {

constexpr qsizetype trendPoints = 40;

// The entries beside the name, as they stand in a saved view.
const QStringList &whichWords()
{
    static const QStringList words{QString(), QStringLiteral("is:held"), QStringLiteral("is:free"), QStringLiteral("is:empty"), QStringLiteral("is:used")};
    return words;
}

Column<QueueInfo> countColumn(const QString &id, const QString &title, Count QueueInfo::*member, Tone tone)
{
    return {id, title, 92, true, [member](const QueueInfo &queue) { return Texts::count((queue.*member).value, (queue.*member).exact); },
            [member, tone](const QueueInfo &queue, int role) -> QVariant {
                if (role == ToneRole)
                    return int((queue.*member).value == 0 ? Tone::Muted : tone);
                return {};
            }};
}

QList<Column<QueueInfo>> queueColumns(const std::shared_ptr<QHash<QString, QVariantList>> &trend)
{
    using Q = QueueInfo;
    return {
        {QStringLiteral("name"), QueuesPage::tr("Queue"), 200, false,
         [](const Q &queue) { return queue.name.isEmpty() ? QueuesPage::tr("(jobs of no queue)") : queue.name; },
         [](const Q &queue, int role) -> QVariant {
             if (role == IconNameRole)
                 return queue.lockHolderJob ? QStringLiteral("locked") : QStringLiteral("queues");
             if (role == IconToneRole)
                 return int(queue.lockHolderJob ? Tone::Teal : Tone::Muted);
             if (role == ToneRole && queue.name.isEmpty())
                 return int(Tone::Muted);
             return {};
         }},
        countColumn(QStringLiteral("ready"), QueuesPage::tr("Ready"), &Q::ready, Tone::Neutral),
        countColumn(QStringLiteral("scheduled"), QueuesPage::tr("Scheduled"), &Q::scheduled, Tone::Violet),
        countColumn(QStringLiteral("locked"), QueuesPage::tr("Running"), &Q::locked, Tone::Teal),
        countColumn(QStringLiteral("exhausted"), QueuesPage::tr("Exhausted"), &Q::exhausted, Tone::Bad),
        {QStringLiteral("oldest"), QueuesPage::tr("Oldest"), 100, true,
         [](const Q &queue) {
             return queue.oldestAge ? (queue.oldestAgeExact ? QString() : QStringLiteral("≥ ")) + Texts::span(*queue.oldestAge) : QStringLiteral("–");
         },
         {}, QueuesPage::tr("How long its oldest ready job is due")},
        {QStringLiteral("holder"), QueuesPage::tr("Held by"), 260, false,
         [](const Q &queue) {
             return queue.lockHolderJob ? QueuesPage::tr("job %1 on %2").arg(*queue.lockHolderJob).arg(queue.lockHolderWorker.value_or(QString())) : QString();
         }},
        {QStringLiteral("heldFor"), QueuesPage::tr("For"), 80, true, [](const Q &queue) { return queue.lockedFor ? Texts::span(*queue.lockedFor) : QString(); }},
        {QStringLiteral("trend"), QueuesPage::tr("Ready, lately"), 140, false,
         [](const Q &) { return QString(); },
         [trend](const Q &queue, int role) -> QVariant {
             if (role == SeriesRole)
                 return trend->value(queue.name);
             if (role == ToneRole)
                 return int(Tone::Accent);
             return {};
         },
         QueuesPage::tr("How many were ready since this page is open")},
    };
}

} // namespace

QueuesPage::QueuesPage(const PageContext &context, QWidget *parent)
    : QueuesPage(context, std::make_shared<Trend>(), parent)
{
}

QueuesPage::QueuesPage(const PageContext &context, const std::shared_ptr<Trend> &trend, QWidget *parent)
    : ListPage(
        context, QStringLiteral("queues"), tr("Queues"), QStringLiteral("queues"), [](const QueueInfo &queue) { return queue.name; },
        queueColumns(trend), parent)
    , m_trend(trend)
    , m_name(new QLineEdit(this))
    , m_which(new QComboBox(this))
{
    makeFilterRow();
    makeActions();
    view()->emptyState()->set(QStringLiteral("queues"), tr("No queue matches"), tr("A named queue appears with its first job. Its jobs run strictly one at a time."));
}

void QueuesPage::makeFilterRow()
{
    m_name->setPlaceholderText(tr("Name contains …   (press / to come here)"));
    m_name->setClearButtonEnabled(true);
    m_name->setAccessibleName(tr("Queue name"));
    m_name->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_which->addItems({tr("All queues"), tr("Held by a running job"), tr("Not held"), tr("Empty"), tr("With jobs")});
    m_which->setAccessibleName(tr("Which queues"));
    filterRow()->addWidget(m_name, 1);
    filterRow()->addWidget(m_which);
    setFilterField(m_name);
    connect(m_name, &QLineEdit::textChanged, this, [this] { restart(); });
    connect(m_which, &QComboBox::currentIndexChanged, this, [this] { restart(); });
}

void QueuesPage::makeActions()
{
    addHeadButton(QStringLiteral("unlock"), tr("Force-unlock …"), tr("Opens the locks of the selected queues"), [this] { unlockSelected(); },
                  {Right::Operate, [this] { return selectedNames().isEmpty() ? tr("Choose a named queue first.") : QString(); }});
    addHeadButton(QStringLiteral("enqueue"), tr("Enqueue here …"), tr("Adds a job to the selected queue"),
                  [this] {
                      Job like;
                      like.queueName = selectedNames().isEmpty() ? std::nullopt : std::optional(selectedNames().constFirst());
                      Q_EMIT context().navigator.enqueueWanted(like);
                  },
                  {Right::Enqueue});
    addHeadButton(QStringLiteral("trash"), tr("Forget empty queues …"), tr("Forgets the names of queues that have no job"),
                  [this] { Q_EMIT context().navigator.planWanted(Plans::gcQueues()); }, {Right::Administer});
    addAllMenu(tr("Changes all queues that the filter matches, also those that are not in the list yet; first it shows which"))
        ->addAction(icon(QStringLiteral("unlock")), tr("Force-unlock …"), this, [this] { unlockAll(); });
    connect(view(), &TableView::doubleClicked, this, [this](const QModelIndex &index) {
        Q_EMIT context().navigator.pageWanted(QStringLiteral("jobs"), filterTerm(&JobFilter::queueName, model()->at(index.row()).name));
    });
}

void QueuesPage::unlockSelected()
{
    Q_EMIT context().navigator.planWanted(Plans::unlockQueues(selectedNames()));
}

void QueuesPage::unlockAll()
{
    const QString title = filter().isEmpty() ? tr("Force-unlock all queues") : tr("Force-unlock all queues that match %1").arg(filter());
    Q_EMIT context().navigator.planWanted(Plans::unlockQueues(queueFilter(), title));
}

std::function<void()> QueuesPage::commandFor(const QString &actionId)
{
    if (actionId == QLatin1String("unlock") && !selectedNames().isEmpty())
        return [this] { unlockSelected(); };
    return {};
}

QueueFilter QueuesPage::queueFilter() const
{
    QueueFilter filter;
    filter.nameContains = m_name->text().trimmed();
    switch (m_which->currentIndex()) {
    case 1: filter.isLocked = true; break;
    case 2: filter.isLocked = false; break;
    case 3: filter.isEmpty = true; break;
    case 4: filter.isEmpty = false; break;
    default: break;
    }
    return filter;
}

QueuesPage::Reader QueuesPage::reader() const
{
    return [filter = queueFilter()](const Inspector &inspector, const PageRequest &request) { return inspector.queues(filter, request); };
}

void QueuesPage::rowsShown()
{
    for (const QueueInfo &queue : model()->rows()) {
        QVariantList &points = (*m_trend)[queue.name];
        points.append(queue.ready.value);
        if (points.size() > trendPoints)
            points.removeFirst();
    }
    const int column = model()->columnOf(QStringLiteral("trend"));
    if (model()->rowCount() > 0)
        Q_EMIT model()->dataChanged(model()->index(0, column), model()->index(model()->rowCount() - 1, column));
}

void QueuesPage::setFilter(const QString &filter)
{
    const QString first = filter.section(QLatin1Char(' '), 0, 0);
    const int which = int(qMax<qsizetype>(0, whichWords().indexOf(first)));
    m_which->setCurrentIndex(which);
    m_name->setText(which > 0 ? filter.mid(first.size()).trimmed() : filter);
}

QString QueuesPage::filter() const
{
    return QStringLiteral("%1 %2").arg(whichWords().at(m_which->currentIndex()), m_name->text()).trimmed();
}

QStringList QueuesPage::selectedNames() const
{
    QStringList names;
    for (const int row : view()->selectedRows()) {
        if (!model()->at(row).name.isEmpty())
            names.append(model()->at(row).name);
    }
    return names;
}

QList<JobId> QueuesPage::selectedJobs() const
{
    QList<JobId> ids;
    for (const int row : view()->selectedRows()) {
        if (model()->at(row).lockHolderJob)
            ids.append(*model()->at(row).lockHolderJob);
    }
    return ids;
}

} // namespace jobq::console
