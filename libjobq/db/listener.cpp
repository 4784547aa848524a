// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/listener.h"

#include "db/connection.h"
#include "db/libpq.h"
#include "db/logging.h"

#include <QRandomGenerator>
#include <QSocketNotifier>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <chrono>

namespace jobq {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds firstPause = 100ms;
constexpr std::chrono::milliseconds longestPause = 30s;
constexpr std::chrono::seconds longestConnect = 5s;

// Lives in the listening thread. It reads the socket through libpq itself, because QPSQL's own notifications
// say nothing when the connection is lost, and leave a notifier on a closed descriptor.
class ListeningConnection : public QObject
{
public:
    ListeningConnection(Listener *owner, const ConnectionSettings &settings, const QStringList &channels)
        : m_owner(owner)
        , m_settings(settings)
        , m_channels(channels)
        , m_retry(this)
    {
        m_settings.connectTimeout = std::min(m_settings.connectTimeout, longestConnect);
        m_settings.statementTimeout = {};
        m_retry.setSingleShot(true);
        QObject::connect(&m_retry, &QTimer::timeout, this, [this] { listen(); });
    }

    void listen()
    {
        try {
            m_connection = std::make_unique<Connection>(m_settings);
            QString statements;
            for (const QString &channel : m_channels)
                statements += QStringLiteral("LISTEN \"%1\";")
                                  .arg(QString(channel).replace(QLatin1Char('"'), QLatin1String("\"\"")));
            m_connection->execute(statements, QStringLiteral("LISTEN"));
        } catch (const Error &error) {
            lose(error.message());
            return;
        }
        if (m_isOutage)
            qCInfo(jobqDb).noquote() << "Listening again at" << m_settings.description();
        m_isOutage = false;
        m_pause = firstPause;
        m_notifier =
            std::make_unique<QSocketNotifier>(libpq::socketDescriptor(m_connection->database()), QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { read(); });
        Q_EMIT m_owner->reconnected();
        read(); // what came with the answer to LISTEN wakes no notifier
    }

private:
    void read()
    {
        QList<libpq::Notification> notifications;
        const bool isAlive = libpq::takeNotifications(m_connection->database(), notifications);
        if (!isAlive)
            m_notifier->setEnabled(false);
        for (const libpq::Notification &notification : std::as_const(notifications))
            Q_EMIT m_owner->notified(notification.channel, notification.payload);
        if (!isAlive)
            lose(QStringLiteral("the connection was lost"));
    }

    void lose(const QString &reason)
    {
        if (m_notifier) {
            // May be on the stack below: read() is its slot.
            m_notifier->setEnabled(false);
            m_notifier.release()->deleteLater();
        }
        m_connection.reset();
        if (!m_isOutage) {
            m_isOutage = true;
            qCWarning(jobqDb).noquote() << "No longer listening at" << m_settings.description() << "-" << reason;
            Q_EMIT m_owner->disconnected(reason);
        }
        // With jitter, so that a restarted server is not met by all its clients in one instant.
        const double factor = 0.5 + QRandomGenerator::global()->generateDouble();
        m_retry.start(std::chrono::milliseconds(static_cast<qint64>(static_cast<double>(m_pause.count()) * factor)));
        m_pause = std::min(m_pause * 2, longestPause);
    }

    Listener *m_owner;
    ConnectionSettings m_settings;
    QStringList m_channels;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_retry;
    std::chrono::milliseconds m_pause = firstPause;
    bool m_isOutage = false;
};

} // namespace

struct Listener::Private
{
    QThread thread;
};

Listener::Listener(const ConnectionSettings &settings, const QStringList &channels, QObject *parent)
    : QObject(parent)
    , d(new Private)
{
    constexpr qsizetype longestName = 63; // PostgreSQL would cut the rest off (NAMEDATALEN)
    for (const QString &channel : channels) {
        if (channel.isEmpty() || channel.toUtf8().size() > longestName || channel.contains(QChar::Null))
            throw Error(Error::Kind::Usage, QStringLiteral("channels: a channel name has 1 to 63 bytes"))
                .withArgument(QStringLiteral("channels"));
    }
    if (!settings.preparedStatements)
        return;
    auto *connection = new ListeningConnection(this, settings, channels);
    connection->moveToThread(&d->thread);
    QObject::connect(&d->thread, &QThread::started, connection, [connection] { connection->listen(); });
    QObject::connect(&d->thread, &QThread::finished, connection, &QObject::deleteLater);
    d->thread.setObjectName(QStringLiteral("jobq-listener"));
    d->thread.start();
}

Listener::~Listener()
{
    d->thread.quit();
    d->thread.wait();
}

} // namespace jobq
