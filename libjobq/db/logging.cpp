// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/logging.h"

Q_LOGGING_CATEGORY(jobqDb, "jobq.db", QtInfoMsg)
