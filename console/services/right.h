// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace jobq::console {

/// What a change wants of the role: the rights of the roles that sql/roles.sql makes, each with those of the one before.
enum class Right {
    Enqueue, ///< Adds and executes jobs.
    Operate, ///< Fails, reschedules, unlocks and replays jobs.
    Administer, ///< Rate limits, the schedule and the garbage collection.
};

} // namespace jobq::console
