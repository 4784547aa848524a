// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quitsignals.h"

#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace jobq::console {

namespace {

volatile std::sig_atomic_t wakeUp = -1;

// In a signal handler hardly anything is allowed; write() is (signal-safety(7)).
void handle(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(wakeUp, &byte, 1);
}

void install(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        ::sigaction(signal, &action, nullptr);
}

} // namespace

QuitSignals::QuitSignals(QObject *parent)
    : QObject(parent)
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    wakeUp = m_pipe[1];
    auto *notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        while (::read(m_pipe[0], bytes, sizeof bytes) > 0) { }
        Q_EMIT asked();
    });
    install(handle);
}

QuitSignals::~QuitSignals()
{
    if (wakeUp < 0)
        return;
    install(SIG_DFL);
    wakeUp = -1;
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

} // namespace jobq::console
