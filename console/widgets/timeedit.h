// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QWidget>

class QDateTimeEdit;

namespace jobq::console {

/// A point in time, typed in by the clock in use (local, UTC or the server's), with the name of its zone beside it.
class TimeEdit : public QWidget
{
    Q_OBJECT
public:
    explicit TimeEdit(QWidget *parent = nullptr);

    void setTime(const QDateTime &time);
    [[nodiscard]] QDateTime time() const; ///< UTC.
    [[nodiscard]] QDateTimeEdit *field() const { return m_field; }
    void setAccessibleTitle(const QString &title);

Q_SIGNALS:
    void edited();

private:
    QDateTimeEdit *m_field;
};

} // namespace jobq::console
