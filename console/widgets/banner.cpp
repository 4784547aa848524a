// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/banner.h"

#include "widgets/icons.h"
#include "widgets/layouts.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace jobq::console {

Banner::Banner(Database &database, QWidget *parent)
    : QWidget(parent)
    , m_database(database)
    , m_icon(new QLabel(this))
    , m_name(new QLabel(this))
    , m_details(new QLabel(this))
    , m_status(new QLabel(this))
    , m_retry(new QPushButton(tr("Try now"), this))
{
    setAccessibleName(tr("Environment"));
    setFixedHeight(5 * Theme::grid);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, 0, 2 * Theme::grid, 0);
    layout->setSpacing(Theme::grid);
    for (QWidget *widget : {m_icon, m_name, m_details})
        layout->addWidget(widget);
    layout->addStretch();
    layout->addWidget(m_status);
    layout->addWidget(m_retry);
    // Long reasons are cut at the edge, and whole in the tooltip: they must not widen the window.
    m_details->setMinimumWidth(1);
    m_status->setMinimumWidth(1);
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_countdown.setInterval(1000);
    connect(&m_countdown, &QTimer::timeout, this, &Banner::updateTexts);
    connect(&m_database, &Database::stateChanged, this, &Banner::updateTexts);
    connect(&m_database, &Database::connected, this, &Banner::updateTexts);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (m_database.state() == Database::State::Lost)
            m_database.retryNow();
        else
            Q_EMIT connectWanted();
    });
    updateTexts();
}

QString Banner::statusText() const
{
    switch (m_database.state()) {
    case Database::State::Closed: return tr("Not connected");
    case Database::State::Connecting: return tr("Connecting …");
    case Database::State::Connected: return m_database.facts()->isReadOnly ? tr("Read-only: the server refuses every change") : QString();
    case Database::State::Lost: {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(m_database.untilRetry()).count();
        const QString reason = m_database.lossReason().section(QLatin1Char('\n'), 0, 0).left(120);
        return seconds > 0 ? tr("Connection lost: %1 Trying again in %2 s.").arg(reason).arg(seconds)
                           : tr("Connection lost: %1 Trying again …").arg(reason);
    }
    }
    return {};
}

void Banner::updateTexts()
{
    const Database::State state = m_database.state();
    const Profile &profile = m_database.profile();
    const bool isOpen = state == Database::State::Connected || state == Database::State::Lost;
    m_name->setText(isOpen || state == Database::State::Connecting ? environmentName(profile.environment) : tr("No database"));
    QStringList details;
    if (isOpen || state == Database::State::Connecting)
        details << profile.name;
    if (m_database.facts())
        details << tr("role %1").arg(m_database.facts()->role) << tr("PostgreSQL %1").arg(m_database.facts()->serverVersion.section(QLatin1Char(' '), 0, 0));
    m_details->setText(details.join(QStringLiteral("  ·  ")));
    m_details->setToolTip(m_details->text());
    m_status->setText(statusText());
    m_status->setToolTip(m_status->text());
    m_retry->setVisible(state == Database::State::Lost || state == Database::State::Closed);
    m_retry->setText(state == Database::State::Lost ? tr("Try now") : tr("Connect …"));
    if (state == Database::State::Lost)
        m_countdown.start();
    else
        m_countdown.stop();
    updateColors();
}

Banner::Colors Banner::colors() const
{
    if (m_database.state() == Database::State::Lost)
        return {Theme::isDark() ? QColor(0x6b, 0x46, 0x06) : QColor(0xf4, 0xb9, 0x42), Theme::isDark() ? QColor(Qt::white) : QColor(0x24, 0x1a, 0x02)};
    if (m_database.state() == Database::State::Closed)
        return {Theme::mix(Theme::muted(), QApplication::palette().color(QPalette::Window), 0.12), Theme::color(Tone::Neutral)};
    switch (m_database.profile().environment) {
    case Environment::Production: return {QColor(0xb4, 0x1f, 0x28), QColor(Qt::white)};
    case Environment::Staging: return {QColor(0x9a, 0x5b, 0x00), QColor(Qt::white)};
    case Environment::Development: return {QColor(0x2f, 0x5f, 0xd7), QColor(Qt::white)};
    case Environment::Local: return {Theme::isDark() ? QColor(0x1d, 0x3a, 0x34) : QColor(0xdd, 0xef, 0xe8), Theme::color(Tone::Neutral)};
    }
    return {};
}

void Banner::updateColors()
{
    const Colors now = colors();
    const QString name = m_database.state() == Database::State::Lost ? QStringLiteral("offline")
        : m_database.state() == Database::State::Closed             ? QStringLiteral("plug")
                                                                      : environmentIcon(m_database.profile().environment);
    m_icon->setPixmap(iconPixmap(name, now.text, 18, devicePixelRatioF()));
    for (QLabel *label : {m_name, m_details, m_status})
        setTextColor(label, now.text);
    update();
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), colors().background);
}

void Banner::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        updateColors();
}

} // namespace jobq::console
