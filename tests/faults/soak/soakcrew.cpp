// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/soak/soakcrew.h"

#include "job/error.h"
#include "support/temporarypostgres.h"

#include <QThread>

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int Workers = 3;
constexpr int LeaseMs = 2000;

} // namespace

SoakCrew::SoakCrew(const FaultServer &server, SoakLedger &ledger, const QString &log, quint64 seed)
    : m_server(server)
    , m_ledger(ledger)
    , m_log(log)
    , m_random(seed)
{
    m_clock.start();
    m_nextAt = random(2000, 4000);
    for (int n = 0; n < Workers; ++n)
        hire();
}

void SoakCrew::hire()
{
    QStringList environment{u"JOBQ_TEST_RETENTION=30 seconds"_s, u"JOBQ_TEST_MAINTENANCE=1"_s};
    // The one that is never killed takes every job; each other shuns a flag.
    if (!m_members.empty())
        environment += u"JOBQ_TEST_FORBIDDEN_FLAGS=flag-%1"_s.arg(random(1, 3));
    m_members.emplace_back(m_server.settings(),
                           WorkerProcess::Options{.log = m_log,
                                                  .threads = 4,
                                                  .leaseMs = LeaseMs,
                                                  .environment = environment,
                                                  .quiet = !qEnvironmentVariableIsSet("JOBQ_FAULTS_VERBOSE")});
}

void SoakCrew::tick()
{
    thaw(false);
    if (m_clock.elapsed() < m_nextAt)
        return;
    strike();
    m_nextAt = m_clock.elapsed() + random(1500, 6000);
}

/// First one of each kind, in any order, so that a short run has them all too; then as it comes.
SoakCrew::Fault SoakCrew::nextFault()
{
    if (m_first.isEmpty()) {
        static const QList<Fault> Usual{Fault::Kill, Fault::Kill, Fault::Kill, Fault::Freeze, Fault::Freeze, Fault::Freeze,
                                        Fault::Backends, Fault::Backends, Fault::Restart, Fault::Crash};
        return Usual.at(random(0, int(Usual.size()) - 1));
    }
    return m_first.takeAt(random(0, int(m_first.size()) - 1));
}

void SoakCrew::strike()
{
    switch (nextFault()) {
    case Fault::Kill:
        return killOne();
    case Fault::Freeze:
        return freezeOne();
    case Fault::Backends:
        return terminateBackends();
    case Fault::Restart:
        ++m_faults.restarts;
        return restart(u"fast"_s);
    case Fault::Crash:
        ++m_faults.crashes;
        return restart(u"immediate"_s);
    }
}

void SoakCrew::restart(const QString &mode)
{
    const qint64 from = m_clock.elapsed();
    m_server.stop(mode);
    QThread::msleep(ulong(random(0, 1500)));
    m_server.start();
    m_faults.longestOutageMs = std::max(m_faults.longestOutageMs, m_clock.elapsed() - from);
}

/// A member from the given place on that is not frozen; the end where there is none.
SoakCrew::Members::iterator SoakCrew::pick(int first)
{
    const auto chosen = std::next(m_members.begin(), random(first, int(m_members.size()) - 1));
    return chosen->frozenUntil == 0 ? chosen : m_members.end();
}

void SoakCrew::killOne()
{
    const auto victim = pick(1);
    if (victim == m_members.end())
        return;
    const qint64 pid = victim->process.pid();
    victim->process.kill();
    m_ledger.killed(pid);
    m_members.erase(victim);
    hire();
    ++m_faults.killed;
}

void SoakCrew::freezeOne()
{
    const auto victim = pick(0);
    if (victim == m_members.end())
        return;
    victim->process.send(SIGSTOP);
    victim->frozenUntil = m_clock.elapsed() + random(200, 3 * LeaseMs);
    ++m_faults.frozen;
}

void SoakCrew::thaw(bool all)
{
    for (Member &member : m_members) {
        if (member.frozenUntil > 0 && (all || m_clock.elapsed() >= member.frozenUntil)) {
            member.process.send(SIGCONT);
            member.frozenUntil = 0;
        }
    }
}

void SoakCrew::terminateBackends()
{
    const QString victims = u"SELECT pid FROM pg_stat_activity WHERE datname = 'jobq' ORDER BY random() LIMIT %1"_s.arg(random(1, 6));
    TemporaryPostgres::execute(m_server.settings(u"postgres"_s), u"SELECT pg_terminate_backend(pid) FROM (%1) victims"_s.arg(victims));
    ++m_faults.backends;
}

void SoakCrew::makePeace()
{
    thaw(true);
}

bool SoakCrew::stop()
{
    bool endedWell = true;
    for (Member &member : m_members)
        endedWell = member.process.stop() && endedWell;
    return endedWell;
}

QList<qint64> SoakCrew::pids() const
{
    QList<qint64> pids;
    for (const Member &member : m_members)
        pids += member.process.pid();
    return pids;
}

} // namespace jobq::test
