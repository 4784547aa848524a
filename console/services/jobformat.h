// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

namespace jobq::console {

/// A job as text that makes it again.
class JobFormat
{
public:
    [[nodiscard]] static QString asSql(const Job &job); ///< `SELECT jobq.add_job(…)`
    [[nodiscard]] static QString asJson(const Job &job); ///< All members; the payload with its exact text.
    [[nodiscard]] static QString asCpp(const Job &job); ///< A call of JobEnqueue::addJob().
};

} // namespace jobq::console
