// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QDateTime>
#include <QString>
#include <QTimeZone>

#include <chrono>

namespace jobq::console {

/// Which clock absolute times are told in.
enum class Clock { Local, Utc, Server };

/// Words for times, spans and numbers, the same everywhere.
class Texts
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::Texts)
public:
    static void setClock(Clock clock);
    [[nodiscard]] static Clock clock();
    /// The name of the clock with its zone, for the status bar.
    [[nodiscard]] static QString clockName();
    [[nodiscard]] static QTimeZone zone(); ///< Of the clock in use.
    [[nodiscard]] static QString zoneName(); ///< Short: `CET`, `UTC`.
    /// What the server said about itself: its zone, and its time at this moment.
    static void setServerClock(const QString &timeZone, const QDateTime &serverNow);
    /// Now, by the server's clock as far as it is known: ages are counted from it.
    [[nodiscard]] static QDateTime now();

    /// `3 min ago`, `in 2 h`, `now`; empty for an invalid time.
    [[nodiscard]] static QString relative(const QDateTime &time);
    /// Date, time and zone by the clock in use.
    [[nodiscard]] static QString absolute(const QDateTime &time);
    /// `1.2 ms`, `34 s`, `2 h 5 min`.
    [[nodiscard]] static QString span(std::chrono::microseconds span);
    [[nodiscard]] static QString number(qint64 value);
    /// With a “~” where it is an estimate.
    [[nodiscard]] static QString count(qint64 value, bool exact);
    [[nodiscard]] static QString bytes(qint64 bytes);
    /// One line: line breaks become spaces.
    [[nodiscard]] static QString singleLine(const QString &text, int mostCharacters = 300);
};

} // namespace jobq::console
