// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/ratelimitspage.h"

#include "pages/jobcolumns.h"
#include "services/filterterm.h"
#include "widgets/emptystate.h"
#include "widgets/tableview.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace jobq::console {

namespace {

QVariant gauge(const RateLimitInfo &limit, int role)
{
    if (role == FractionRole)
        return limit.capacity > 0 ? double(limit.tokensNow) / limit.capacity : 0.0;
    if (role == ToneRole)
        return int(limit.tokensNow == 0 ? Tone::Bad : limit.tokensNow * 4 < limit.capacity ? Tone::Warning : Tone::Good);
    if (role == IconNameRole)
        return limit.tokensNow == 0 ? QStringLiteral("warning") : QString();
    return {};
}

QList<Column<RateLimitInfo>> limitColumns()
{
    using R = RateLimitInfo;
    return {
        {QStringLiteral("key"), RateLimitsPage::tr("Key"), 240, false, [](const R &r) { return r.key; },
         [](const R &, int role) -> QVariant {
             if (role == IconToneRole)
                 return int(Tone::Muted);
             return role == IconNameRole ? QVariant(QStringLiteral("gauge")) : QVariant();
         }},
        {QStringLiteral("tokens"), RateLimitsPage::tr("Tokens"), 180, false,
         [](const R &r) { return RateLimitsPage::tr("%1 of %2").arg(Texts::number(r.tokensNow), Texts::number(r.capacity)); }, gauge},
        {QStringLiteral("interval"), RateLimitsPage::tr("Window"), 100, true, [](const R &r) { return Texts::span(r.interval); }},
        {QStringLiteral("refill"), RateLimitsPage::tr("Next refill"), 120, true,
         [](const R &r) { return r.nextRefill.isValid() ? Texts::relative(r.nextRefill) : RateLimitsPage::tr("at the next claim"); },
         [](const R &r, int role) -> QVariant { return role == Qt::ToolTipRole ? QVariant(Texts::absolute(r.nextRefill)) : QVariant(); }},
        {QStringLiteral("waiting"), RateLimitsPage::tr("Jobs ready"), 120, true, [](const R &r) { return Texts::count(r.readyJobs.value, r.readyJobs.exact); }, {},
         RateLimitsPage::tr("Ready jobs that want a token of it")},
        {QStringLiteral("oldest"), RateLimitsPage::tr("Oldest"), 110, true, [](const R &r) { return r.oldestAge ? Texts::span(*r.oldestAge) : QStringLiteral("–"); }},
        {QStringLiteral("drain"), RateLimitsPage::tr("Drained in"), 140, true,
         [](const R &r) {
             if (r.readyJobs.value == 0 || r.capacity == 0)
                 return r.capacity == 0 && r.readyJobs.value > 0 ? RateLimitsPage::tr("never") : QStringLiteral("–");
             return QStringLiteral("~") + Texts::span(r.interval * ((r.readyJobs.value + r.capacity - 1) / r.capacity));
         },
         {}, RateLimitsPage::tr("How long the limit needs for the jobs that are ready now")},
        {QStringLiteral("since"), RateLimitsPage::tr("Window began"), 140, false, [](const R &r) { return Texts::relative(r.lastRefill); },
         [](const R &r, int role) -> QVariant { return role == Qt::ToolTipRole ? QVariant(Texts::absolute(r.lastRefill)) : QVariant(); }},
    };
}

} // namespace

RateLimitsPage::RateLimitsPage(const PageContext &context, QWidget *parent)
    : ListPage(
        context, QStringLiteral("rate-limits"), tr("Rate limits"), QStringLiteral("rate-limits"), [](const RateLimitInfo &limit) { return limit.key; },
        limitColumns(), parent)
    , m_which(new QComboBox(this))
{
    m_which->addItems({tr("All limits"), tr("Without a token now"), tr("With tokens")});
    m_which->setAccessibleName(tr("Which limits"));
    filterRow()->addWidget(m_which);
    filterRow()->addStretch();
    setFilterField(m_which);
    // Its actions are about one limit each.
    view()->setSelectionMode(QAbstractItemView::SingleSelection);
    connect(m_which, &QComboBox::currentIndexChanged, this, [this] { restart(); });
    makeActions();
    EmptyState *empty = view()->emptyState();
    empty->set(QStringLiteral("rate-limits"), tr("No rate limit"), tr("A limit lets so many jobs of its key start in each window of time."));
    empty->setAction(tr("Register a limit …"));
    connect(empty, &EmptyState::actionTriggered, this, [this] { Q_EMIT this->context().navigator.rateLimitWanted({}, 10, QStringLiteral("1 minute")); });
}

void RateLimitsPage::makeActions()
{
    const auto noneChosen = [this] { return selected() ? QString() : tr("Choose a rate limit first."); };
    addHeadButton(QStringLiteral("plus"), tr("Register …"), tr("Registers a new rate limit"),
                  [this] { Q_EMIT context().navigator.rateLimitWanted({}, 10, QStringLiteral("1 minute")); }, {Right::Administer});
    addHeadButton(QStringLiteral("settings"), tr("Change …"), tr("Changes capacity and window of the selected limit"),
                  [this] { Q_EMIT context().navigator.rateLimitWanted(selected()->key, selected()->capacity, intervalText(selected()->interval)); },
                  {Right::Administer, noneChosen});
    addHeadButton(QStringLiteral("refresh"), tr("Refill …"), tr("Refills the limits whose window has ended"),
                  [this] { Q_EMIT context().navigator.planWanted(Plans::refillRateLimits()); }, {Right::Enqueue});
    addHeadButton(QStringLiteral("trash"), tr("Remove …"), tr("Removes the selected limit where no job names it"),
                  [this] { Q_EMIT context().navigator.planWanted(Plans::removeRateLimit(selected()->key)); }, {Right::Administer, noneChosen});
    connect(view(), &TableView::doubleClicked, this, [this](const QModelIndex &index) {
        Q_EMIT context().navigator.pageWanted(QStringLiteral("jobs"), filterTerm(&JobFilter::rateLimitKey, model()->at(index.row()).key));
    });
}

const RateLimitInfo *RateLimitsPage::selected() const
{
    const QList<int> rows = view()->selectedRows();
    return rows.isEmpty() ? nullptr : &model()->at(rows.constFirst());
}

void RateLimitsPage::setFilter(const QString &filter)
{
    m_which->setCurrentIndex(filter == QLatin1String("empty") ? 1 : filter == QLatin1String("full") ? 2 : 0);
}

QString RateLimitsPage::filter() const
{
    return QStringList{QString(), QStringLiteral("empty"), QStringLiteral("full")}.at(m_which->currentIndex());
}

RateLimitsPage::Reader RateLimitsPage::reader() const
{
    std::optional<bool> isEmpty;
    if (m_which->currentIndex() > 0)
        isEmpty = m_which->currentIndex() == 1;
    return [isEmpty](const Inspector &inspector, const PageRequest &request) { return inspector.rateLimits(isEmpty, request); };
}

} // namespace jobq::console
