// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "benchmarks/case.h"

namespace jobq::bench {

/// Fills the database with as many jobs and history records as the options say: of many tasks, half of them in named
/// queues, some for later, some failed, some running; and lets vacuum look at them.
void makeLargeTables(const Context &context, const Database &database);

} // namespace jobq::bench
