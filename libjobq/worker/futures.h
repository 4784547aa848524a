// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "job/error.h"
#include "job/export.h"

#include <QFuture>
#include <QPromise>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace ThreadWeaver {
class Queue;
}

namespace jobq {

namespace detail {

/// A call and its promise, whatever its type: so that the rest is compiled once.
class JOBQ_EXPORT AsyncCall
{
public:
    AsyncCall() = default;
    virtual ~AsyncCall();
    AsyncCall(const AsyncCall &) = delete;
    AsyncCall &operator=(const AsyncCall &) = delete;

    virtual void run() = 0;
    virtual void fail(const std::exception_ptr &error) = 0;
    virtual void finish() = 0;
    [[nodiscard]] virtual bool isCancelled() const = 0;
};

template<typename Result, typename Call>
class TypedCall final : public AsyncCall
{
public:
    explicit TypedCall(Call &&call)
        : m_call(std::move(call))
    {
        m_promise.start();
    }

    [[nodiscard]] QFuture<Result> future() const { return m_promise.future(); }
    void run() override
    {
        if constexpr (std::is_void_v<Result>)
            m_call();
        else
            m_promise.addResult(m_call());
    }
    void fail(const std::exception_ptr &error) override { m_promise.setException(error); }
    void finish() override { m_promise.finish(); }
    [[nodiscard]] bool isCancelled() const override { return m_promise.isCanceled(); }

private:
    Call m_call;
    QPromise<Result> m_promise; // destroyed unfinished (its queue was emptied), it cancels its future
};

JOBQ_EXPORT void startAsync(ThreadWeaver::Queue *queue, const std::optional<System> &system,
                            std::shared_ptr<AsyncCall> call);

template<typename Call>
auto makeAsync(ThreadWeaver::Queue *queue, const std::optional<System> &system, Call &&call)
{
    using Result = std::invoke_result_t<Call &>;
    auto typed = std::make_shared<TypedCall<Result, Call>>(std::move(call));
    const QFuture<Result> future = typed->future();
    startAsync(queue, system, std::move(typed));
    return future;
}

} // namespace detail

/// Runs `call` on a thread of `queue` and returns its result as a future, so that the calling thread never blocks:
///
///     jobq::async(queue, system, [inspector, filter] { return inspector.jobs(filter); })
///         .then(this, [this](const jobq::JobPage &page) { show(page); })
///         .onFailed(this, [this](const jobq::Error &error) { show(error); })
///         .onCanceled(this, [this] { showCancelled(); });
///
/// A null `queue` is ThreadWeaver's global one. What the call throws travels in the future as it is; it never ends the
/// process. Cancelling the future of a call that still waits means that it never runs. Cancelling a running one asks
/// the server to stop the statement at work on this thread's connection to `system`, and any further one of the same
/// call, until the call has ended; the future is then cancelled whatever the call did. What it had committed stays.
///
/// `.then()` gives a new future: keep the first one to cancel. Thread-safe.
template<typename Call>
[[nodiscard]] auto async(ThreadWeaver::Queue *queue, const System &system, Call call) -> QFuture<std::invoke_result_t<Call &>>
{
    return detail::makeAsync(queue, system, std::move(call));
}

/// The same on ThreadWeaver's global queue.
template<typename Call>
[[nodiscard]] auto async(const System &system, Call call) -> QFuture<std::invoke_result_t<Call &>>
{
    return detail::makeAsync(nullptr, system, std::move(call));
}

/// The same for a call that uses no System, or several: cancelling a running one lets it run to its end.
template<typename Call>
[[nodiscard]] auto async(ThreadWeaver::Queue *queue, Call call) -> QFuture<std::invoke_result_t<Call &>>
{
    return detail::makeAsync(queue, std::nullopt, std::move(call));
}

} // namespace jobq
