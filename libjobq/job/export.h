// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#ifdef JOBQ_LIBRARY
#define JOBQ_EXPORT Q_DECL_EXPORT
#else
#define JOBQ_EXPORT Q_DECL_IMPORT
#endif
