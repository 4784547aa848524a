// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/soak/soakrun.h"

#include "admin/maintenance.h"
#include "admin/ratelimits.h"
#include "support/temporarypostgres.h"

#include <QElapsedTimer>
#include <QThread>

#include <cstdio>
#include <optional>

namespace jobq::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int TickMs = 50;
constexpr int SampleEveryMs = 1000;
constexpr int PatienceMs = 120'000;
constexpr double LevelNeedsMinutes = 5; // before that, everything still fills up

} // namespace

SoakRun::SoakRun(double minutes, quint64 seed)
    : m_minutes(minutes)
    , m_seed(seed)
    // Tables of the size that they have here are vacuumed often in earnest too, by their thresholds.
    , m_server(u"max_connections = 60\nautovacuum_naptime = 5"_s)
    , m_system((m_server.createDatabase(), ConnectionPool(m_server.settings())))
    , m_ledger(m_folder.filePath(u"log"_s))
    , m_sampler(m_server.settings())
    , m_producer(m_system, m_ledger, seed + 1)
    , m_operator(m_system, m_ledger, seed + 2)
{
}

void SoakRun::prepare() const
{
    RateLimits(m_system).registerRateLimit(SoakProducer::RateLimit, 50, u"1 second"_s);
    const Maintenance maintenance(m_system);
    for (const QString &task : {u"gc_job_history"_s, u"gc_job_queues"_s})
        maintenance.setPeriod(task, 5s);
}

void SoakRun::run()
{
    prepare();
    mistreat();
    m_ledger.read();
}

void SoakRun::mistreat()
{
    SoakCrew crew(m_server, m_ledger, m_folder.filePath(u"log"_s), m_seed);
    m_producer.start();
    m_operator.start();
    QElapsedTimer clock;
    clock.start();
    const auto end = qint64(m_minutes * 60'000);
    qint64 nextSample = 0;
    while (clock.elapsed() < end) {
        crew.tick();
        m_ledger.read();
        if (clock.elapsed() >= nextSample) {
            nextSample = clock.elapsed() + SampleEveryMs;
            m_sampler.sample(double(clock.elapsed()) / 1000, crew.pids());
        }
        QThread::msleep(TickMs);
    }
    m_producer.stop();
    m_operator.stop();
    crew.makePeace();
    m_faults = crew.faults();
    settle();
    m_endedWell = crew.stop();
}

/// With nothing bad happening any more, the queue has to become empty.
void SoakRun::settle()
{
    const bool isEmpty = drain();
    m_stuck = isEmpty ? 0 : TemporaryPostgres::number(m_server.settings(), u"SELECT count(*) FROM jobq.jobs"_s);
    m_ledger.read();
}

bool SoakRun::drain()
{
    QElapsedTimer clock;
    clock.start();
    while (!clock.hasExpired(PatienceMs)) {
        try {
            m_operator.revive();
            if (TemporaryPostgres::number(m_server.settings(), u"SELECT count(*) FROM jobq.jobs"_s) == 0)
                return true;
        } catch (const Error &error) {
            if (!error.isTransient())
                throw;
        }
        QThread::msleep(200);
    }
    return false;
}

bool SoakRun::isJudgedByLevel() const
{
    return m_minutes >= LevelNeedsMinutes;
}

QStringList SoakRun::problems() const
{
    const SoakLedger::Counts counts = m_ledger.counts();
    QStringList problems;
    const auto complainAbout = [&problems](bool isBad, const QString &what) {
        if (isBad)
            problems += what;
    };
    complainAbout(!m_ledger.pending().isEmpty(), u"%1 jobs were lost"_s.arg(m_ledger.pending().size()));
    complainAbout(counts.doubled > 0, u"%1 jobs ran twice at the same time"_s.arg(counts.doubled));
    complainAbout(m_stuck > 0, u"%1 jobs are stuck"_s.arg(m_stuck));
    complainAbout(m_sampler.completedTwice() > 0, u"%1 jobs were completed twice"_s.arg(m_sampler.completedTwice()));
    complainAbout(!m_endedWell, u"a worker did not end well"_s);
    complainAbout(counts.completed == 0, u"nothing was done"_s);
    complainAbout(!m_producer.complaint().isEmpty(), u"the producer failed: "_s + m_producer.complaint());
    complainAbout(!m_operator.complaint().isEmpty(), u"the administration failed: "_s + m_operator.complaint());
    for (const SoakSeries &series : m_sampler.series())
        complainAbout(isJudgedByLevel() && !series.isLevel(), u"%1 did not stay level"_s.arg(series.name));
    return problems;
}

QString SoakRun::table() const
{
    const SoakLedger::Counts counts = m_ledger.counts();
    QString table;
    const auto row = [&table](const QString &name, qint64 value) { table += u"%1 | %2\n"_s.arg(name, -38).arg(value, 10); };
    row(u"jobs added"_s, counts.added);
    row(u"executions"_s, counts.executions);
    row(u"executions cancelled"_s, counts.cancelled);
    row(u"calls of the administration"_s, m_operator.done());
    row(u"calls that the faults made fail"_s, m_producer.failed() + m_operator.failed());
    row(u"faults: workers killed"_s, m_faults.killed);
    row(u"faults: workers frozen"_s, m_faults.frozen);
    row(u"faults: rounds of killed connections"_s, m_faults.backends);
    row(u"faults: server restarted"_s, m_faults.restarts);
    row(u"faults: server crashed (SIGQUIT)"_s, m_faults.crashes);
    row(u"longest time without the server, in ms"_s, m_faults.longestOutageMs);
    row(u"longest time without an end, in ms"_s, counts.longestPauseNs / 1'000'000);
    row(u"lost"_s, m_ledger.pending().size());
    row(u"doubled at once"_s, counts.doubled);
    row(u"doubled after a forced unlock (allowed)"_s, counts.doubledByForce);
    row(u"completed twice"_s, m_sampler.completedTwice());
    row(u"stuck"_s, m_stuck);
    return table + u'\n' + levels();
}

QString SoakRun::levels() const
{
    QString table = u"%1 | first half | second half | level\n"_s.arg(u"median of each second"_s, -38);
    for (const SoakSeries &series : m_sampler.series()) {
        const QString name = series.unit.isEmpty() ? series.name : series.name + u", in "_s + series.unit;
        table += u"%1 | %2 | %3 | %4\n"_s.arg(name, -38)
                     .arg(series.firstHalf(), 10, 'f', 2)
                     .arg(series.secondHalf(), 11, 'f', 2)
                     .arg(series.isLevel() ? u"yes"_s : u"no"_s);
    }
    return isJudgedByLevel() ? table : table + u"(Too short to judge levels: that takes %1 minutes.)\n"_s.arg(LevelNeedsMinutes);
}

void SoakRun::write(const QString &folder) const
{
    m_sampler.write(folder, u"%1 minutes of random faults (seed %2)"_s.arg(m_minutes).arg(m_seed));
}

} // namespace jobq::test
