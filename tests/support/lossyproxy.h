// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"

#include <QByteArray>
#include <QTemporaryDir>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace jobq::test {

/// Stands between a client and the server on a Unix socket, and cuts connections at the moment a test asks for.
class LossyProxy
{
public:
    /// Listens before `server`, whose keyword `host` must be a socket folder.
    explicit LossyProxy(const ConnectionSettings &server);
    ~LossyProxy();
    LossyProxy(const LossyProxy &) = delete;
    LossyProxy &operator=(const LossyProxy &) = delete;

    /// How to connect through it.
    [[nodiscard]] ConnectionSettings settings() const;

    /// The next request that contains `text` reaches the server and is answered, but the client loses its
    /// connection instead of getting the answer.
    void loseAnswerTo(const QByteArray &text);
    /// Whether that has happened.
    [[nodiscard]] bool hasLostAnswer() const { return m_lost; }

private:
    void acceptClients();
    void forward(int client);
    bool isToLose(const QByteArray &request);

    ConnectionSettings m_server;
    QTemporaryDir m_folder;
    int m_listening = -1;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_lost = false;
    std::mutex m_mutex;
    QByteArray m_textToLose;
    std::vector<std::thread> m_forwarding;
    std::thread m_accepting;
};

} // namespace jobq::test
