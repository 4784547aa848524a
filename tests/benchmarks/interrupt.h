// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <stdexcept>

namespace jobq::bench {

/// Ctrl-C or SIGTERM came.
class Interrupted : public std::runtime_error
{
public:
    Interrupted()
        : std::runtime_error("interrupted")
    {
    }
};

/// Turns SIGINT and SIGTERM into an orderly end: databases are dropped and the local server is stopped.
///
/// From its construction until its end, one at a time. `cancelQueries` is called in a thread of its own, for a call
/// that may sit in a long statement. A second signal ends the program at once.
class InterruptGuard
{
public:
    explicit InterruptGuard(const std::function<void()> &cancelQueries);
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard &) = delete;
    InterruptGuard &operator=(const InterruptGuard &) = delete;
};

[[nodiscard]] bool isInterrupted();
/// Throws Interrupted where it is.
void throwIfInterrupted();

} // namespace jobq::bench
