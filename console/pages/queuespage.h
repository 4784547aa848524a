// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/listpage.h"

class QComboBox;
class QLineEdit;

namespace jobq::console {

/// The named queues, and all jobs of none as one line.
class QueuesPage : public ListPage<QueueInfo>
{
    Q_OBJECT
public:
    explicit QueuesPage(const PageContext &context, QWidget *parent = nullptr);

    /// A part of the name, behind `is:held`, `is:free`, `is:empty` or `is:used` where that is asked for too.
    void setFilter(const QString &filter) override;
    [[nodiscard]] QString filter() const override;
    [[nodiscard]] QList<JobId> selectedJobs() const override; ///< The jobs that hold the queues.
    [[nodiscard]] std::function<void()> commandFor(const QString &actionId) override;

protected:
    [[nodiscard]] Reader reader() const override;
    void rowsShown() override;

private:
    /// What each queue held in the latest reads: the sparklines.
    using Trend = QHash<QString, QVariantList>;
    QueuesPage(const PageContext &context, const std::shared_ptr<Trend> &trend, QWidget *parent);

    [[nodiscard]] QueueFilter queueFilter() const;
    [[nodiscard]] QStringList selectedNames() const;
    void makeFilterRow();
    void makeActions();
    void unlockSelected();
    void unlockAll();

    std::shared_ptr<Trend> m_trend;
    QLineEdit *m_name;
    QComboBox *m_which;
};

} // namespace jobq::console
