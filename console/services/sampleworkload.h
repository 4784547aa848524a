// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

namespace jobq::console {

/// A workload for looking around: some thousand jobs that do real work on this machine for several minutes.
class SampleWorkload
{
public:
    /// Adds the rate limit and the jobs; returns how many. Blocks. `scale` 1 is the full size.
    static qsizetype enqueue(const System &system, double scale = 1.0);
    /// Real files of this machine, the same ones at each call.
    static QStringList files(const QString &folder, const QStringList &patterns, int most);
};

} // namespace jobq::console
