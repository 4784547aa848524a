// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

class QGridLayout;

namespace jobq::console {

class Card;
class TimeChart;
class TimeRangeBox;

/// What is wrong, within ten seconds: cards that open the page of what they count, and three charts.
class OverviewPage : public Page
{
    Q_OBJECT
public:
    explicit OverviewPage(const PageContext &context, QWidget *parent = nullptr);

    void refresh() override;
    void setFilter(const QString &filter) override; ///< `age<1h`
    [[nodiscard]] QString filter() const override;
    void reset() override { m_busy = false; }

Q_SIGNALS:
    void overviewShown(const jobq::Overview &overview);

private:
    void makeCards();
    void makeCharts();
    void take(const Overview &overview);
    void showProblems(const Overview &overview);
    void showWork(const Overview &overview);
    void showCharts(const Overview &overview);
    Card *addCard(const QString &iconName, const QString &title, const QString &pageId, const QString &filter, int row, int column);

    TimeRangeBox *m_range;
    QGridLayout *m_cards;
    Card *m_oldest;
    Card *m_dead;
    Card *m_spike;
    Card *m_exhausted;
    Card *m_limits;
    Card *m_ready;
    Card *m_running;
    Card *m_scheduled;
    Card *m_workers;
    Card *m_done;
    TimeChart *m_throughput;
    TimeChart *m_latency;
    TimeChart *m_waiting;
    JobId m_oldestJob = 0;
    bool m_busy = false;
};

} // namespace jobq::console
