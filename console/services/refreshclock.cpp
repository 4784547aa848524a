// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/refreshclock.h"

namespace jobq::console {

namespace {

constexpr int shortestPauseMs = 500;

} // namespace

RefreshClock::RefreshClock(QObject *parent)
    : QObject(parent)
{
    m_soon.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RefreshClock::emitDue);
    connect(&m_soon, &QTimer::timeout, this, &RefreshClock::emitDue);
    m_last.start();
}

void RefreshClock::setInterval(std::chrono::milliseconds interval)
{
    m_interval = interval;
    schedule();
}

void RefreshClock::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    schedule();
    Q_EMIT pausedChanged(paused);
}

void RefreshClock::setConnected(bool connected)
{
    m_connected = connected;
    schedule();
}

void RefreshClock::schedule()
{
    if (m_connected && !m_paused) {
        m_timer.start(m_interval);
    } else {
        m_timer.stop();
        m_soon.stop();
    }
}

void RefreshClock::poke()
{
    if (!m_connected || m_paused || m_soon.isActive())
        return;
    m_soon.start(int(qMax<qint64>(20, shortestPauseMs - m_last.elapsed())));
}

void RefreshClock::refreshNow()
{
    if (m_connected)
        emitDue();
}

void RefreshClock::emitDue()
{
    m_soon.stop();
    m_last.restart();
    Q_EMIT due();
}

} // namespace jobq::console
