// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "pages/page.h"

namespace jobq::console {

class NameEdit;
class TableView;
class TimeRangeBox;

/// What goes wrong, by the kind of the error.
class FailuresPage : public Page
{
    Q_OBJECT
public:
    explicit FailuresPage(const PageContext &context, QWidget *parent = nullptr);

    void refresh() override;
    /// `task:send-email age<1h`
    void setFilter(const QString &filter) override;
    [[nodiscard]] QString filter() const override;
    [[nodiscard]] std::function<void()> commandFor(const QString &actionId) override;
    void reset() override;
    [[nodiscard]] QList<QWidget *> keyTargets() override;
    void saveLayout() const override;
    [[nodiscard]] TableView *view() const { return m_view; }
    [[nodiscard]] TableModel<FailureGroup> *model() const { return m_model; }

private:
    void makeActions();
    void take(const FailureGroups &groups);
    void makeFilterRow();
    void restart();
    [[nodiscard]] const FailureGroup *selected() const;
    [[nodiscard]] JobSelection waitingOfGroup() const;
    void replaySelected();
    void failSelected();
    void openHistory();

    TableModel<FailureGroup> *m_model;
    TableView *m_view;
    NameEdit *m_task;
    TimeRangeBox *m_range;
    QLabel *m_note;
    bool m_busy = false;
    quint64 m_generation = 0; ///< Answers to an older one are dropped.
};

} // namespace jobq::console
