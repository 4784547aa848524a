// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "benchmarks/options.h"
#include "benchmarks/progress.h"
#include "benchmarks/report.h"
#include "benchmarks/server.h"

#include <QList>

#include <functional>

namespace jobq::bench {

/// What a case works with.
struct Context {
    const Options &options;
    Server &server;
    Progress &progress;
    std::function<void(const Record &)> report;
};

/// One measurement; throws jobq::Error, Interrupted or std::runtime_error (a result that can't be right).
struct Case {
    QString name;
    QString summary;
    void (*run)(const Context &);
};

/// In the order in which they run.
[[nodiscard]] const QList<Case> &allCases();

void runBulk(const Context &context);
void runSingle(const Context &context);
void runDrain(const Context &context);
void runClaimOne(const Context &context);
void runLatency(const Context &context);
void runHorizon(const Context &context);
void runBlocked(const Context &context);
void runBacklog(const Context &context);
void runQueues(const Context &context);
void runGc(const Context &context);
void runMemory(const Context &context);
void runPages(const Context &context);

} // namespace jobq::bench
