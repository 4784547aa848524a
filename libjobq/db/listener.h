// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "job/export.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace jobq {

/// LISTENs on a connection and thread of its own, which do nothing else: a listening client that does not read
/// pins the vacuum horizon. Reconnects by itself with back-off.
///
/// Made and destroyed in one thread; the signals come from the listening one: connect them with a receiver (queued) or
/// be thread-safe. Behind a transaction pooler (`preparedStatements` is false) there is nothing to listen to: it stays
/// silent, poll.
class JOBQ_EXPORT Listener : public QObject
{
    Q_OBJECT
public:
    /// The channel on which libjobq notifies, with an empty payload, that a job is due now.
    static QString jobsChannel() { return QStringLiteral("jobq_jobs"); }

    /// Starts at once. Throws Usage for a channel name that is empty or over 63 bytes long.
    Listener(const ConnectionSettings &settings, const QStringList &channels, QObject *parent = nullptr);
    /// Stops the thread and waits for it; an attempt to connect that hangs is waited for up to 5 s.
    ~Listener() override;

Q_SIGNALS:
    /// Somebody notified the channel.
    void notified(const QString &channel, const QString &payload);
    /// Listens, for the first time or again: what was notified before is lost and must be read.
    void reconnected();
    /// Once per outage.
    void disconnected(const QString &reason);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace jobq
