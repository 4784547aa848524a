// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDateTime>

#include <chrono>
#include <optional>

namespace jobq::console {

/// Which stretch of time, up to now or all of it.
class TimeRangeBox : public QComboBox
{
    Q_OBJECT
public:
    explicit TimeRangeBox(bool withAll, QWidget *parent = nullptr);

    /// Its beginning; none: all time.
    [[nodiscard]] std::optional<QDateTime> from() const;
    [[nodiscard]] qint64 seconds() const { return currentData().toLongLong(); }
    void setSeconds(qint64 seconds);
    /// As a term of a filter's text, `age<1h`; empty for all time and for a range that others know.
    [[nodiscard]] QString term() const;
    /// Chooses the stretch of that length; false where there is no such one.
    bool setAge(std::chrono::milliseconds age);
    /// Two times that stand beside it, instead of a stretch up to now.
    void addCustom();
    void setCustom();
    [[nodiscard]] bool isCustom() const { return seconds() < 0; }
};

} // namespace jobq::console
