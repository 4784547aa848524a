// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/error.h"

#include <QSqlError>

namespace jobq {

class Connection;

/// What a failed statement means, and marks the connection as broken where it is lost. `repeatable`: running
/// the statement twice does no harm (or it runs in a transaction), so that a lost answer is a Connection error.
Error statementError(const QSqlError &error, Connection &connection, const QString &queryName, bool repeatable);

} // namespace jobq
