// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/error.h"
#include "job/export.h"

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace ThreadWeaver {
class Queue;
}

namespace jobq {

namespace detail {

/// What async() needs of a promise whatever its type: so that the rest is compiled once.
struct AsyncCall {
    std::function<void()> run; ///< Runs the call and puts its result, or nothing, into the promise.
    std::function<void(std::exception_ptr)> fail;
    std::function<void()> cancel;
    std::function<void()> finish;
    std::function<bool()> isCancelled;
    std::function<void(std::function<void()>)> onCancel;
};

JOBQ_EXPORT void startAsync(ThreadWeaver::Queue *queue, AsyncCall call);

} // namespace detail

/// Runs `call` on a thread of `queue` and returns its result as a future, so that the calling thread never blocks:
///
///     jobq::async(queue, [inspector, filter] { return inspector.jobs(filter); })
///         .then(this, [this](const jobq::JobPage &page) { show(page); })
///         .onFailed(this, [this](const jobq::Error &error) { show(error); })
///         .onCanceled(this, [this] { showCancelled(); });
///
/// A null `queue` is ThreadWeaver's global one. What the call throws travels in the future: a jobq::Error as it is,
/// any other exception as it is too. Nothing that the call throws ends the process.
///
/// Cancelling the future of a call that still waits means that it never runs. Cancelling a running one asks the
/// server to stop the statement at work on that thread's connection, and no further statement begins; the future is
/// cancelled, whatever the call does. A change that had committed by then stays. Thread-safe.
template<typename Call>
[[nodiscard]] auto async(ThreadWeaver::Queue *queue, Call call) -> QFuture<std::invoke_result_t<Call &>>;

template<typename Call>
[[nodiscard]] auto async(Call call) -> QFuture<std::invoke_result_t<Call &>>
{
    return async(nullptr, std::move(call));
}

} // namespace jobq
