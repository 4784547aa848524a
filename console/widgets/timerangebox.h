// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDateTime>

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
};

} // namespace jobq::console
