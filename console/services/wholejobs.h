// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

namespace jobq::console {

/// The jobs with nothing cut: as they stand in the queue, or else, as far as it tells, from the history of each. Those of
/// which nothing is left are missing.
[[nodiscard]] QList<Job> wholeJobs(const System &system, const QList<JobId> &ids);

} // namespace jobq::console
