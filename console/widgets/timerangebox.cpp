// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timerangebox.h"

#include "models/texts.h"
#include "services/types.h"

namespace jobq::console {

TimeRangeBox::TimeRangeBox(bool withAll, QWidget *parent)
    : QComboBox(parent)
{
    setAccessibleName(tr("Time range"));
    setToolTip(tr("The stretch of time to look at"));
    addItem(tr("Last 15 minutes"), 900);
    addItem(tr("Last hour"), 3600);
    addItem(tr("Last 6 hours"), 6 * 3600);
    addItem(tr("Last 24 hours"), 24 * 3600);
    addItem(tr("Last 7 days"), 7 * 24 * 3600);
    if (withAll)
        addItem(tr("All time"), 0);
    setCurrentIndex(withAll ? 5 : 1);
}

std::optional<QDateTime> TimeRangeBox::from() const
{
    return seconds() > 0 ? std::optional(Texts::now().addSecs(-seconds())) : std::nullopt;
}

QString TimeRangeBox::term() const
{
    if (seconds() <= 0)
        return {};
    JobFilter filter;
    filter.maxAge = std::chrono::seconds(seconds());
    return filterText(filter);
}

bool TimeRangeBox::setAge(std::chrono::milliseconds age)
{
    const int at = age.count() % 1000 == 0 ? findData(int(age.count() / 1000)) : -1;
    if (at >= 0)
        setCurrentIndex(at);
    return at >= 0;
}

void TimeRangeBox::addCustom()
{
    addItem(tr("From … to …"), -1);
}

void TimeRangeBox::setCustom()
{
    setCurrentIndex(findData(-1));
}

void TimeRangeBox::setSeconds(qint64 seconds)
{
    const int at = findData(int(seconds));
    if (at >= 0)
        setCurrentIndex(at);
}

} // namespace jobq::console
