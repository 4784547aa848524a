// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/connectionsettings.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace jobq {

/// LISTENs on a connection and thread of its own, which do nothing else: a listening client that does not read
/// pins the vacuum horizon. Reconnects by itself with back-off; after each reconnect it emits `reconnected`,
/// because what was notified meanwhile is lost and must be read again.
class Listener : public QObject
{
    Q_OBJECT
public:
    Listener(const ConnectionSettings &settings, const QStringList &channels, QObject *parent = nullptr);
    ~Listener() override; ///< Stops the thread and waits for it.

Q_SIGNALS:
    /// Emitted in the Listener's own thread affinity of its creator when used with a receiver (queued).
    void notified(const QString &channel, const QString &payload);
    void reconnected();
    void disconnected(const QString &reason);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace jobq
