// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/listpage.h"

class QComboBox;

namespace jobq::console {

class NameEdit;

/// What runs now, the longest first, with what tells whether it still lives.
class LockedPage : public ListPage<LockedJob>
{
    Q_OBJECT
public:
    explicit LockedPage(const PageContext &context, QWidget *parent = nullptr);

    /// `worker:w1 age>60s`, the age that of the lock; or a worker's id alone.
    void setFilter(const QString &filter) override;
    [[nodiscard]] QString filter() const override;
    [[nodiscard]] QList<JobId> selectedJobs() const override;

protected:
    [[nodiscard]] Reader reader() const override;

private:
    void makeActions();
    void makeFilterRow();
    [[nodiscard]] LockedFilter lockedFilter() const;
    [[nodiscard]] JobSelection selectionOfAll() const;

    QComboBox *m_age;
    NameEdit *m_worker;
};

} // namespace jobq::console
