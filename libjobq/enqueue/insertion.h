// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/job.h"
#include "job/jobspec.h"

#include <QList>

#include <optional>

namespace jobq {

class Connection;

/// Adds checked specs with one statement, and gives the jobs as stored, in order.
QList<Job> insertJobs(Connection &connection, const QList<JobSpec> &specs, bool notify);

/// The quick way for one job; none where the slow one has to make its lane or queue first.
std::optional<Job> insertQuickly(Connection &connection, const JobSpec &spec, bool notify);

} // namespace jobq
