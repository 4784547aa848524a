// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/interrupt.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <thread>
#include <unistd.h>

namespace jobq::bench {

namespace {

std::atomic<bool> interrupted{false};
std::array<int, 2> wakeUp{-1, -1}; // a pipe: all that a signal handler may use to wake a thread
std::thread watcher;

void onSignal(int signal)
{
    if (interrupted.exchange(true)) {
        std::signal(signal, SIG_DFL);
        ::raise(signal);
        return;
    }
    const char byte = 's';
    [[maybe_unused]] const auto written = ::write(wakeUp[1], &byte, 1);
}

void watch(const std::function<void()> &cancelQueries)
{
    char byte = 0;
    while (::read(wakeUp[0], &byte, 1) < 0 && errno == EINTR) { }
    if (byte == 's')
        cancelQueries();
}

} // namespace

InterruptGuard::InterruptGuard(const std::function<void()> &cancelQueries)
{
    if (::pipe(wakeUp.data()) != 0)
        throw std::runtime_error("no pipe for signals");
    watcher = std::thread([cancelQueries] { watch(cancelQueries); });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

InterruptGuard::~InterruptGuard()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const char byte = 'e';
    [[maybe_unused]] const auto written = ::write(wakeUp[1], &byte, 1);
    watcher.join();
    ::close(wakeUp[0]);
    ::close(wakeUp[1]);
}

bool isInterrupted()
{
    return interrupted.load(std::memory_order_relaxed);
}

void throwIfInterrupted()
{
    if (isInterrupted())
        throw Interrupted();
}

} // namespace jobq::bench
