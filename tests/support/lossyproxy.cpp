// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/lossyproxy.h"

#include <QFile>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace jobq::test {

namespace {

constexpr int pollMilliseconds = 10;

sockaddr_un addressIn(const QString &folder)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray path = QFile::encodeName(folder + QStringLiteral("/.s.PGSQL.5432"));
    std::strncpy(address.sun_path, path.constData(), sizeof address.sun_path - 1);
    return address;
}

bool isReadable(int descriptor)
{
    pollfd poller {descriptor, POLLIN, 0};
    return ::poll(&poller, 1, pollMilliseconds) > 0;
}

QByteArray receive(int descriptor)
{
    char buffer[65536];
    const ssize_t size = ::read(descriptor, buffer, sizeof buffer);
    return size > 0 ? QByteArray(buffer, size) : QByteArray();
}

void send(int descriptor, const QByteArray &data)
{
    for (qsizetype sent = 0; sent < data.size();) {
        const ssize_t size =
            ::send(descriptor, data.constData() + sent, static_cast<size_t>(data.size() - sent), MSG_NOSIGNAL);
        if (size <= 0)
            return;
        sent += size;
    }
}

} // namespace

LossyProxy::LossyProxy(const ConnectionSettings &server)
    : m_server(server)
    , m_folder(QStringLiteral("/tmp/jobq-proxy-XXXXXX"))
    , m_listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const sockaddr_un address = addressIn(m_folder.path());
    if (::bind(m_listening, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || ::listen(m_listening, 16) != 0)
        qFatal("The proxy can't listen.");
    m_accepting = std::thread([this] { acceptClients(); });
}

LossyProxy::~LossyProxy()
{
    m_stopping = true;
    m_accepting.join();
    for (std::thread &thread : m_forwarding)
        thread.join();
    ::close(m_listening);
}

ConnectionSettings LossyProxy::settings() const
{
    ConnectionSettings settings = m_server;
    settings.setKeyword(QStringLiteral("host"), m_folder.path());
    return settings;
}

void LossyProxy::loseAnswerTo(const QByteArray &text)
{
    const std::lock_guard lock(m_mutex);
    m_textToLose = text;
    m_lost = false;
}

bool LossyProxy::isToLose(const QByteArray &request)
{
    const std::lock_guard lock(m_mutex);
    if (m_textToLose.isEmpty() || !request.contains(m_textToLose))
        return false;
    m_textToLose.clear();
    return true;
}

void LossyProxy::acceptClients()
{
    while (!m_stopping) {
        if (!isReadable(m_listening))
            continue;
        const int client = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0)
            m_forwarding.emplace_back([this, client] { forward(client); });
    }
}

void LossyProxy::forward(int client)
{
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = addressIn(m_server.keyword(QStringLiteral("host")));
    bool open = ::connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    while (open && !m_stopping) {
        pollfd pollers[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        if (::poll(pollers, 2, pollMilliseconds) <= 0)
            continue;
        if (pollers[0].revents) {
            const QByteArray request = receive(client);
            open = !request.isEmpty();
            send(server, request);
            if (isToLose(request)) {
                receive(server); // waits: the server has done it
                m_lost = true;
                break;
            }
        }
        if (pollers[1].revents) {
            const QByteArray answer = receive(server);
            open = open && !answer.isEmpty();
            send(client, answer);
        }
    }
    ::close(client);
    ::close(server);
}

} // namespace jobq::test
