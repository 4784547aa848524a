// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QObject>

#include <functional>

namespace jobq::console {

/// Every action of the program: what menus, tool bars, the command palette and keys share.
class Actions : public QObject
{
    Q_OBJECT
public:
    struct Description {
        QString id;
        QString text;
        QString iconName;
        QList<QKeySequence> shortcuts;
        QString toolTip; ///< What it does, in a sentence.
        QString category; ///< For the palette.
    };

    using QObject::QObject;

    QAction *add(const Description &description, const std::function<void()> &run);
    [[nodiscard]] QAction *action(const QString &id) const;
    [[nodiscard]] const QList<QAction *> &all() const { return m_actions; }
    [[nodiscard]] static QString idOf(const QAction *action) { return action->objectName(); }
    [[nodiscard]] static QString categoryOf(const QAction *action) { return action->property("category").toString(); }
    /// Enables it, or disables it and says why in the tooltip.
    static void setUsable(QAction *action, const QString &whyNot);

private:
    QList<QAction *> m_actions;
};

} // namespace jobq::console
