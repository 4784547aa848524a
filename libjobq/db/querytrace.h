// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"

#include <QDateTime>
#include <QString>

#include <chrono>
#include <functional>

namespace jobq {

/// One statement that libjobq ran.
struct QueryTrace
{
    QString name; ///< Its name in the catalogue, for example `execution/claim_jobs`, or a word such as `BEGIN`.
    QString sql; ///< As in the catalogue, with `:placeholders`; never with bound values.
    QDateTime startedAt; ///< UTC, by this machine's clock.
    std::chrono::microseconds duration{0}; ///< Until its answer was there.
    int rows = 0; ///< Returned, or else changed; 0 where it failed.
    QString errorMessage; ///< Empty where it succeeded.
};

/// Has every statement of this process reported to `sink`, called in the thread that ran it; an empty one ends
/// that. Thread-safe; costs nothing while there is no sink. The sink must not throw, nor use libjobq itself.
JOBQ_EXPORT void setQueryTrace(std::function<void(const QueryTrace &)> sink);

} // namespace jobq
