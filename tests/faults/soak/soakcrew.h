// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "faults/faultserver.h"
#include "faults/soak/soakledger.h"
#include "worker/workerprocess.h"

#include <QElapsedTimer>

#include <list>
#include <random>

namespace jobq::test {

/// The worker processes and their server, and what is done to them at random.
class SoakCrew
{
public:
    struct Faults {
        int killed = 0; ///< SIGKILL, and another process in its place.
        int frozen = 0; ///< SIGSTOP, later SIGCONT.
        int backends = 0; ///< Rounds of pg_terminate_backend.
        int restarts = 0; ///< Of the server, fast.
        int crashes = 0; ///< Of the server, with SIGQUIT.
        qint64 longestOutageMs = 0; ///< From before the server was told to stop until it had started.
        [[nodiscard]] int all() const { return killed + frozen + backends + restarts + crashes; }
    };

    SoakCrew(const FaultServer &server, SoakLedger &ledger, const QString &log, quint64 seed);

    /// Does something bad where it is time for it, and thaws who has been frozen for long enough.
    void tick();
    /// Ends all faults.
    void makePeace();
    /// False where one does not end, or does not end well.
    bool stop();

    [[nodiscard]] const Faults &faults() const { return m_faults; }
    [[nodiscard]] QList<qint64> pids() const; ///< The first is never killed, only frozen.

private:
    struct Member {
        Member(const ConnectionSettings &database, const WorkerProcess::Options &options)
            : process(database, options)
        {
        }
        WorkerProcess process;
        qint64 frozenUntil = 0; ///< By m_clock; 0: it runs.
    };
    using Members = std::list<Member>;
    [[nodiscard]] int random(int from, int to) { return std::uniform_int_distribution(from, to)(m_random); }
    enum class Fault { Kill, Freeze, Backends, Restart, Crash };
    void hire();
    void strike();
    [[nodiscard]] Fault nextFault();
    void restart(const QString &mode);
    void killOne();
    void freezeOne();
    void thaw(bool all);
    void terminateBackends();
    [[nodiscard]] Members::iterator pick(int first);

    const FaultServer &m_server;
    SoakLedger &m_ledger;
    const QString m_log;
    std::mt19937_64 m_random;
    Members m_members;
    QElapsedTimer m_clock;
    qint64 m_nextAt = 0;
    QList<Fault> m_first{Fault::Kill, Fault::Freeze, Fault::Backends, Fault::Restart, Fault::Crash};
    Faults m_faults;
};

} // namespace jobq::test
