// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/jobadmin.h"
#include "admin/maintenance.h"
#include "admin/ratelimits.h"
#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "queuemodel.h"
#include "support/callerdatabase.h"
#include "support/errors.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QRandomGenerator>
#include <QSqlQuery>
#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int DefaultSteps = 10'000;
constexpr int Connections = 4;
constexpr int TokenCapacity = 40;
constexpr int MostJobs = 60; // few jobs meet each other more often

const QStringList Tasks{u"alpha"_s, u"beta"_s, u"gamma"_s};
const QStringList Queues{u"red"_s, u"green"_s, u"blue"_s};
const QStringList Workers{u"w1"_s, u"w2"_s, u"w3"_s};

// The whole state of the queue as the model describes it, and what must never be.
const QString StateSql = u"SELECT concat(id, ' ', CASE state WHEN 'locked' THEN 'locked' WHEN 'exhausted' THEN 'exhausted' ELSE 'available' END,"
                         " ' ', task_identifier, ' q=', coalesce(queue_name, '-'), ' k=', coalesce(job_key, '-'), ' p=', priority, ' a=', attempts, '/',"
                         " max_attempts, ' w=', locked_by) FROM jobq.jobs ORDER BY id"_s;
const QString HistorySql = u"SELECT concat(job_id, ': ', string_agg(attempt || ' ' || status, ', ' ORDER BY finished_at, attempt)) FROM jobq.history GROUP BY job_id ORDER BY job_id"_s;
const QString BreachSql =
    u"SELECT concat_ws('; ',"
    " (SELECT 'two at the front of ' || min(queue_name) FROM jobq.jobs WHERE queue_name IS NOT NULL AND state IN ('ready', 'locked') GROUP BY queue_name HAVING count(*) > 1 LIMIT 1),"
    " (SELECT 'asleep: ' || min(w.queue_name) FROM jobq.jobs w WHERE w.state = 'waiting' AND NOT EXISTS (SELECT FROM jobq.jobs f WHERE f.queue_name = w.queue_name"
    "   AND (f.state IN ('ready', 'locked') OR f.state = 'scheduled' AND f.run_at <= now()))),"
    " (SELECT 'a lock without a holder: ' || min(id) FROM jobq.jobs WHERE (state = 'locked') <> (locked_by IS NOT NULL AND claim_token IS NOT NULL)),"
    " (SELECT 'negative tokens' FROM jobq.rate_limits WHERE tokens < 0 OR tokens > capacity),"
    " (SELECT 'lost lane: ' || min(id) FROM jobq.jobs j WHERE NOT EXISTS (SELECT FROM jobq.lanes l WHERE l.id = j.lane AND l.task_identifier = j.task_identifier"
    "   AND l.flags = coalesce(j.flags, '{}') AND l.rate_limit_key = coalesce(j.rate_limit_key, ''))))"_s;

} // namespace

// Drives random sequences of all operations from several connections against QueueModel, and compares after each
// step. JOBQ_MODEL_SEED replays a run, JOBQ_MODEL_STEPS sets its length.
class ModelTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    QList<System> m_systems;
    std::unique_ptr<CallerDatabase> m_eye;
    std::unique_ptr<CallerDatabase> m_caller;
    QueueModel m_model;
    QList<Job> m_pending; ///< Added in the caller's open transaction.
    bool m_open = false;
    QRandomGenerator m_random;
    QString m_step;

    const System &system() { return m_systems.at(pick(Connections)); }
    int pick(int bound) { return int(m_random.bounded(bound)); }
    bool chance(int percent) { return pick(100) < percent; }
    template<typename T>
    T any(const QList<T> &list) { return list.at(pick(int(list.size()))); }

    QStringList column(const QString &sql) const
    {
        QStringList lines;
        QSqlQuery query(m_eye->database());
        if (!query.exec(sql))
            qFatal("%s", qPrintable(query.lastError().text()));
        while (query.next())
            lines += query.value(0).toString();
        return lines;
    }

    // ---- operations

    JobSpec randomSpec(bool keyed)
    {
        JobSpec spec{any(Tasks), {{"n"_L1, pick(1000)}}, {}};
        if (chance(40))
            spec.options.queueName = any(Queues);
        if (chance(10))
            spec.options.runAt = QDateTime::currentDateTimeUtc().addDays(1);
        if (chance(15))
            spec.options.flags = {u"heavy"_s};
        if (chance(15))
            spec.options.rateLimitKey = u"api"_s;
        if (chance(20))
            spec.options.priority = pick(5) - 2;
        if (chance(40))
            spec.options.maxAttempts = 1 + pick(3);
        if (keyed && chance(30)) {
            spec.options.jobKey = u"key%1"_s.arg(pick(4));
            spec.options.jobKeyMode = JobKeyMode(pick(3));
        }
        return spec;
    }

    void modelAdd(const JobSpec &spec, const Job &job)
    {
        const JobOptions &o = spec.options;
        QueueModel::ModelJob added{spec.taskIdentifier, o.queueName, o.jobKey, o.rateLimitKey, o.flags, o.priority, 0, o.maxAttempts, o.runAt.has_value()};
        if (o.jobKey) {
            for (auto it = m_model.jobs.begin(); it != m_model.jobs.end(); ++it) {
                if (it->key != o.jobKey)
                    continue;
                if (o.jobKeyMode == JobKeyMode::UnsafeDedupe) {
                    QCOMPARE(job.id, it.key());
                    return;
                }
                if (it->status == JobStatus::Locked) {
                    it->key.reset();
                    break;
                }
                if (o.jobKeyMode == JobKeyMode::PreserveRunAt)
                    added.future = it->future;
                QCOMPARE(job.id, it.key());
                *it = added;
                return;
            }
        }
        QVERIFY(!m_model.jobs.contains(job.id));
        m_model.jobs.insert(job.id, added);
        ++m_model.everAdded;
    }

    void addOne()
    {
        const JobSpec spec = randomSpec(true);
        modelAdd(spec, JobEnqueue(system()).addJob(spec.taskIdentifier, spec.payload, spec.options));
    }

    void addMany()
    {
        QList<JobSpec> specs;
        for (int i = pick(6); i >= 0; --i)
            specs += randomSpec(false);
        const QList<Job> jobs = JobEnqueue(system()).addJobs(specs);
        for (qsizetype i = 0; i < specs.size(); ++i)
            modelAdd(specs.at(i), jobs.at(i));
    }

    void addInTransaction()
    {
        QSqlDatabase database = m_caller->database();
        if (!m_open)
            QVERIFY(database.transaction());
        m_open = true;
        const JobSpec spec = randomSpec(false);
        const qsizetype names = column(u"SELECT id::text FROM jobq.lanes UNION ALL SELECT name FROM jobq.queues"_s).size();
        m_pending += JobEnqueue(system()).addJob(database, spec.taskIdentifier, spec.payload, spec.options);
        m_pending.last().status = spec.options.runAt ? JobStatus::Exhausted : JobStatus::Available; // only a mark: future
        // Whoever first names a task or a queue holds its name until he commits: a single thread would wait for itself.
        QSqlQuery query(database);
        QVERIFY(query.exec(u"SELECT (SELECT count(*) FROM jobq.lanes) + (SELECT count(*) FROM jobq.queues)"_s) && query.next());
        if (query.value(0).toLongLong() != names)
            endTransaction();
    }

    void endTransaction()
    {
        if (!m_open)
            return;
        const bool commit = chance(60);
        QVERIFY(commit ? m_caller->database().commit() : m_caller->database().rollback());
        m_open = false;
        for (const Job &job : std::as_const(m_pending)) {
            if (!commit)
                continue;
            ++m_model.everAdded;
            m_model.jobs.insert(job.id, {job.taskIdentifier, job.queueName, {}, job.rateLimitKey, job.flags, job.priority, 0, job.maxAttempts,
                                         job.status == JobStatus::Exhausted});
        }
        m_pending.clear();
    }

    void claim()
    {
        ClaimOptions options{.batchSize = 1 + pick(8)};
        if (chance(40))
            options.taskIdentifiers = chance(50) ? QStringList{Tasks.at(0)} : QStringList{Tasks.at(1), Tasks.at(2)};
        if (chance(30))
            options.forbiddenFlags = {u"heavy"_s};
        const QString worker = any(Workers);
        const auto [least, most] = m_model.claimable(options.taskIdentifiers, options.forbiddenFlags, options.batchSize);
        const System &one = system();
        QList<ClaimedJob> jobs = WorkerExecution(one).getJobs(worker, options);
        // Short is no promise that there are no more where looking from the very beginning is slow; empty is.
        while (!jobs.isEmpty() && jobs.size() < least) {
            options.batchSize = least - int(jobs.size());
            const QList<ClaimedJob> more = WorkerExecution(one).getJobs(worker, options);
            if (more.isEmpty())
                break;
            jobs += more;
        }
        if (jobs.size() < least || jobs.size() > most)
            qInfo("%s", qPrintable(describeClaim(options, jobs)));
        QVERIFY2(jobs.size() >= least && jobs.size() <= most, qPrintable(u"claimed %1, expected %2 to %3"_s.arg(jobs.size()).arg(least).arg(most)));
        for (const ClaimedJob &job : jobs) {
            const QString objection = m_model.objection(job, options.taskIdentifiers, options.forbiddenFlags);
            QVERIFY2(objection.isEmpty(), qPrintable(u"job %1 was claimed, but %2"_s.arg(job.id).arg(objection)));
            m_model.claim(job, worker);
        }
    }

    QString describeClaim(const ClaimOptions &options, const QList<ClaimedJob> &jobs) const
    {
        QStringList lines{u"batch %1, tasks %2, forbidden %3"_s.arg(options.batchSize).arg(options.taskIdentifiers.value_or(QStringList{u"any"_s}).join(u','), options.forbiddenFlags.join(u','))};
        for (const ClaimedJob &job : jobs)
            lines += u"got %1"_s.arg(job.id);
        return (lines + column(u"SELECT concat_ws(' ', id, state, lane, task_identifier, queue_name, flags, rate_limit_key, priority, run_at, now() - run_at) FROM jobq.jobs ORDER BY id"_s)
                + column(u"SELECT concat_ws(' ', 'limit', key, tokens, capacity, interval, window_started_at) FROM jobq.rate_limits"_s))
            .join(u'\n');
    }

    void finishModel(const Outcome &outcome, FinishReport::Result result)
    {
        const JobId id = outcome.job.id;
        if (!m_model.isHeld(outcome.job)) {
            QCOMPARE(result, FinishReport::Result::Lost);
            return;
        }
        static const QStringList statuses{u"completed"_s, u"failed"_s, u"partial_success"_s};
        m_model.endLock(id, statuses.at(int(outcome.kind)));
        QueueModel::ModelJob &job = m_model.jobs[id];
        if (outcome.kind == Outcome::Kind::Completed) {
            QCOMPARE(result, FinishReport::Result::Completed);
            m_model.jobs.remove(id);
            ++m_model.completed;
            return;
        }
        const bool exhausted = outcome.permanent || job.attempts >= job.maxAttempts;
        QCOMPARE(result, exhausted ? FinishReport::Result::Exhausted : FinishReport::Result::RetryScheduled);
        job.status = exhausted ? JobStatus::Exhausted : JobStatus::Available;
    }

    void finish()
    {
        const QString worker = any(Workers);
        QList<Outcome> outcomes;
        for (qsizetype i = m_model.executions.size() - 1; i >= 0; --i) {
            const QueueModel::Execution &execution = m_model.executions.at(i);
            if (execution.worker != worker || chance(30))
                continue;
            outcomes += Outcome{.job = execution.job, .kind = Outcome::Kind(pick(10) < 5 ? 0 : 1 + pick(2)), .errorMessage = u"error %1"_s.arg(pick(3)), .permanent = chance(10)};
            if (outcomes.last().kind != Outcome::Kind::Failed)
                outcomes.last().permanent = false;
        }
        const FinishReport report = WorkerExecution(system()).finishJobs(worker, outcomes);
        QCOMPARE(report.results.size(), outcomes.size());
        for (qsizetype i = 0; i < outcomes.size(); ++i)
            finishModel(outcomes.at(i), report.results.at(i));
        forget(outcomes);
    }

    void forget(const QList<Outcome> &outcomes)
    {
        // Now and then a lost execution comes back a second time.
        m_model.executions.removeIf([&](const QueueModel::Execution &e) {
            return std::any_of(outcomes.cbegin(), outcomes.cend(), [&](const Outcome &o) { return o.job.correlationId == e.job.correlationId; }) && chance(80);
        });
    }

    void giveBack()
    {
        const QString worker = any(Workers);
        QList<ClaimedJob> jobs;
        qsizetype held = 0;
        for (QueueModel::Execution &execution : m_model.executions) {
            if (execution.worker != worker || chance(50))
                continue;
            jobs += execution.job;
            if (!execution.live)
                continue;
            ++held;
            execution.live = false;
            QueueModel::ModelJob &job = m_model.jobs[execution.job.id];
            job.status = JobStatus::Available;
            --job.attempts;
            job.worker.clear();
        }
        QCOMPARE(WorkerExecution(system()).returnJobs(worker, jobs), held);
    }

    void abandon(JobId id, bool mayExhaust)
    {
        m_model.endLock(id, u"abandoned"_s);
        QueueModel::ModelJob &job = m_model.jobs[id];
        job.status = mayExhaust && job.attempts >= job.maxAttempts ? JobStatus::Exhausted : JobStatus::Available;
    }

    template<typename Match>
    QList<JobId> idsOf(Match match) const
    {
        QList<JobId> ids;
        for (auto it = m_model.jobs.cbegin(); it != m_model.jobs.cend(); ++it) {
            if (match(it.value()))
                ids += it.key();
        }
        return ids;
    }

    void unlock()
    {
        const JobAdmin admin(system());
        const auto locked = [](const QueueModel::ModelJob &job) { return job.status == JobStatus::Locked; };
        QList<JobId> expected;
        OperationReport report;
        const QString worker = any(Workers);
        const QString queue = any(Queues);
        switch (pick(10)) {
        case 0:
            expected = idsOf(locked);
            report = admin.forceUnlockJobs(std::nullopt);
            break;
        case 1:
            report = admin.forceUnlockJobs(QStringList());
            break;
        case 2:
        case 3:
        case 4:
            expected = idsOf([&](const QueueModel::ModelJob &job) { return locked(job) && job.queue == queue; });
            report = admin.forceUnlockQueues(QStringList{queue});
            break;
        default:
            expected = idsOf([&](const QueueModel::ModelJob &job) { return locked(job) && job.worker == worker; });
            report = admin.forceUnlockJobs(QStringList{worker});
        }
        std::sort(report.changed.begin(), report.changed.end());
        QCOMPARE(report.changed, expected);
        for (const JobId id : std::as_const(expected))
            abandon(id, false);
    }

    void resetLocks()
    {
        const QList<JobId> expected = idsOf([](const QueueModel::ModelJob &job) { return job.status == JobStatus::Locked; });
        QCOMPARE(JobAdmin(system()).resetLockedJobs({.timeout = 0ms}), expected.size());
        for (const JobId id : expected)
            abandon(id, true);
    }

    QList<JobId> someIds()
    {
        QList<JobId> ids = idsOf([this](const QueueModel::ModelJob &) { return chance(20); });
        if (chance(30))
            ids += 999'999'999;
        return ids;
    }

    void failPermanently()
    {
        const QList<JobId> ids = someIds();
        OperationReport report = JobAdmin(system()).permanentlyFailJobs(ids, u"an operator said so"_s);
        QList<JobId> expected;
        for (const JobId id : ids) {
            const auto job = m_model.jobs.find(id);
            if (job == m_model.jobs.end() || job->status == JobStatus::Exhausted)
                continue;
            expected += id;
            if (job->status == JobStatus::Locked)
                m_model.endLock(id, u"failed"_s);
            job->status = JobStatus::Exhausted;
        }
        std::sort(report.changed.begin(), report.changed.end());
        QCOMPARE(report.changed, expected);
        QCOMPARE(report.changed.size() + report.skipped.size(), ids.size());
    }

    void reschedule()
    {
        RescheduleOptions options;
        const bool future = chance(30);
        if (chance(60))
            options.runAt = QDateTime::currentDateTimeUtc().addDays(future ? 1 : -1);
        if (chance(50))
            options.priority = pick(5);
        if (chance(40) || (!options.runAt && !options.priority))
            options.maxAttempts = 1 + pick(4);
        const QList<JobId> ids = someIds();
        const OperationReport report = JobAdmin(system()).rescheduleJobs(ids, options);
        QCOMPARE(report.changed.size() + report.skipped.size(), ids.size());
        for (const JobId id : report.changed) {
            const auto job = m_model.jobs.find(id);
            QVERIFY(job != m_model.jobs.end() && job->status != JobStatus::Locked);
            if (options.runAt)
                job->future = future;
            job->priority = options.priority.value_or(job->priority);
            if (options.maxAttempts && *options.maxAttempts > job->attempts)
                job->status = JobStatus::Available;
            job->maxAttempts = options.maxAttempts.value_or(job->maxAttempts);
        }
        for (const SkippedJob &skipped : report.skipped) {
            const auto job = m_model.jobs.constFind(skipped.id);
            QVERIFY(job == m_model.jobs.cend() || job->status == JobStatus::Locked || (options.maxAttempts && *options.maxAttempts <= job->attempts));
        }
    }

    void replay()
    {
        const QString task = any(Tasks);
        const OperationReport report = JobAdmin(system()).replayFailedJobs({.taskIdentifier = task, .maxAttempts = 2});
        QCOMPARE(report.replayed.size(), report.changed.size());
        const QStringList sources = column(u"SELECT concat(id, ' ', task_identifier, ' ', coalesce(queue_name, ''), ' ', coalesce(rate_limit_key, ''), ' ', priority) FROM jobq.jobs WHERE flags = '{replay}'"_s);
        for (const ReplayedJob &replayed : report.replayed) {
            QVERIFY(m_model.history.value(replayed.sourceId).last().endsWith(u" failed"_s));
            QVERIFY(!m_model.replayed.contains(replayed.sourceId));
            const auto old = m_model.jobs.constFind(replayed.sourceId);
            QVERIFY(old == m_model.jobs.cend() || old->status == JobStatus::Exhausted);
            m_model.replayed.insert(replayed.sourceId);
            m_model.jobs.remove(replayed.sourceId);
            const auto row = std::find_if(sources.cbegin(), sources.cend(), [&](const QString &line) { return line.startsWith(QString::number(replayed.newId) + u' '); });
            QVERIFY(row != sources.cend());
            const QStringList parts = row->split(u' ');
            const auto named = [](const QString &text) { return text.isEmpty() ? std::nullopt : std::optional<QString>(text); };
            m_model.jobs.insert(replayed.newId, {parts.at(1), named(parts.at(2)), {}, named(parts.at(3)), {u"replay"_s}, parts.at(4).toInt(), 0, 2});
            ++m_model.everAdded;
        }
        // The same range again creates nothing twice.
        QVERIFY(JobAdmin(system()).replayFailedJobs({.taskIdentifier = task}).replayed.isEmpty());
    }

    void maintain()
    {
        const Maintenance maintenance(system());
        QCOMPARE(maintenance.mendQueues(), 0);
        QCOMPARE(maintenance.releaseDeadWorkers(), 0);
        QCOMPARE(maintenance.gcJobHistory(), 0);
        if (m_open)
            return; // it holds the names that the next two would remove
        maintenance.gcJobQueues();
        maintenance.gcTaskIdentifiers({.retention = 0ms});
    }

    void changeLimit()
    {
        const int capacity = 1 + pick(TokenCapacity);
        const RateLimit limit = RateLimits(system()).registerRateLimit(u"api"_s, capacity, u"1000 days"_s);
        m_model.tokens = std::min(m_model.tokens, capacity);
        QCOMPARE(limit.availableTokens, m_model.tokens);
        if (m_model.tokens == 0) { // a new window, as the end of the old one would give
            TemporaryPostgres::execute(m_settings, u"UPDATE jobq.rate_limits SET tokens = capacity"_s);
            m_model.tokens = capacity;
        }
    }

    /// What is exhausted leaves the queue by hand, so that a long run doesn't drown in it.
    void forgetExhausted()
    {
        const QList<JobId> ids = idsOf([](const QueueModel::ModelJob &job) { return job.status == JobStatus::Exhausted || job.future; });
        for (const JobId id : ids)
            m_model.jobs.remove(id);
        TemporaryPostgres::execute(m_settings, u"DELETE FROM jobq.jobs WHERE state = 'exhausted' OR run_at > now() + interval '1 hour'"_s);
    }

    void step()
    {
        struct Choice {
            int weight;
            const char *name;
            void (ModelTest::*run)();
        };
        static const QList<Choice> choices{{18, "addOne", &ModelTest::addOne},     {5, "addMany", &ModelTest::addMany},
                                           {5, "addInTransaction", &ModelTest::addInTransaction}, {4, "endTransaction", &ModelTest::endTransaction},
                                           {30, "claim", &ModelTest::claim},       {28, "finish", &ModelTest::finish},
                                           {4, "giveBack", &ModelTest::giveBack},  {3, "unlock", &ModelTest::unlock},
                                           {1, "resetLocks", &ModelTest::resetLocks}, {3, "failPermanently", &ModelTest::failPermanently},
                                           {5, "reschedule", &ModelTest::reschedule}, {3, "replay", &ModelTest::replay},
                                           {1, "maintain", &ModelTest::maintain},  {3, "changeLimit", &ModelTest::changeLimit}};
        if (m_model.jobs.size() > MostJobs)
            forgetExhausted();
        int point = pick(113);
        for (const Choice &choice : choices) {
            point -= choice.weight;
            if (point < 0) {
                m_step = QString::fromLatin1(choice.name);
                (this->*choice.run)();
                return;
            }
        }
    }

    void compare(bool withHistory)
    {
        const QStringList breaches = column(u"SELECT b FROM ("_s + BreachSql + u") x(b) WHERE b <> ''"_s);
        QVERIFY2(breaches.isEmpty(), qPrintable(breaches.join(u'\n')));
        QCOMPARE(column(StateSql), m_model.snapshot());
        QCOMPARE(column(u"SELECT tokens::text FROM jobq.rate_limits"_s), QStringList{QString::number(m_model.tokens)});
        if (!withHistory)
            return;
        QStringList expected;
        QList<JobId> ids = m_model.history.keys();
        std::sort(ids.begin(), ids.end());
        for (const JobId id : std::as_const(ids))
            expected += u"%1: %2"_s.arg(id).arg(m_model.history.value(id).join(u", "_s));
        QCOMPARE(column(HistorySql), expected);
    }

private Q_SLOTS:
    void theQueueBehavesLikeItsModel()
    {
        const quint32 seed = qEnvironmentVariableIsSet("JOBQ_MODEL_SEED") ? qEnvironmentVariable("JOBQ_MODEL_SEED").toUInt() : QRandomGenerator::system()->generate();
        const int steps = qEnvironmentVariableIsSet("JOBQ_MODEL_STEPS") ? qEnvironmentVariable("JOBQ_MODEL_STEPS").toInt() : DefaultSteps;
        qInfo("JOBQ_MODEL_SEED=%u JOBQ_MODEL_STEPS=%d replays this run", seed, steps);
        m_random.seed(seed);
        m_settings = m_postgres.createDatabase();
        for (int i = 0; i < Connections; ++i)
            m_systems += System(ConnectionPool(m_settings), nullptr, RetryPolicy{.base = 0ms, .max = 0ms});
        m_eye = std::make_unique<CallerDatabase>(m_settings);
        m_caller = std::make_unique<CallerDatabase>(m_settings);
        RateLimits(system()).registerRateLimit(u"api"_s, TokenCapacity, u"1000 days"_s);
        m_model.tokens = TokenCapacity;
        for (int i = 0; i < steps; ++i) {
            try {
                step();
            } catch (const Error &error) {
                QFAIL(qPrintable(u"seed %1, step %2 (%3): %4 [%5]"_s.arg(seed).arg(i).arg(m_step, error.message(), error.queryName())));
            }
            if (!QTest::currentTestFailed())
                compare(i % 100 == 0 || i == steps - 1);
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(u"seed %1, step %2 (%3)"_s.arg(seed).arg(i).arg(m_step)));
        }
        qInfo("%lld jobs added, %lld completed, %lld still in the queue", m_model.everAdded, m_model.completed, qint64(m_model.jobs.size()));
        QVERIFY(m_model.completed > steps / 10);
    }

    void cleanupTestCase()
    {
        m_caller.reset();
        m_eye.reset();
        m_systems.clear();
    }
};

QTEST_GUILESS_MAIN(ModelTest)
#include "tst_model.moc"
