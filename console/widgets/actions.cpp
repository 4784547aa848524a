// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/actions.h"

#include "widgets/icons.h"

namespace jobq::console {

QAction *Actions::add(const Description &description, const std::function<void()> &run)
{
    auto *action = new QAction(icon(description.iconName), description.text, this);
    action->setObjectName(description.id);
    action->setShortcuts(description.shortcuts);
    action->setProperty("category", description.category);
    action->setProperty("sentence", description.toolTip);
    setUsable(action, {});
    connect(action, &QAction::triggered, this, run);
    m_actions.append(action);
    return action;
}

QAction *Actions::action(const QString &id) const
{
    for (QAction *action : m_actions) {
        if (action->objectName() == id)
            return action;
    }
    return nullptr;
}

void Actions::setUsable(QAction *action, const QString &whyNot)
{
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    QString toolTip = action->property("sentence").toString();
    if (!keys.isEmpty())
        toolTip += QStringLiteral(" (%1)").arg(keys);
    if (!whyNot.isEmpty())
        toolTip += QLatin1Char('\n') + whyNot;
    action->setToolTip(toolTip);
    action->setStatusTip(whyNot.isEmpty() ? action->property("sentence").toString() : whyNot);
    action->setEnabled(whyNot.isEmpty());
}

} // namespace jobq::console
