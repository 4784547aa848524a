// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "benchmarks/options.h"
#include "benchmarks/server.h"

namespace jobq::bench {

struct CurveOptions {
    QString database; ///< Empty: a local server.
    QString output;
    bool claimCost = true; ///< Which pictures.
    bool processes = true;
    qint64 rows = 0; ///< In the largest table.
    qint64 jobs = 0; ///< Drained for each number of processes.
    QList<int> processCounts;
};

/// Measures and writes claim-cost.svg and processes.svg, or one of them; prints every point as a JSON line.
void drawCurves(const CurveOptions &options, Server &server);

} // namespace jobq::bench
