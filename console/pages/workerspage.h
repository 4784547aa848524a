// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/listpage.h"

class QComboBox;

namespace jobq::console {

/// The worker processes, and whether they live.
class WorkersPage : public ListPage<WorkerInfo>
{
    Q_OBJECT
public:
    explicit WorkersPage(const PageContext &context, QWidget *parent = nullptr);

    void setFilter(const QString &filter) override; ///< `silent` or `alive`
    [[nodiscard]] QString filter() const override;
    [[nodiscard]] std::function<void()> commandFor(const QString &actionId) override;

protected:
    [[nodiscard]] Reader reader() const override;

private:
    void makeActions();
    [[nodiscard]] WorkerFilter workerFilter() const;
    void unlockSelected();
    void unlockAll();
    [[nodiscard]] QStringList selectedIds() const;

    QComboBox *m_which;
};

} // namespace jobq::console
