// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QObject>

#include <chrono>

namespace jobq::console {

/// One thing that was asked of the database.
struct LoggedCall {
    quint64 number = 0;
    QDateTime at;
    QString title; ///< The name in the catalogue.
    QString sql; ///< With placeholders; never with values.
    std::chrono::microseconds time{0};
    int rows = 0;
    QString error; ///< Empty where it went well.
};

/// The latest calls and statements, with their times, for the SQL log.
class CallLog : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostCalls = 1000;

    using QObject::QObject;

    /// From the thread that owns the log.
    void add(LoggedCall call);
    void clear();
    [[nodiscard]] const QList<LoggedCall> &calls() const { return m_calls; } ///< The newest first.

Q_SIGNALS:
    void changed();

private:
    QList<LoggedCall> m_calls;
    quint64 m_last = 0;
};

} // namespace jobq::console
