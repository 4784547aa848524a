// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

#include <QWidget>

class QLineEdit;

namespace jobq::console {

/// The filter as fields: what is set here stands in the filter's text, and the other way round.
class FilterFields : public QWidget
{
    Q_OBJECT
public:
    explicit FilterFields(QWidget *parent = nullptr);

    void setFilter(const JobFilter &filter);
    /// The filter shown before with what the fields say.
    [[nodiscard]] JobFilter filter() const;

Q_SIGNALS:
    void applied();

private:
    QLineEdit *addField(const QString &title, const QString &example);

    JobFilter m_filter;
    QLineEdit *m_task;
    QLineEdit *m_queue;
    QLineEdit *m_key;
    QLineEdit *m_flags;
    QLineEdit *m_worker;
    QLineEdit *m_argument;
    QLineEdit *m_error;
    QLineEdit *m_age;
};

} // namespace jobq::console
