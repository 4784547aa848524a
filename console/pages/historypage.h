// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/listpage.h"

class QComboBox;

namespace jobq::console {

class FilterEdit;
class TimeEdit;
class TimeRangeBox;

/// Executions that have ended.
class HistoryPage : public ListPage<ListedRecord>
{
    Q_OBJECT
public:
    explicit HistoryPage(const PageContext &context, QWidget *parent = nullptr);

    /// What HistoryFilterText reads. Its status and times go to the fields beside the text where these can show them.
    void setFilter(const QString &filter) override;
    [[nodiscard]] QString filter() const override;
    [[nodiscard]] QList<JobId> selectedJobs() const override;
    [[nodiscard]] HistoryFilter historyFilter() const;

protected:
    void rowsShown() override;
    [[nodiscard]] Reader reader() const override;
    void estimateCount() override;
    void countExactly() override;

private:
    HistoryPage(const PageContext &context, const std::shared_ptr<double> &longest, QWidget *parent);
    void makeFilterRow();
    QWidget *makeTimeFields();
    [[nodiscard]] QString takeOutStatus(QStringList &terms);
    void takeOutTimes(QStringList &terms);
    void takeFilter();
    [[nodiscard]] JobSelection selectionOfAll() const;
    void exportHistory();

    std::shared_ptr<double> m_longest; ///< Of the executions shown, in microseconds: what the bars are measured by.
    FilterEdit *m_text;
    QComboBox *m_status;
    TimeRangeBox *m_range;
    QWidget *m_times;
    TimeEdit *m_from;
    TimeEdit *m_to;
    QString m_taken; ///< The text of the filter that is shown: the last one without a mistake.
};

} // namespace jobq::console
