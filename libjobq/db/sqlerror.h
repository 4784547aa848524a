// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/error.h"

namespace jobq {

class Connection;

/// What a failed statement means (its SQLSTATE, and what the server or libpq said), and marks the connection as broken
/// where it is lost. `repeatable`: running the statement twice does no harm (or it runs in a transaction), so that a
/// lost answer is a Connection error.
Error statementError(const QString &state, const QString &message, Connection &connection, const QString &queryName,
                     bool repeatable);

} // namespace jobq
