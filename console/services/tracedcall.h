// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/calllog.h"

#include <QPointer>

namespace jobq::console {

/// While it lives, the statements of this thread go into the log. The embedded workers' own threads have none, so
/// that the log shows what the console asked, not what jobs do.
class TracedCall
{
public:
    explicit TracedCall(const QPointer<CallLog> &log);
    ~TracedCall();
    TracedCall(const TracedCall &) = delete;
    TracedCall &operator=(const TracedCall &) = delete;
};

} // namespace jobq::console
