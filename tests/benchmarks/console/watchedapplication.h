// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

#include <chrono>

namespace jobq::bench {

/// An application that knows for how long its GUI thread was busy without a pause: events that follow each other
/// within 50 µs count as one stretch, in which nobody's key or click would have been answered.
class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override;

    void startWatching() { m_longest = {}; }
    [[nodiscard]] double longestStretchMs() const { return std::chrono::duration<double, std::milli>(m_longest).count(); }
    /// What began the longest stretch: a class and the number of the event's type.
    [[nodiscard]] QString longestStretch() const { return m_longestText; }

private:
    using Clock = std::chrono::steady_clock;

    int m_depth = 0;
    Clock::time_point m_began;
    Clock::time_point m_ended;
    Clock::duration m_longest {};
    Clock::duration m_longestEvent {};
    QString m_dearest;
    QString m_longestText;
};

} // namespace jobq::bench
