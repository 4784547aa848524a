// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timeedit.h"

#include "models/texts.h"
#include "widgets/layouts.h"
#include "widgets/theme.h"

#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QTimeZone>

namespace jobq::console {

TimeEdit::TimeEdit(QWidget *parent)
    : QWidget(parent)
    , m_field(new QDateTimeEdit(this))
{
    auto *layout = plainLayout<QHBoxLayout>(this, Theme::grid);
    layout->addWidget(m_field, 1);
    layout->addWidget(roleLabel(Texts::zoneName(), "muted", this));
    // The field holds what stands on the clock's face; UTC, because there every such time exists.
    m_field->setTimeSpec(Qt::UTC);
    m_field->setCalendarPopup(true);
    m_field->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    setFocusProxy(m_field);
    setTime(Texts::now());
    connect(m_field, &QDateTimeEdit::dateTimeChanged, this, &TimeEdit::edited);
}

void TimeEdit::setTime(const QDateTime &time)
{
    const QDateTime face = time.toTimeZone(Texts::zone());
    m_field->setDateTime(QDateTime(face.date(), face.time(), Qt::UTC));
}

QDateTime TimeEdit::time() const
{
    return QDateTime(m_field->date(), m_field->time(), Texts::zone()).toUTC();
}

void TimeEdit::setAccessibleTitle(const QString &title)
{
    m_field->setAccessibleName(title);
}

} // namespace jobq::console
