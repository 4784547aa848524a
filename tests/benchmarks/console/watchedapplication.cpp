// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/console/watchedapplication.h"

#include <QEvent>

namespace jobq::bench {

using namespace std::chrono_literals;

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (m_depth > 0)
        return QApplication::notify(receiver, event);
    // The receiver may delete itself.
    const char *name = receiver->metaObject()->className();
    const int type = event->type();
    const auto now = Clock::now();
    if (now - m_ended > 50us) {
        m_began = now;
        m_longestEvent = {};
    }
    ++m_depth;
    const bool result = QApplication::notify(receiver, event);
    --m_depth;
    m_ended = Clock::now();
    if (m_ended - now > m_longestEvent) {
        m_longestEvent = m_ended - now;
        m_dearest = QStringLiteral("%1 event %2, %3 ms of it").arg(QLatin1String(name)).arg(type)
                        .arg(std::chrono::duration<double, std::milli>(m_longestEvent).count(), 0, 'f', 1);
    }
    if (m_ended - m_began > m_longest) {
        m_longest = m_ended - m_began;
        m_longestText = m_dearest;
    }
    return result;
}

} // namespace jobq::bench
