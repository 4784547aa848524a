// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QLoggingCategory>

Q_DECLARE_LOGGING_CATEGORY(jobqDb) ///< `jobq.db`: connections lost and found, notices of the server, the local server.
