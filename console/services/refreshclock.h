// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace jobq::console {

/// Says when to read again: at an interval, and soon after something is known to have changed, however often that is
/// said. Stands still while it is paused or there is no connection.
class RefreshClock : public QObject
{
    Q_OBJECT
public:
    explicit RefreshClock(QObject *parent = nullptr);

    void setInterval(std::chrono::milliseconds interval);
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    void setConnected(bool connected);

    /// Something changed: reads soon, but not more often than twice a second.
    void poke();
    /// Reads now, also while paused.
    void refreshNow();

Q_SIGNALS:
    void due();
    void pausedChanged(bool paused);

private:
    void emitDue();
    void schedule();

    QTimer m_timer;
    QTimer m_soon;
    QElapsedTimer m_last;
    std::chrono::milliseconds m_interval{2000};
    bool m_paused = false;
    bool m_connected = false;
};

} // namespace jobq::console
