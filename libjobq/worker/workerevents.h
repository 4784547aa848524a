// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/worker.h"

#include <QMetaMethod>

#include <mutex>
#include <shared_mutex>

namespace jobq {

/// The way from the runtime's threads to the Worker's signals. Costs next to nothing where nobody is connected, and
/// nothing goes through once the Worker is gone. Thread-safe.
class WorkerEvents
{
public:
    explicit WorkerEvents(Worker *worker)
        : m_worker(worker)
    {
    }

    /// `Worker::completed`, and its arguments.
    template<typename... Parameters, typename... Arguments>
    void emitSignal(void (Worker::*signal)(Parameters...), const QMetaMethod &method, const Arguments &...arguments) const
    {
        const std::shared_lock lock(m_mutex);
        if (m_worker && m_worker->isSignalConnected(method))
            Q_EMIT(m_worker->*signal)(arguments...);
    }
    [[nodiscard]] bool isConnected(const QMetaMethod &method) const
    {
        const std::shared_lock lock(m_mutex);
        return m_worker && m_worker->isSignalConnected(method);
    }

    /// Waits for signals that are on their way.
    void detach()
    {
        const std::unique_lock lock(m_mutex);
        m_worker = nullptr;
    }

private:
    mutable std::shared_mutex m_mutex;
    Worker *m_worker;
};

/// Looking a signal up takes longer than emitting it to nobody: once is enough.
#define JOBQ_EMIT(events, signal, ...)                                                                                 \
    do {                                                                                                               \
        static const QMetaMethod jobqMethod = QMetaMethod::fromSignal(&Worker::signal);                                \
        (events).emitSignal(&Worker::signal, jobqMethod __VA_OPT__(, ) __VA_ARGS__);                                   \
    } while (false)

} // namespace jobq
