// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The values and surfaces of libjobq that the console shows: the one door through which pages, dialogs and widgets
// come to know them.

#include "admin/jobadmin.h" // IWYU pragma: export
#include "admin/maintenance.h" // IWYU pragma: export
#include "admin/ratelimits.h" // IWYU pragma: export
#include "db/connectionsettings.h" // IWYU pragma: export
#include "db/system.h" // IWYU pragma: export
#include "enqueue/jobenqueue.h" // IWYU pragma: export
#include "inspect/filtertext.h" // IWYU pragma: export
#include "inspect/inspector.h" // IWYU pragma: export
#include "job/error.h" // IWYU pragma: export
