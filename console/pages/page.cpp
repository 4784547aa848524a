// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/page.h"

#include "widgets/icons.h"
#include "widgets/layouts.h"

#include <QGraphicsOpacityEffect>
#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace jobq::console {

Page::Page(const PageContext &context, const QString &id, const QString &title, const QString &iconName, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_id(id)
    , m_title(title)
    , m_iconName(iconName)
    , m_head(plainLayout<QHBoxLayout>(nullptr, Theme::grid))
    , m_body(new QVBoxLayout(this))
    , m_subtitle(roleLabel({}, "muted", this))
    , m_error(roleLabel({}, "error", this))
{
    setAccessibleName(title);
    setFocusPolicy(Qt::ClickFocus);
    m_body->setContentsMargins(2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid, Theme::grid);
    m_body->setSpacing(Theme::grid + 4);
    m_head->addWidget(roleLabel(title, "title", this));
    m_head->addWidget(m_subtitle, 1, Qt::AlignBottom);
    m_head->addStrut(4 * Theme::grid);
    m_body->addLayout(m_head);
    m_body->addWidget(m_error);
    m_error->setWordWrap(true);
    m_error->hide();
    connect(&m_context.clock, &RefreshClock::due, this, [this] {
        if (isVisible() && m_context.database.isConnected())
            refresh();
    });
    connect(&m_context.database, &Database::connected, this, [this] {
        updateButtons();
        if (isVisible())
            refresh();
    });
    connect(&m_context.database, &Database::stateChanged, this, &Page::updateButtons);
}

QPushButton *Page::addHeadButton(const QString &iconName, const QString &text, const QString &toolTip, const std::function<void()> &run, bool changes)
{
    auto *button = iconButton(iconName, text, this);
    button->setToolTip(toolTip);
    button->setProperty("sentence", toolTip);
    if (run)
        connect(button, &QPushButton::clicked, this, run);
    m_head->addWidget(button);
    if (changes)
        m_changeButtons.append(button);
    updateButtons();
    return button;
}

void Page::addAllMenu(const std::function<JobSelection()> &all, const QStringList &operations)
{
    QPushButton *button = addHeadButton(QStringLiteral("filter"), tr("All that match"), tr("Changes all jobs that the filter matches, also those that are not in the list yet; first it shows which"), {}, true);
    auto *menu = new QMenu(button);
    Navigator &navigator = m_context.navigator;
    for (const QString &operation : operations) {
        if (operation == QLatin1String("reschedule"))
            menu->addAction(icon(operation), tr("Reschedule …"), this, [&navigator, all] { Q_EMIT navigator.rescheduleWanted(all()); });
        else if (operation == QLatin1String("replay"))
            menu->addAction(icon(operation), tr("Replay …"), this, [&navigator, all] { Q_EMIT navigator.replayWanted(all()); });
        else if (operation == QLatin1String("unlock"))
            menu->addAction(icon(operation), tr("Force-unlock …"), this, [&navigator, all] { Q_EMIT navigator.planWanted(Plans::unlockJobs(all())); });
        else if (operation == QLatin1String("permanently-fail"))
            menu->addAction(icon(QStringLiteral("ban")), tr("Permanently fail …"), this, [&navigator, all] { Q_EMIT navigator.permanentlyFailWanted(all()); });
    }
    button->setMenu(menu);
}

void Page::updateButtons()
{
    const QString whyNot = m_context.database.whyNoChanges();
    for (QPushButton *button : std::as_const(m_changeButtons)) {
        button->setEnabled(whyNot.isEmpty());
        button->setToolTip(whyNot.isEmpty() ? button->property("sentence").toString() : whyNot);
    }
}

void Page::setSubtitle(const QString &text)
{
    m_subtitle->setText(text);
}

void Page::showError(const QString &message)
{
    m_error->setText(message);
    m_error->setVisible(!message.isEmpty());
}

void Page::setLoaded()
{
    showError({});
    if (!std::exchange(m_loaded, true))
        Q_EMIT loaded();
}

void Page::setStale(bool stale)
{
    if (!stale) {
        setGraphicsEffect(nullptr);
        return;
    }
    auto *faded = new QGraphicsOpacityEffect(this);
    faded->setOpacity(0.55);
    setGraphicsEffect(faded);
}

void Page::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_context.database.isConnected())
        refresh();
}

} // namespace jobq::console
