// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "enqueue/jobenqueue.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"
#include "worker/worker.h"

#include <atomic>
#include <optional>
#include <tuple>

namespace jobq::test {

/// A database of its own for each test function, and a few words for what tests of workers do all the time.
class WorkerTestCase : public TestCase
{
    Q_OBJECT
public:
    explicit WorkerTestCase(TemporaryPostgres::Cluster cluster = TemporaryPostgres::Cluster::Shared)
        : m_postgres(cluster)
    {
    }

protected:
    /// Outside init() where a test expects more warnings than it can count: does not call TestCase::init().
    void makeDatabase();
    [[nodiscard]] System &system() { return *m_system; }
    [[nodiscard]] const ConnectionSettings &database() const { return m_database; }
    [[nodiscard]] TemporaryPostgres &postgres() { return m_postgres; }

    void addJobs(const char *task, int count, const JobOptions &options = {});
    Job addJob(const char *task, const Payload &payload = {}, const JobOptions &options = {});
    [[nodiscard]] qint64 number(const QString &sql) const;
    /// Jobs in the queue in this state ('locked', 'exhausted' …), or in any.
    [[nodiscard]] qint64 jobs(const char *state = nullptr) const;
    /// Executions in the history with this status.
    [[nodiscard]] qint64 executions(const char *status) const;

    /// Few threads and short pauses.
    [[nodiscard]] static WorkerOptions quickOptions(int concurrency = 2);
    static bool stopped(Worker &worker);
    /// Runs until the queue is empty.
    static bool drained(Worker &worker);

protected Q_SLOTS:
    void init();
    void cleanup();

private:
    TemporaryPostgres m_postgres;
    ConnectionSettings m_database;
    std::optional<System> m_system;
};

/// Keeps what a signal of a worker said. Unlike a QSignalSpy it may be read while the worker's threads emit: it hears
/// the signals in the thread of the test, so use QTRY_….
template<typename... Arguments>
class Heard
{
public:
    Heard(Worker &worker, void (Worker::*signal)(Arguments...))
    {
        QObject::connect(&worker, signal, &m_receiver, [this](const std::decay_t<Arguments> &...arguments) {
            m_calls += std::tuple<std::decay_t<Arguments>...>(arguments...);
        });
    }
    [[nodiscard]] qsizetype size() const { return m_calls.size(); }
    template<size_t Index>
    [[nodiscard]] auto first() const
    {
        return std::get<Index>(m_calls.first());
    }

private:
    QObject m_receiver;
    QList<std::tuple<std::decay_t<Arguments>...>> m_calls;
};

/// The most that were in a block at the same time.
class Highwater
{
public:
    struct Entry {
        explicit Entry(Highwater &counted)
            : counter(counted)
        {
            const int now = ++counter.m_now;
            int most = counter.m_most;
            while (now > most && !counter.m_most.compare_exchange_weak(most, now)) { }
        }
        ~Entry() { --counter.m_now; }
        Entry(const Entry &) = delete;
        Entry &operator=(const Entry &) = delete;
        Highwater &counter;
    };
    [[nodiscard]] int most() const { return m_most; }
    [[nodiscard]] int now() const { return m_now; }

private:
    std::atomic<int> m_now{0};
    std::atomic<int> m_most{0};
};

} // namespace jobq::test
