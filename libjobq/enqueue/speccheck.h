// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/jobspec.h"

namespace jobq {

class PayloadValidator;

/// Throws a Usage error that names the first argument which is out of its range. `prefix` stands before the
/// argument's name (`specs[3].`).
void checkSpec(const JobSpec &spec, const QString &prefix);

/// Why the payload can't be taken: no JSON (with the place), too large, or the validator's own words. Empty where
/// it can. `validator` may be null.
[[nodiscard]] QString explainPayload(const JobSpec &spec, qsizetype maxBytes, const PayloadValidator *validator);

} // namespace jobq
