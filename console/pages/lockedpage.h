// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/listpage.h"

class QComboBox;
class QPushButton;

namespace jobq::console {

/// What runs now, the longest first, with what tells whether it still lives.
class LockedPage : public ListPage<LockedJob>
{
    Q_OBJECT
public:
    explicit LockedPage(const PageContext &context, QWidget *parent = nullptr);

    void setFilter(const QString &workerId) override;
    [[nodiscard]] QString filter() const override { return m_worker; }
    [[nodiscard]] QList<JobId> selectedJobs() const override;
    [[nodiscard]] std::optional<Job> currentJob() const override;

protected:
    [[nodiscard]] Reader reader() const override;

private:
    void makeActions();
    [[nodiscard]] LockedFilter lockedFilter() const;

    QComboBox *m_age;
    QPushButton *m_workerButton;
    QString m_worker;
};

} // namespace jobq::console
