// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/card.h"

#include "widgets/icons.h"
#include "widgets/layouts.h"

#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace jobq::console {

Card::Card(const QString &iconName, const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
    , m_title(roleLabel(title, "muted", this))
    , m_value(roleLabel(QStringLiteral("–"), "value", this))
    , m_sentence(roleLabel({}, "muted", this))
{
    setObjectName(QStringLiteral("card"));
    setProperty("clickable", true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(title);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid + 4, 2 * Theme::grid, Theme::grid + 4);
    layout->setHorizontalSpacing(Theme::grid);
    layout->setVerticalSpacing(Theme::grid / 2);
    layout->addWidget(m_icon, 0, 0);
    layout->addWidget(m_title, 0, 1);
    layout->addWidget(m_value, 1, 0, 1, 2);
    layout->addWidget(m_sentence, 2, 0, 1, 2);
    layout->setColumnStretch(1, 1);
    layout->setRowStretch(2, 1);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignTop);
    m_sentence->setMinimumHeight(2 * fontMetrics().lineSpacing());
    updateColors();
}

void Card::setValue(const QString &value, const QString &sentence, Tone tone)
{
    m_tone = tone;
    m_value->setText(value);
    m_sentence->setText(sentence);
    setAccessibleDescription(value + QLatin1String(". ") + sentence);
    updateColors();
}

void Card::updateColors()
{
    const QColor color = m_tone == Tone::Neutral ? Theme::muted() : Theme::color(m_tone);
    m_icon->setPixmap(iconPixmap(m_iconName, color, 18, devicePixelRatioF()));
    setTextColor(m_value, Theme::color(m_tone == Tone::Good ? Tone::Neutral : m_tone));
}

void Card::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

void Card::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT clicked();
    else
        QFrame::keyPressEvent(event);
}

// A stripe at the left for what needs a look: seen across a room, and beside the icon and the words.
void Card::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_tone == Tone::Bad || m_tone == Tone::Warning) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::color(m_tone));
        painter.drawRoundedRect(QRectF(1, 6, 3, height() - 12), 1.5, 1.5);
    }
    if (hasFocus()) {
        painter.setPen(QPen(Theme::color(Tone::Accent), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
}

void Card::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        updateColors();
}

} // namespace jobq::console
