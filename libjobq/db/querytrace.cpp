// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/tracing.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace jobq {

namespace {

using Sink = std::function<void(const QueryTrace &)>;

std::mutex sinkMutex;
std::shared_ptr<const Sink> currentSink; // a caller that is in it keeps it alive
std::atomic<bool> tracing {false};

} // namespace

void setQueryTrace(std::function<void(const QueryTrace &)> sink)
{
    const bool isSet = static_cast<bool>(sink);
    const std::lock_guard lock(sinkMutex);
    currentSink = isSet ? std::make_shared<const Sink>(std::move(sink)) : nullptr;
    tracing = isSet;
}

bool isTracing()
{
    return tracing.load(std::memory_order_relaxed);
}

void report(const QueryTrace &trace)
{
    std::shared_ptr<const Sink> sink;
    {
        const std::lock_guard lock(sinkMutex);
        sink = currentSink;
    }
    if (sink)
        (*sink)(trace);
}

} // namespace jobq
