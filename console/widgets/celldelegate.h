// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace jobq::console {

/// Draws the cells of lists: an icon in its tone before the text, a bar behind a number, a sparkline.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void drawText(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
};

/// A line over the values, filled below, in the rectangle.
void drawSparkline(QPainter *painter, const QRectF &rect, const QVariantList &values, const QColor &color);

} // namespace jobq::console
