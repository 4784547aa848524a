// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <chrono>

namespace jobq::bench {

/// Says on stderr what goes on: on a terminal one line that is updated, else one plain line a step. For one thread.
class Progress
{
public:
    Progress();
    ~Progress() { clear(); }
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;

    void beginCase(const QString &name);
    /// A new step of the case: `filling`, `draining`, …
    void step(const QString &text);
    /// How far the step is.
    void update(qint64 done, qint64 total);
    /// Takes the line away before something else is printed.
    void clear();

private:
    void show(const QString &text);

    const bool m_isTerminal;
    bool m_isShown = false;
    QString m_case;
    QString m_step;
    std::chrono::steady_clock::time_point m_nextUpdate;
};

} // namespace jobq::bench
