// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/overviewpage.h"

#include "models/texts.h"
#include "widgets/card.h"
#include "widgets/layouts.h"
#include "widgets/timechart.h"
#include "widgets/timerangebox.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <cmath>

namespace jobq::console {

namespace {

constexpr auto longWait = std::chrono::minutes(5);

double orGap(const std::optional<std::chrono::microseconds> &time)
{
    return time ? double(time->count()) / 1000 : std::nan("");
}

QString countText(const Count &count)
{
    return Texts::count(count.value, count.exact);
}

} // namespace

OverviewPage::OverviewPage(const PageContext &context, QWidget *parent)
    : Page(context, QStringLiteral("overview"), tr("Overview"), QStringLiteral("overview"), parent)
    , m_range(new TimeRangeBox(false, this))
    , m_cards(plainLayout<QGridLayout>(nullptr, Theme::grid + 4))
{
    makeCards();
    makeCharts();
    addHeadButton(QStringLiteral("diagnose"), tr("Diagnose …"), tr("Writes a bundle of facts for support: versions, settings, locks, sizes; no payloads"),
                  [this] { Q_EMIT this->context().navigator.actionWanted(QStringLiteral("diagnose")); });
    connect(m_range, &QComboBox::currentIndexChanged, this, &OverviewPage::refresh);
}

Card *OverviewPage::addCard(const QString &iconName, const QString &title, const QString &pageId, const QString &filter, int row, int column)
{
    auto *card = new Card(iconName, title, this);
    m_cards->addWidget(card, row, column);
    m_cards->setColumnStretch(column, 1);
    // What counts executions counts those of the range: the page is to show the same.
    const bool isOfRange = pageId == QLatin1String("failures") || pageId == QLatin1String("history");
    connect(card, &Card::clicked, this, [this, pageId, filter, isOfRange] {
        Q_EMIT context().navigator.pageWanted(pageId, isOfRange ? QStringLiteral("%1 %2").arg(filter, m_range->term()).trimmed() : filter);
    });
    return card;
}

void OverviewPage::makeCards()
{
    // The first row is what may be wrong, the second what goes on.
    m_oldest = addCard(QStringLiteral("waiting"), tr("Oldest ready job"), QStringLiteral("jobs"), QStringLiteral("status:ready"), 0, 0);
    m_dead = addCard(QStringLiteral("workers"), tr("Silent workers"), QStringLiteral("workers"), QStringLiteral("silent"), 0, 1);
    m_spike = addCard(QStringLiteral("failures"), tr("Failures"), QStringLiteral("failures"), {}, 0, 2);
    m_exhausted = addCard(QStringLiteral("exhausted"), tr("Exhausted jobs"), QStringLiteral("jobs"), QStringLiteral("status:exhausted"), 0, 3);
    m_limits = addCard(QStringLiteral("gauge"), tr("Empty rate limits"), QStringLiteral("rate-limits"), QStringLiteral("empty"), 0, 4);
    m_ready = addCard(QStringLiteral("ready"), tr("Ready"), QStringLiteral("jobs"), QStringLiteral("status:ready,waiting"), 1, 0);
    m_running = addCard(QStringLiteral("started"), tr("Running"), QStringLiteral("locked"), {}, 1, 1);
    m_done = addCard(QStringLiteral("completed"), tr("Completed"), QStringLiteral("history"), QStringLiteral("status:completed"), 1, 2);
    m_scheduled = addCard(QStringLiteral("scheduled"), tr("Scheduled"), QStringLiteral("jobs"), QStringLiteral("status:scheduled"), 1, 3);
    m_workers = addCard(QStringLiteral("heart"), tr("Workers alive"), QStringLiteral("workers"), QStringLiteral("alive"), 1, 4);
    body()->addLayout(m_cards);
}

void OverviewPage::makeCharts()
{
    m_throughput = new TimeChart(tr("Throughput per minute"), TimeChart::Unit::PerMinute,
                                 {{tr("Completed"), Tone::Good, true, Qt::SolidLine}, {tr("Failed"), Tone::Bad, false, Qt::DashLine}, {tr("Added"), Tone::Muted, false, Qt::DotLine, true}}, this);
    m_latency = new TimeChart(tr("Latency, from due to claimed"), TimeChart::Unit::Milliseconds,
                              {{tr("p50"), Tone::Accent, false, Qt::SolidLine}, {tr("p95"), Tone::Violet, false, Qt::DashLine}}, this);
    m_waiting = new TimeChart(tr("Ready and waiting jobs"), TimeChart::Unit::Count, {{tr("Ready"), Tone::Accent, true, Qt::SolidLine, true}}, this);
    m_throughput->setEmptyText(tr("Nothing finished in this stretch of time."));
    m_latency->setEmptyText(tr("Nothing was claimed in this stretch of time."));
    m_waiting->setEmptyText(tr("No samples yet: a running MaintenanceRunner takes one a minute."));
    auto *row = plainLayout<QHBoxLayout>();
    row->addWidget(m_range);
    row->addStretch();
    body()->addLayout(row);
    setFilterField(m_range);
    body()->addWidget(m_throughput, 3);
    auto *below = plainLayout<QHBoxLayout>(nullptr, Theme::grid + 4);
    below->addWidget(m_latency, 1);
    below->addWidget(m_waiting, 1);
    body()->addLayout(below, 3);
}

void OverviewPage::setFilter(const QString &filter)
{
    if (const auto age = parseFilterText(filter).filter.maxAge)
        m_range->setAge(*age);
}

QString OverviewPage::filter() const
{
    return m_range->term();
}

void OverviewPage::refresh()
{
    if (std::exchange(m_busy, true))
        return;
    const qint64 seconds = m_range->seconds();
    const int buckets = seconds <= 900 ? 45 : seconds <= 3600 ? 60 : 72;
    context().database.run(
        Database::Lane::Page, title(), this,
        [seconds, buckets](const System &system) {
            const QDateTime now = Texts::now();
            return Inspector(system).overview(now.addSecs(-seconds), now, buckets);
        },
        [this](const Overview &overview) {
            m_busy = false;
            take(overview);
        },
        [this](const Error &error) {
            m_busy = false;
            if (error.kind() != Error::Kind::Connection)
                showError(error.message());
        });
}

void OverviewPage::take(const Overview &overview)
{
    showProblems(overview);
    showWork(overview);
    showCharts(overview);
    setLoaded();
    Q_EMIT overviewShown(overview);
}

void OverviewPage::showProblems(const Overview &overview)
{
    m_oldestJob = overview.oldestReadyJob.value_or(0);
    if (overview.oldestReadyAge) {
        const bool isLong = *overview.oldestReadyAge > longWait;
        m_oldest->setValue(Texts::span(*overview.oldestReadyAge), tr("Job %1 has been due for so long.").arg(m_oldestJob), isLong ? Tone::Warning : Tone::Good);
    } else {
        m_oldest->setValue(QStringLiteral("–"), tr("Nothing waits for a worker."), Tone::Good);
    }
    m_dead->setValue(Texts::number(overview.silentWorkers),
                     overview.silentWorkersLocks.value > 0 ? tr("%1 job(s) held up by them.", nullptr, int(overview.silentWorkersLocks.value)).arg(countText(overview.silentWorkersLocks))
                                                           : tr("No job is held up."),
                     overview.silentWorkersLocks.value > 0 ? Tone::Bad : overview.silentWorkers > 0 ? Tone::Warning : Tone::Good);
    qint64 failed = 0;
    for (const OverviewBucket &bucket : overview.buckets)
        failed += bucket.failed.value;
    m_spike->setValue(Texts::number(failed),
                      !overview.hasFailureSpike()       ? tr("In this stretch of time; no spike.")
                      : overview.failureRatio() > 50    ? tr("A spike: before it there were hardly any.")
                                                        : tr("A spike: %1 times the usual rate.").arg(QLocale().toString(overview.failureRatio(), 'f', 1)),
                      overview.hasFailureSpike() ? Tone::Bad : Tone::Good);
    m_exhausted->setValue(countText(overview.counts.exhausted),
                          overview.counts.exhausted.value > 0 ? tr("They wait for somebody to decide.", nullptr, int(overview.counts.exhausted.value)) : tr("None waits for a decision."),
                          overview.counts.exhausted.value > 0 ? Tone::Bad : Tone::Good);
    m_limits->setValue(Texts::number(overview.rateLimitsEmpty),
                       overview.rateLimitsEmpty > 0 ? tr("Jobs wait for their next refill.", nullptr, int(overview.rateLimitsEmpty)) : tr("No job waits for a token."),
                       overview.rateLimitsEmpty > 0 ? Tone::Warning : Tone::Good);
}

void OverviewPage::showWork(const Overview &overview)
{
    m_ready->setValue(countText(overview.counts.ready),
                      overview.counts.waiting.value > 0 ? tr("%1 more wait(s) behind another job of the queue.", nullptr, int(overview.counts.waiting.value)).arg(countText(overview.counts.waiting))
                                                        : tr("No other job waits behind them."));
    m_running->setValue(countText(overview.counts.locked), tr("Claimed by a worker now."));
    qint64 done = 0;
    bool isExact = true;
    for (const OverviewBucket &bucket : overview.buckets) {
        done += bucket.completed.value;
        isExact = isExact && bucket.completed.exact;
    }
    m_done->setValue(Texts::count(done, isExact), tr("In this stretch of time."));
    m_scheduled->setValue(countText(overview.counts.scheduled), tr("For later, or to be tried again."));
    m_workers->setValue(Texts::number(overview.liveWorkers), overview.liveWorkers > 0 ? tr("With a fresh heartbeat.") : tr("Nothing runs jobs now."),
                        overview.liveWorkers > 0 ? Tone::Neutral : Tone::Warning);
}

void OverviewPage::showCharts(const Overview &overview)
{
    QList<QDateTime> times;
    QList<double> completed, failed, added, p50, p95, ready;
    for (const OverviewBucket &bucket : overview.buckets) {
        const double minutes = double(bucket.length.count()) / 60'000;
        times << bucket.start.addMSecs(bucket.length.count() / 2);
        completed << (minutes > 0 ? double(bucket.completed.value) / minutes : 0);
        failed << (minutes > 0 ? double(bucket.failed.value) / minutes : 0);
        added << (bucket.added && minutes > 0 ? double(*bucket.added) / minutes : std::nan(""));
        p50 << orGap(bucket.queueTimeP50);
        p95 << orGap(bucket.queueTimeP95);
        ready << (bucket.ready ? double(*bucket.ready) : std::nan(""));
    }
    m_throughput->setData(times, {completed, failed, added});
    m_latency->setData(times, {p50, p95});
    m_waiting->setData(times, {ready});
}

} // namespace jobq::console
