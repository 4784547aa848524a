// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/connectionsettings.h"

#include <QSqlDatabase>

namespace jobq {

/// Opens a QPSQL connection for this thread and puts its session in order: UTC, the time limits, read-only.
/// Throws Connection (with the server's SQLSTATE where it gave one) or Usage (what QPSQL can't hand on).
QSqlDatabase openDatabase(const ConnectionSettings &settings);

/// Closes it and forgets its name; `database` is invalid afterwards.
void closeDatabase(QSqlDatabase &database);

} // namespace jobq
