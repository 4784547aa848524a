// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "pages/page.h"

namespace jobq::console {

class TableView;
class TimeRangeBox;

/// What goes wrong, by the kind of the error.
class FailuresPage : public Page
{
    Q_OBJECT
public:
    explicit FailuresPage(const PageContext &context, QWidget *parent = nullptr);

    void refresh() override;
    void reset() override;
    [[nodiscard]] QList<QWidget *> keyTargets() override;
    void saveLayout() const override;
    [[nodiscard]] TableView *view() const { return m_view; }
    [[nodiscard]] TableModel<FailureGroup> *model() const { return m_model; }

private:
    void makeActions();
    void take(const FailureGroups &groups);
    [[nodiscard]] const FailureGroup *selected(); ///< None: says so.
    void replaySelected();
    void failSelected();
    void openHistory();

    TableModel<FailureGroup> *m_model;
    TableView *m_view;
    TimeRangeBox *m_range;
    QLabel *m_note;
    bool m_busy = false;
};

} // namespace jobq::console
