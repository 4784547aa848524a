// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/querytrace.h"
#include "job/error.h"

namespace jobq {

[[nodiscard]] bool isTracing();
void report(const QueryTrace &trace);

/// Calls `run()`, which gives a number of rows, and reports it where somebody listens.
template<typename Run>
void traced(const QString &name, const QString &sql, Run run)
{
    if (!isTracing()) {
        run();
        return;
    }
    QueryTrace trace;
    trace.name = name;
    trace.sql = sql;
    trace.startedAt = QDateTime::currentDateTimeUtc();
    const auto start = std::chrono::steady_clock::now();
    const auto finish = [&] {
        trace.duration =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
        report(trace);
    };
    try {
        trace.rows = run();
    } catch (const Error &error) {
        trace.errorMessage = error.message();
        finish();
        throw;
    }
    finish();
}

} // namespace jobq
