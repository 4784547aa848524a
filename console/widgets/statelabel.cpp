// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/statelabel.h"

#include "widgets/icons.h"

#include <QPainter>

namespace jobq::console {

StateLabel::StateLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateLabel::setLook(const StateLook &look)
{
    m_look = look;
    setAccessibleName(look.word);
    updateGeometry();
    update();
}

QSize StateLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_look.word) + 16 + 3 * Theme::grid, 3 * Theme::grid};
}

void StateLabel::paintEvent(QPaintEvent *)
{
    if (m_look.word.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::tint(m_look.tone));
    painter.drawRoundedRect(rect(), 12, 12);
    const QColor color = Theme::color(m_look.tone);
    painter.drawPixmap(Theme::grid, (height() - 16) / 2, iconPixmap(m_look.icon, color, 16, devicePixelRatioF()));
    painter.setPen(color);
    painter.drawText(rect().adjusted(Theme::grid + 20, 0, 0, 0), Qt::AlignVCenter, m_look.word);
}

} // namespace jobq::console
