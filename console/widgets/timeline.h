// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

#include <QWidget>

namespace jobq::console {

/// The executions of a job as a picture: one row an attempt, waiting thin, running thick, coloured and marked by how it
/// ended.
class Timeline : public QWidget
{
    Q_OBJECT
public:
    explicit Timeline(QWidget *parent = nullptr);

    /// Oldest first.
    void setRecords(const QList<ListedRecord> &records);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Bar {
        QRectF waiting;
        QRectF running;
        QRectF row;
    };
    [[nodiscard]] QList<Bar> bars() const;
    void paintRow(QPainter &painter, const ListedRecord &record, const Bar &bar) const;
    [[nodiscard]] QString toolTipOf(const ListedRecord &record) const;

    QList<ListedRecord> m_records;
};

} // namespace jobq::console
