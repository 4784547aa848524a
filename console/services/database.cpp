// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/database.h"

#include "db/listener.h"
#include "db/localserver.h"

#include <ThreadWeaver/Queue>

namespace jobq::console {

namespace {

std::unique_ptr<ThreadWeaver::Queue> makeQueue(int threads)
{
    auto queue = std::make_unique<ThreadWeaver::Queue>();
    queue->setMaximumNumberOfThreads(threads);
    return queue;
}

// ~Queue would first run all that still waits.
void end(std::unique_ptr<ThreadWeaver::Queue> &queue)
{
    queue->dequeue();
    queue->finish();
    queue.reset();
}

ConnectionSettings settingsFor(const Profile &profile, const QString &password)
{
    ConnectionSettings settings = ConnectionSettings::fromString(profile.address);
    if (!password.isEmpty())
        settings.setKeyword(QStringLiteral("password"), password);
    return settings;
}

} // namespace

Database::Database(QObject *parent)
    : QObject(parent)
    , m_pageQueue(makeQueue(2))
    , m_detailQueue(makeQueue(2))
    , m_changeQueue(makeQueue(1))
    , m_connectQueue(makeQueue(2))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] { connectNow(false); });
}

Database::~Database()
{
    ++m_session;
    m_listener.reset();
    // Statements at work are stopped: the thread of the window must not wait for them.
    const QHash<QObject *, Pending> pending = std::exchange(m_pending, {});
    for (Pending call : pending)
        call.future.cancel();
    end(m_pageQueue);
    end(m_detailQueue);
    end(m_changeQueue);
    end(m_connectQueue);
    m_system.reset();
}

ThreadWeaver::Queue *Database::queue(Lane lane) const
{
    return lane == Lane::Page ? m_pageQueue.get() : lane == Lane::Detail ? m_detailQueue.get() : m_changeQueue.get();
}

void Database::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void Database::open(const Profile &profile, const QString &password, bool migrate)
{
    close();
    m_profile = profile;
    m_password = password;
    m_retries = 0;
    connectNow(migrate);
}

void Database::close()
{
    ++m_session;
    m_retry.stop();
    m_pageQueue->dequeue();
    m_detailQueue->dequeue();
    m_listener.reset();
    m_system.reset();
    m_facts.reset();
    m_server.reset();
    m_password.clear();
    endReads(tr("The connection was closed meanwhile."));
    setState(State::Closed);
}

std::optional<Error> Database::errorOf(QFuture<void> finished)
{
    try {
        finished.waitForFinished();
    } catch (const Error &error) {
        return error;
    }
    if (finished.isCanceled())
        return Error(Error::Kind::Cancelled, tr("It was cancelled."));
    return {};
}

// Whoever waits for an answer learns at once that none comes, and may ask again: also where the statement still waits
// for a lock, on a connection that nobody heard of being lost.
void Database::endReads(const QString &why)
{
    QList<Pending> reads;
    for (auto at = m_pending.begin(); at != m_pending.end();) {
        if (at->isRead) {
            reads.append(*at);
            at = m_pending.erase(at);
        } else {
            ++at;
        }
    }
    for (Pending &read : reads) {
        read.future.cancel();
        read.fail(Error(Error::Kind::Connection, why));
    }
}

void Database::retryNow()
{
    if (m_state == State::Lost && m_retry.isActive()) {
        m_retry.stop();
        connectNow(false);
    }
}

std::chrono::milliseconds Database::untilRetry() const
{
    return m_retry.isActive() ? m_retry.remainingTimeAsDuration() : std::chrono::milliseconds(0);
}

void Database::connectNow(bool migrate)
{
    if (m_state != State::Lost)
        setState(State::Connecting);
    const quint64 session = ++m_session;
    endReads(tr("The connection was lost meanwhile."));
    if (m_profile.isLocal() && !m_server) {
        LocalServer::Options options;
        options.dataFolder = m_localFolder;
        m_server = std::make_shared<LocalServer>(options);
    }
    const auto openNow = [server = m_server, profile = m_profile, migrate, password = m_password, known = m_system]() -> Opened {
        if (server && !server->isRunning())
            server->start();
        ConnectionSettings settings = server ? server->settings() : settingsFor(profile, password);
        settings.applicationName = QStringLiteral("jobq-console");
        settings.readOnly = profile.readOnly;
        settings.statementTimeout = std::chrono::minutes(2);
        settings.connectTimeout = std::chrono::seconds(5);
        // The system of before keeps its pool: embedded workers work on it too.
        const System system = known ? *known : System(ConnectionPool(settings));
        system.pool().open(migrate && !profile.readOnly);
        return {system, Inspector(system).serverFacts()};
    };
    auto *watcher = new QFutureWatcher<Opened>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, session] {
        watcher->deleteLater();
        if (session != m_session)
            return;
        try {
            handleOpened(watcher->future().result());
        } catch (const Error &error) {
            if (m_state == State::Lost)
                lose(error.message());
            else {
                setState(State::Closed);
                Q_EMIT openFailed(error);
            }
        }
    });
    watcher->setFuture(jobq::async(m_connectQueue.get(), openNow));
}

void Database::handleOpened(const Opened &opened)
{
    m_system = opened.system;
    m_facts = opened.facts;
    m_retries = 0;
    m_lossReason.clear();
    listen();
    setState(State::Connected);
    Q_EMIT connected();
}

// Only makes the screen follow sooner: the clock reads at its interval whether or not anything is heard.
void Database::listen()
{
    if (m_listener)
        return;
    m_listener = std::make_unique<Listener>(m_system->pool().settings(), QStringList{Listener::jobsChannel()});
    connect(m_listener.get(), &Listener::notified, this, &Database::notified);
    connect(m_listener.get(), &Listener::reconnected, this, &Database::notified);
    connect(m_listener.get(), &Listener::disconnected, this, [this](const QString &reason) {
        if (m_state == State::Connected)
            lose(reason);
    });
}

void Database::handleFailure(const Error &error)
{
    if (error.kind() == Error::Kind::Connection && m_state == State::Connected)
        lose(error.message());
}

// Waits 1, 2, 4 … 30 s between the attempts.
void Database::lose(const QString &reason)
{
    m_lossReason = reason;
    constexpr int longestPauseMs = 30'000;
    m_retry.start(qMin(longestPauseMs, 1000 << qMin(m_retries, 5)));
    ++m_retries;
    setState(State::Lost);
    Q_EMIT stateChanged(State::Lost);
    endReads(tr("The connection was lost meanwhile."));
}

QString Database::whyNot(Right right) const
{
    if (m_state != State::Connected || !m_facts)
        return tr("There is no connection.");
    if (m_facts->isReadOnly)
        return m_facts->isInRecovery ? tr("This server is a standby: it takes no changes.") : tr("The connection is read-only.");
    if (right == Right::Enqueue && !m_facts->mayEnqueue)
        return tr("The role “%1” may not add jobs.").arg(m_facts->role);
    if (right == Right::Operate && !m_facts->mayOperate)
        return tr("The role “%1” may not change jobs.").arg(m_facts->role);
    if (right == Right::Administer && !m_facts->mayAdminister)
        return tr("The role “%1” may not change rate limits or collect garbage.").arg(m_facts->role);
    return {};
}

void Database::noteCall(const QString &title, std::chrono::microseconds time)
{
    Q_EMIT readFinished(title, time);
}

} // namespace jobq::console
