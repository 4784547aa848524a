// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "execution/workerexecution.h"

namespace jobq::bench {

/// The median time of `claims` claims in milliseconds. Each claimed batch is completed, and as many jobs added again,
/// before the next: the number of waiting jobs stays. Throws std::runtime_error where a claim comes back short.
[[nodiscard]] double medianClaim(const System &system, const ClaimOptions &options, int claims);

} // namespace jobq::bench
