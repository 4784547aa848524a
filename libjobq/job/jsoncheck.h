// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/payload.h"

#include <QString>

namespace jobq {

/// What keeps PostgreSQL's jsonb from storing it, as the rest of a sentence ("is not valid JSON at byte 7: …"); empty
/// where nothing does.
[[nodiscard]] QString explainJson(const Payload &payload);

/// Whether it takes more bytes than that: as it is written, with each number as PostgreSQL will write it.
[[nodiscard]] bool isLargerThan(const Payload &payload, qsizetype maxBytes);

} // namespace jobq
