// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/layouts.h"

#include "widgets/icons.h"

#include <QFrame>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

namespace jobq::console {

QPushButton *iconButton(const QString &iconName, const QString &text, QWidget *parent)
{
    // The style sheet's buttons leave no room between icon and text.
    auto *button = new QPushButton(icon(iconName), QLatin1Char(' ') + text, parent);
    button->setAccessibleName(text);
    button->setAutoDefault(false);
    return button;
}

QFormLayout *plainForm(QWidget *parent)
{
    auto *form = new QFormLayout(parent);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(Theme::grid);
    form->setHorizontalSpacing(2 * Theme::grid);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return form;
}

QWidget *framedTable(QWidget *table, QWidget *parent)
{
    auto *frame = new QFrame(parent);
    frame->setObjectName(QStringLiteral("tableFrame"));
    // In a small window the page scrolls before its rows are squeezed out of sight.
    frame->setMinimumHeight(6 * Theme::rowHeight);
    auto *inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(table);
    return frame;
}

void fillScrolling(QWidget *widget, QLayout *content)
{
    auto *scroll = new QScrollArea(widget);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *inside = new QWidget(scroll);
    inside->setLayout(content);
    scroll->setWidget(inside);
    plainLayout<QVBoxLayout>(widget)->addWidget(scroll);
}

void centreLabels(QFormLayout *form)
{
    for (int row = 0; row < form->rowCount(); ++row) {
        const QLayoutItem *label = form->itemAt(row, QFormLayout::LabelRole);
        const QLayoutItem *field = form->itemAt(row, QFormLayout::FieldRole);
        if (label && field && label->widget() && field->widget()) {
            field->widget()->ensurePolished();
            label->widget()->setMinimumHeight(field->sizeHint().height());
        }
    }
}

void setTextColor(QLabel *label, const QColor &color)
{
    const QString sheet = QStringLiteral("color: %1;").arg(color.name());
    if (label->styleSheet() != sheet)
        label->setStyleSheet(sheet);
}

void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace jobq::console
