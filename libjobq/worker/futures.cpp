// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/futures.h"

#include "db/connection.h"
#include "db/libpq.h"

#include <ThreadWeaver/Job>
#include <ThreadWeaver/Queue>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace jobq::detail {

AsyncCall::~AsyncCall() = default;

namespace {

using namespace std::chrono_literals;

/// A call at work, and how to stop its statement.
class RunningCall
{
public:
    RunningCall(const AsyncCall &call, const QSqlDatabase &database)
        : m_call(call)
        , m_canceller(database)
    {
    }

    void cancelWhereAsked()
    {
        const std::lock_guard lock(m_mutex);
        if (!m_ended && m_call.isCancelled())
            m_canceller.cancel();
    }

    /// Waits for a request that is on its way: it must not hit what this connection runs next.
    void end()
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
    }

private:
    const AsyncCall &m_call;
    libpq::Canceller m_canceller;
    std::mutex m_mutex;
    bool m_ended = false;
};

/// Looks now and then whether a running call was cancelled, and says so to the server: again and again until the call
/// has ended, because a request that comes between two statements is lost. One thread for all calls: QFuture tells
/// of a cancellation only to threads with an event loop, and asking the server takes time.
class CancelThread
{
public:
    static CancelThread &instance()
    {
        static CancelThread thread;
        return thread;
    }

    void add(const std::shared_ptr<RunningCall> &call)
    {
        const std::lock_guard lock(m_mutex);
        m_running.push_back(call);
        if (!m_thread.joinable())
            m_thread = std::thread([this] { watch(); });
        m_changed.notify_one();
    }

    void remove(const std::shared_ptr<RunningCall> &call)
    {
        call->end();
        const std::lock_guard lock(m_mutex);
        std::erase(m_running, call);
    }

private:
    CancelThread() = default;
    ~CancelThread()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
            m_changed.notify_one();
        }
        if (m_thread.joinable())
            m_thread.join();
    }

    void watch()
    {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            m_changed.wait(lock, [this] { return m_stopping || !m_running.empty(); });
            m_changed.wait_for(lock, 20ms, [this] { return m_stopping; });
            const std::vector<std::shared_ptr<RunningCall>> running = m_running;
            lock.unlock();
            for (const std::shared_ptr<RunningCall> &call : running)
                call->cancelWhereAsked();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::shared_ptr<RunningCall>> m_running;
    std::thread m_thread;
    bool m_stopping = false;
};

void runCancellable(AsyncCall &call, const std::optional<System> &system)
{
    if (!system) {
        call.run();
        return;
    }
    struct Registration {
        std::shared_ptr<RunningCall> running;
        ~Registration() { CancelThread::instance().remove(running); }
    };
    const Registration registration{std::make_shared<RunningCall>(call, system->pool().connection().database())};
    CancelThread::instance().add(registration.running);
    // Cancelled while the connection was opened.
    if (!call.isCancelled())
        call.run();
}

class CallJob : public ThreadWeaver::Job
{
public:
    CallJob(const std::optional<System> &system, std::shared_ptr<AsyncCall> call)
        : m_system(system)
        , m_call(std::move(call))
    {
        m_ready.store(true, std::memory_order_release);
    }

protected:
    void run(ThreadWeaver::JobPointer, ThreadWeaver::Thread *) override
    {
        // The queue's lock orders this already, but a sanitizer does not see into the queue.
        Q_UNUSED(m_ready.load(std::memory_order_acquire))
        try {
            if (!m_call->isCancelled())
                runCancellable(*m_call, m_system);
        } catch (...) {
            m_call->fail(std::current_exception());
        }
        m_call->finish();
        // The queue may keep this object for a while; what the call captured should go now.
        m_call.reset();
    }

private:
    std::optional<System> m_system;
    std::shared_ptr<AsyncCall> m_call;
    std::atomic<bool> m_ready{false};
};

} // namespace

void startAsync(ThreadWeaver::Queue *queue, const std::optional<System> &system, std::shared_ptr<AsyncCall> call)
{
    if (!queue)
        queue = ThreadWeaver::Queue::instance();
    queue->enqueue(ThreadWeaver::JobPointer(new CallJob(system, std::move(call))));
}

} // namespace jobq::detail
