// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QLoggingCategory>

Q_DECLARE_LOGGING_CATEGORY(jobqWorker) ///< `jobq.worker`: outages, leases lost and won, threads given up.
