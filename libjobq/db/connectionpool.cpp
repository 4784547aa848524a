// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connectionpool.h"

#include "db/connection.h"
#include "db/libpq.h"
#include "db/migrator.h"

#include <QHash>
#include <QThreadStorage>

#include <atomic>
#include <mutex>
#include <vector>

namespace jobq {

namespace {

quint64 nextPoolId()
{
    static std::atomic<quint64> last {0};
    return ++last;
}

struct ThreadConnection
{
    std::weak_ptr<void> pool;
    std::shared_ptr<Connection> connection;
};
using ThreadConnections = QHash<quint64, ThreadConnection>; // by the pool's id

// One for all pools, and never destroyed: QThreadStorage frees only what belongs to a thread that ends before it.
ThreadConnections &connectionsOfThisThread()
{
    static auto *storage = new QThreadStorage<ThreadConnections>;
    return storage->localData();
}

} // namespace

struct ConnectionPool::Shared : std::enable_shared_from_this<ConnectionPool::Shared>
{
    explicit Shared(const ConnectionSettings &connectionSettings)
        : settings(connectionSettings)
    { }
    ~Shared();
    Shared(const Shared &) = delete;
    Shared &operator=(const Shared &) = delete;

    Connection &connectionOfThisThread();

    const quint64 id = nextPoolId();
    const ConnectionSettings settings;
    std::mutex mutex;
    std::vector<std::weak_ptr<Connection>> opened; // of all threads
};

// Nobody can use the connections any more: each call holds a handle of the pool.
ConnectionPool::Shared::~Shared()
{
    connectionsOfThisThread().remove(id);
    for (const std::weak_ptr<Connection> &weak : opened) {
        if (const std::shared_ptr<Connection> connection = weak.lock())
            connection->close();
    }
}

Connection &ConnectionPool::Shared::connectionOfThisThread()
{
    ThreadConnections &connections = connectionsOfThisThread();
    const auto at = connections.constFind(id);
    if (at != connections.cend()) {
        at->connection->ensureUsable();
        return *at->connection;
    }
    connections.removeIf([](ThreadConnections::iterator other) { return other->pool.expired(); });
    const auto connection = std::make_shared<Connection>(settings);
    connections.insert(id, {weak_from_this(), connection});
    const std::lock_guard lock(mutex);
    std::erase_if(opened, [](const std::weak_ptr<Connection> &weak) { return weak.expired(); });
    opened.push_back(connection);
    return *connection;
}

ConnectionPool::ConnectionPool(const ConnectionSettings &settings)
    : m_shared(std::make_shared<Shared>(settings))
{ }

const ConnectionSettings &ConnectionPool::settings() const
{
    return m_shared->settings;
}

void ConnectionPool::open(bool migrate) const
{
    Connection &opened = connection();
    constexpr int oldestServer = 140000;
    if (libpq::serverVersion(opened.database()) < oldestServer)
        throw Error(Error::Kind::Usage, QStringLiteral("The server is older than PostgreSQL 14."));
    if (migrate)
        Migrator::migrate(opened);
    else
        Migrator::check(opened);
}

Connection &ConnectionPool::connection() const
{
    return m_shared->connectionOfThisThread();
}

void ConnectionPool::closeThreadConnection() const
{
    connectionsOfThisThread().remove(m_shared->id);
}

} // namespace jobq
