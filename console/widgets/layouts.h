// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFormLayout>
#include <QLabel>
#include <QLayout>
#include <QPushButton>

namespace jobq::console {

/// Small makers of what every page needs, so that distances and roles are the same everywhere.
template<typename Layout>
Layout *plainLayout(QWidget *parent = nullptr, int spacing = 8)
{
    auto *layout = parent ? new Layout(parent) : new Layout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

inline QLabel *roleLabel(const QString &text, const char *role, QWidget *parent = nullptr)
{
    auto *label = new QLabel(text, parent);
    label->setProperty("role", QString::fromLatin1(role));
    return label;
}

inline QPushButton *linkButton(const QString &text, QWidget *parent = nullptr)
{
    auto *button = new QPushButton(text, parent);
    button->setProperty("link", true);
    button->setCursor(Qt::PointingHandCursor);
    button->setAutoDefault(false);
    return button;
}

/// A button with an icon of the program's own before its text.
QPushButton *iconButton(const QString &iconName, const QString &text, QWidget *parent = nullptr);

/// Fields below each other, labels level with them.
QFormLayout *plainForm(QWidget *parent);
/// The table within the frame that the style sheet draws around tables.
QWidget *framedTable(QWidget *table, QWidget *parent);

/// Fills the widget with this content, of which a small one shows a part: so the content sets no least size.
void fillScrolling(QWidget *widget, QLayout *content);

/// To be called once its rows are there: labels level with the middle of their fields, which Qt does for tall labels only.
void centreLabels(QFormLayout *form);

/// The colour of one label, whatever the style sheet says of labels.
void setTextColor(QLabel *label, const QColor &color);

/// Sets a property that the style sheet looks at, and has it looked at.
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value);

} // namespace jobq::console
