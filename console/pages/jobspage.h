// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/listpage.h"

class QComboBox;
class QPushButton;

namespace jobq::console {

class FilterEdit;
class FilterFields;

/// All jobs that wait, run or are exhausted, with the filter as text and as fields.
class JobsPage : public ListPage<ListedJob>
{
    Q_OBJECT
public:
    explicit JobsPage(const PageContext &context, QWidget *parent = nullptr);

    void setFilter(const QString &filter) override;
    [[nodiscard]] QString filter() const override;
    [[nodiscard]] QList<JobId> selectedJobs() const override;

protected:
    [[nodiscard]] Reader reader() const override;
    void estimateCount() override;
    void countExactly() override;

private:
    void makeFilterRow();
    void takeFilterText(const QString &text);
    void toggleStage(const QString &word);
    QPushButton *makeFieldsButton();
    QPushButton *makeStageButton();
    void updateEmptyState();

    FilterEdit *m_edit;
    QComboBox *m_order;
    JobFilter m_filter;
};

} // namespace jobq::console
