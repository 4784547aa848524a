// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/listpage.h"

class QComboBox;
class QLineEdit;

namespace jobq::console {

class TimeRangeBox;

/// Executions that have ended.
class HistoryPage : public ListPage<ListedRecord>
{
    Q_OBJECT
public:
    explicit HistoryPage(const PageContext &context, QWidget *parent = nullptr);

    /// `job:42`, `task:x`, `status:failed`, `fingerprint:…`
    void setFilter(const QString &filter) override;
    [[nodiscard]] QString filter() const override;
    void focusFilter() override;
    [[nodiscard]] QList<JobId> selectedJobs() const override;
    [[nodiscard]] std::optional<Job> currentJob() const override;
    [[nodiscard]] HistoryFilter historyFilter() const;

protected:
    void rowsShown() override;
    [[nodiscard]] Reader reader() const override;
    void estimateCount() override;
    void countExactly() override;

private:
    HistoryPage(const PageContext &context, const std::shared_ptr<double> &longest, QWidget *parent);
    void makeFilterRow();
    void takeFilter();
    void exportHistory();

    std::shared_ptr<double> m_longest; ///< Of the executions shown, in microseconds: what the bars are measured by.
    QLineEdit *m_text;
    QComboBox *m_status;
    TimeRangeBox *m_range;
    QTimer m_delay;
};

} // namespace jobq::console
