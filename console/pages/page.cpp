// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/page.h"

#include "widgets/icons.h"
#include "widgets/layouts.h"

#include <QGraphicsOpacityEffect>
#include <QHBoxLayout>
#include <QLineEdit>
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
    , m_body(new QVBoxLayout)
    , m_subtitle(roleLabel({}, "muted", this))
    , m_error(roleLabel({}, "error", this))
    , m_mistake(roleLabel({}, "error", this))
{
    setAccessibleName(title);
    setFocusPolicy(Qt::ClickFocus);
    fillScrolling(this, m_body);
    m_body->setContentsMargins(2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid, Theme::grid);
    m_body->setSpacing(Theme::grid + 4);
    m_head->addWidget(roleLabel(title, "title", this));
    m_head->addWidget(m_subtitle, 1, Qt::AlignBottom);
    m_head->addStrut(4 * Theme::grid);
    m_body->addLayout(m_head);
    m_body->addWidget(m_error);
    m_body->addWidget(m_mistake);
    for (QLabel *line : {m_error, m_mistake}) {
        line->setWordWrap(true);
        line->hide();
    }
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
    connect(this, &Page::selectionChanged, this, &Page::updateButtons);
}

QPushButton *Page::addHeadButton(const QString &iconName, const QString &text, const QString &toolTip, const std::function<void()> &run, const Needs &needs)
{
    auto *button = iconButton(iconName, text, this);
    if (run)
        connect(button, &QPushButton::clicked, this, run);
    m_head->addWidget(button);
    m_buttons.append({button, toolTip, needs});
    updateButtons();
    return button;
}

QMenu *Page::addAllMenu(const QString &toolTip)
{
    QPushButton *button = addHeadButton(QStringLiteral("filter"), tr("All that match"), toolTip, {}, {Right::Operate, [this] { return m_filterProblem; }});
    auto *menu = new QMenu(button);
    button->setMenu(menu);
    return menu;
}

void Page::addAllJobsMenu(const std::function<JobSelection()> &all, const QStringList &operations)
{
    QMenu *menu = addAllMenu(tr("Changes all jobs that the filter matches, also those that are not in the list yet; first it shows which"));
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
}

void Page::setFilterProblem(const QString &problem)
{
    m_filterProblem = problem;
    updateButtons();
}

void Page::setFilterMistake(const QString &mistake)
{
    m_mistake->setText(tr("The filter holds a mistake: %1 The list shows what it did before.").arg(mistake));
    m_mistake->setVisible(!mistake.isEmpty());
    setFilterProblem(mistake.isEmpty() ? QString() : tr("The filter holds a mistake: %1").arg(mistake));
}

QString Page::whyNot(const Needs &needs) const
{
    const QString noRight = needs.right ? m_context.database.whyNot(*needs.right) : QString();
    return noRight.isEmpty() && needs.whyNot ? needs.whyNot() : noRight;
}

void Page::updateButtons()
{
    for (const HeadButton &head : std::as_const(m_buttons)) {
        const QString reason = whyNot(head.needs);
        head.button->setEnabled(reason.isEmpty());
        head.button->setToolTip(reason.isEmpty() ? head.toolTip : reason);
    }
}

void Page::focusFilter()
{
    if (!m_filterField) {
        Q_EMIT m_context.navigator.messageWanted(tr("This page has no filter."));
        return;
    }
    m_filterField->setFocus(Qt::ShortcutFocusReason);
    if (auto *edit = qobject_cast<QLineEdit *>(m_filterField))
        edit->selectAll();
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
