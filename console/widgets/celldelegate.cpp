// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/celldelegate.h"

#include "models/rowsmodel.h"
#include "widgets/icons.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

namespace jobq::console {

namespace {

constexpr int padding = Theme::grid;
constexpr int iconSize = 16;

} // namespace

void drawSparkline(QPainter *painter, const QRectF &rect, const QVariantList &values, const QColor &color)
{
    if (values.size() < 2)
        return;
    double top = 1;
    for (const QVariant &value : values)
        top = qMax(top, value.toDouble());
    QPainterPath line;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const QPointF point(rect.left() + rect.width() * double(i) / double(values.size() - 1),
                            rect.bottom() - rect.height() * values.at(i).toDouble() / top);
        if (i == 0)
            line.moveTo(point);
        else
            line.lineTo(point);
    }
    QPainterPath area = line;
    area.lineTo(rect.bottomRight());
    area.lineTo(rect.bottomLeft());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QColor fill = color;
    fill.setAlpha(40);
    painter->fillPath(area, fill);
    painter->setPen(QPen(color, 1.4));
    painter->drawPath(line);
    painter->restore();
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    background.text.clear();
    background.icon = {};
    const QWidget *widget = option.widget;
    QStyle *style = widget ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, widget);

    const QRect inner = option.rect.adjusted(padding, 0, -padding, 0);
    const QVariant series = index.data(SeriesRole);
    if (series.isValid()) {
        const Tone tone = Tone(index.data(ToneRole).toInt());
        drawSparkline(painter, QRectF(inner).adjusted(0, 6, 0, -6), series.toList(), Theme::color(tone));
        return;
    }
    const QVariant fraction = index.data(FractionRole);
    if (fraction.isValid()) {
        QRectF bar(inner.left(), inner.bottom() - 5, inner.width(), 3);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(Theme::border());
        painter->drawRoundedRect(bar, 1.5, 1.5);
        bar.setWidth(bar.width() * qBound(0.0, fraction.toDouble(), 1.0));
        const QVariant tone = index.data(ToneRole);
        painter->setBrush(Theme::color(tone.isValid() ? Tone(tone.toInt()) : Tone::Muted));
        painter->drawRoundedRect(bar, 1.5, 1.5);
        painter->restore();
    }
    drawText(painter, option, index);
}

void CellDelegate::drawText(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QRect inner = option.rect.adjusted(padding, 0, -padding, 0);
    const bool isSelected = option.state & QStyle::State_Selected;
    const QVariant tone = index.data(ToneRole);
    const QColor plain = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QColor ground = option.palette.color(isSelected ? QPalette::Highlight : QPalette::Base);
    QColor color = plain;
    // A tone colours the text only where no icon carries it, except on states, which have both.
    if (tone.isValid())
        color = Theme::readable(Theme::color(Tone(tone.toInt())), ground, plain);
    if (!(option.state & QStyle::State_Enabled))
        color = Theme::muted();
    const QString iconName = index.data(IconNameRole).toString();
    if (!iconName.isEmpty()) {
        const QVariant iconTone = index.data(IconToneRole);
        const QColor iconColor = iconTone.isValid() ? Theme::readable(Theme::color(Tone(iconTone.toInt())), ground, plain) : color;
        const QPixmap pixmap = iconPixmap(iconName, iconColor, iconSize, painter->device()->devicePixelRatioF());
        painter->drawPixmap(inner.left(), option.rect.top() + (option.rect.height() - iconSize) / 2, pixmap);
        inner.setLeft(inner.left() + iconSize + padding / 2 + 2);
    }
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const QFontMetrics metrics(option.font);
    QString text = index.data(Qt::DisplayRole).toString();
    text = metrics.elidedText(text, alignment & Qt::AlignRight ? Qt::ElideNone : Qt::ElideRight, inner.width());
    painter->save();
    painter->setPen(color);
    painter->setFont(option.font);
    painter->drawText(inner, int(alignment) | Qt::TextSingleLine, text);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int text = QFontMetrics(option.font).horizontalAdvance(index.data(Qt::DisplayRole).toString());
    const int icon = index.data(IconNameRole).isValid() ? iconSize + padding : 0;
    return {text + icon + 2 * padding + 2, Theme::rowHeight};
}

} // namespace jobq::console
