// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "inspect/jobfilter.h"
#include "inspect/walk.h"

namespace jobq {

class Connection;

namespace inspect {

/// The lists that together are the jobs of a filter in an order: which index serves which stage.
[[nodiscard]] QList<Segment<JobId>> jobSegments(Connection &connection, const JobFilter &filter, JobOrder order);

} // namespace inspect

} // namespace jobq
