// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/calllog.h"
#include "services/tracedcall.h"
#include "services/profile.h"
#include "services/right.h"
#include "services/types.h"

#include "worker/futures.h"

#include <QFutureWatcher>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>

namespace ThreadWeaver {
class Queue;
}

namespace jobq {
class Listener;
class LocalServer;
}

namespace jobq::console {

/// The connection of a window: opens it, runs every call on threads of its own, and comes back by itself after a loss.
class Database : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Closed,
        Connecting, ///< For the first time.
        Connected,
        Lost, ///< Was connected; tries again by itself.
    };
    Q_ENUM(State)

    enum class Lane {
        Page, ///< What is looked at.
        Detail, ///< The inspector panel, completion, charts.
        Change, ///< What writes.
    };

    explicit Database(QObject *parent = nullptr);
    ~Database() override;

    /// Opens it; `migrate` also makes or updates the schema. Ends in connected() or openFailed().
    void open(const Profile &profile, const QString &password, bool migrate);
    /// The local database in another folder than the default one.
    void setLocalFolder(const QString &folder) { m_localFolder = folder; }
    void close();
    /// Tries now, not after the pause.
    void retryNow();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isConnected() const { return m_state == State::Connected; }
    [[nodiscard]] const Profile &profile() const { return m_profile; }
    [[nodiscard]] const std::optional<ServerFacts> &facts() const { return m_facts; }
    [[nodiscard]] const QString &lossReason() const { return m_lossReason; }
    [[nodiscard]] const std::optional<System> &system() const { return m_system; }
    /// Why changes of that kind are not possible now, for tooltips; empty where they are.
    [[nodiscard]] QString whyNot(Right right) const;
    /// The same for changes of jobs.
    [[nodiscard]] QString whyNoChanges() const { return whyNot(Right::Operate); }
    [[nodiscard]] CallLog &log() { return m_log; }
    [[nodiscard]] std::chrono::milliseconds untilRetry() const;

    /// Runs `call(system)` on a thread and calls either `done` with its result or `failed`, once, in `context`'s thread
    /// and only while it lives: also where the future that it returns is cancelled (Cancelled), and at once where the
    /// connection goes while something is read (Connection). What changes something goes on, whatever becomes of the
    /// connection of the window. `title` is what the SQL log calls it.
    template<typename Call, typename Done>
    QFuture<std::invoke_result_t<Call &, const System &>> run(
        Lane lane, const QString &title, QObject *context, Call call, Done done,
        std::function<void(const Error &)> failed = {});

Q_SIGNALS:
    void stateChanged(jobq::console::Database::State state);
    void connected();
    void openFailed(const jobq::Error &error);
    /// Somebody told of a job that is due, or of a lost connection that is back: something changed.
    void notified();
    /// How long a read took, for the status bar.
    void readFinished(const QString &title, std::chrono::microseconds time);

private:
    struct Opened {
        System system;
        ServerFacts facts;
    };
    struct Pending {
        QFuture<void> future;
        bool isRead = true;
        std::function<void(const Error &)> fail;
    };
    [[nodiscard]] static std::optional<Error> errorOf(QFuture<void> finished);
    void endReads(const QString &why);
    void setState(State state);
    void connectNow(bool migrate);
    void handleOpened(const Opened &opened);
    void listen();
    void handleFailure(const Error &error);
    void lose(const QString &reason);
    void noteCall(const QString &title, std::chrono::microseconds time);
    [[nodiscard]] ThreadWeaver::Queue *queue(Lane lane) const;

    std::unique_ptr<ThreadWeaver::Queue> m_pageQueue;
    std::unique_ptr<ThreadWeaver::Queue> m_detailQueue;
    std::unique_ptr<ThreadWeaver::Queue> m_changeQueue;
    std::unique_ptr<ThreadWeaver::Queue> m_connectQueue; // of its own: a change that waits keeps nobody from another database
    QHash<QObject *, Pending> m_pending; // by the watcher
    std::shared_ptr<LocalServer> m_server;
    Profile m_profile;
    QString m_password;
    QString m_localFolder;
    std::optional<System> m_system;
    std::optional<ServerFacts> m_facts;
    State m_state = State::Closed;
    QString m_lossReason;
    QTimer m_retry;
    std::unique_ptr<Listener> m_listener;
    int m_retries = 0;
    quint64 m_session = 0; // the failure of a change of an older one says nothing of this one
    CallLog m_log;
};

template<typename Call, typename Done>
QFuture<std::invoke_result_t<Call &, const System &>> Database::run(Lane lane, const QString &title, QObject *context, Call call,
                                                                    Done done, std::function<void(const Error &)> failed)
{
    using Value = std::invoke_result_t<Call &, const System &>;
    if (!m_system) {
        if (failed)
            failed(Error(Error::Kind::Connection, tr("There is no connection.")));
        return {};
    }
    const auto time = std::make_shared<std::chrono::microseconds>(0);
    QFuture<Value> future = jobq::async(queue(lane), *m_system, [system = *m_system, call, time, log = QPointer<CallLog>(&m_log)]() mutable {
        const auto start = std::chrono::steady_clock::now();
        const TracedCall traced(log);
        // Measures the call where it runs: without the time that it waited for a thread.
        struct Stopwatch {
            std::chrono::steady_clock::time_point start;
            std::chrono::microseconds &time;
            ~Stopwatch() { time = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start); }
        } stopwatch{start, *time};
        return call(system);
    });
    auto *watcher = new QFutureWatcher<Value>(this);
    const QPointer<QObject> receiver(context);
    const auto fail = [receiver, failed](const Error &error) {
        if (receiver && failed)
            failed(error);
    };
    m_pending.insert(watcher, {QFuture<void>(future), lane != Lane::Change, fail});
    connect(watcher, &QFutureWatcherBase::finished, this, [=, this, session = m_session] {
        watcher->deleteLater();
        if (!m_pending.remove(watcher))
            return; // given up before
        QFuture<Value> finished = watcher->future();
        const std::optional<Error> error = errorOf(QFuture<void>(finished));
        noteCall(title, *time);
        if (error) {
            if (session == m_session)
                handleFailure(*error);
            fail(*error);
        } else if (receiver) {
            if constexpr (std::is_void_v<Value>)
                done();
            else
                done(finished.result());
        }
    });
    watcher->setFuture(future);
    return future;
}

} // namespace jobq::console
