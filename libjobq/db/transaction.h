// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/connection.h"

#include <utility>

namespace jobq {

/// BEGIN … COMMIT as an object: rolls back in its destructor unless commit() was called.
///
/// A second one on the same connection is a Query error (QtSql would say nothing). commit() throws
/// OutcomeUnknown where the answer to COMMIT was lost.
class Transaction
{
public:
    enum class Mode {
        ReadWrite,
        Snapshot, ///< All statements see the same state, that of the first, and none can change it.
    };
    explicit Transaction(Connection &connection, Mode mode = Mode::ReadWrite);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    void commit();

private:
    void close();

    Connection &m_connection;
    bool m_open = true;
};

/// Sleeps a random few milliseconds, more with each attempt.
void pauseBeforeReplay(int attempt);

/// Runs `work()` and replays it, up to `attempts` times with a short growing pause, where it throws Busy.
template<typename Work>
auto replayWhenBusy(Work &&work, int attempts = 5)
{
    for (int attempt = 1;; ++attempt) {
        try {
            return work();
        } catch (const Error &error) {
            if (error.kind() != Error::Kind::Busy || attempt >= attempts)
                throw;
            pauseBeforeReplay(attempt);
        }
    }
}

} // namespace jobq
