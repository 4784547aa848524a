// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/calllog.h"

namespace jobq::console {

void CallLog::add(LoggedCall call)
{
    call.number = ++m_last;
    m_calls.prepend(call);
    if (m_calls.size() > mostCalls)
        m_calls.resize(mostCalls);
    Q_EMIT changed();
}

void CallLog::clear()
{
    m_calls.clear();
    Q_EMIT changed();
}

} // namespace jobq::console
