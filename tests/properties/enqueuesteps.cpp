// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueuesteps.h"

#include "enqueue/jobenqueue.h"

#include <QSqlQuery>
#include <QtTest>

namespace jobq::test {

using namespace Qt::StringLiterals;

EnqueueSteps::EnqueueSteps(ModelWorld &world)
    : m_world(world)
    , m_caller(world.settings())
{
}

JobSpec EnqueueSteps::randomSpec(bool keyed)
{
    JobSpec spec{m_world.any(ModelWorld::Tasks), {{"n"_L1, m_world.pick(1000)}}, {}};
    if (m_world.chance(40))
        spec.options.queueName = m_world.any(ModelWorld::Queues);
    if (m_world.chance(10))
        spec.options.runAt = QDateTime::currentDateTimeUtc().addDays(1);
    if (m_world.chance(15))
        spec.options.flags = {u"heavy"_s};
    if (m_world.chance(15))
        spec.options.rateLimitKey = u"api"_s;
    if (m_world.chance(20))
        spec.options.priority = m_world.pick(5) - 2;
    if (m_world.chance(40))
        spec.options.maxAttempts = 1 + m_world.pick(3);
    if (keyed && m_world.chance(30)) {
        spec.options.jobKey = u"key%1"_s.arg(m_world.pick(4));
        spec.options.jobKeyMode = JobKeyMode(m_world.pick(3));
    }
    return spec;
}

void EnqueueSteps::modelAdd(const JobSpec &spec, const Job &job)
{
    const JobOptions &o = spec.options;
    QueueModel::ModelJob added{spec.taskIdentifier, o.queueName, o.jobKey, o.rateLimitKey, o.flags, o.priority, 0, o.maxAttempts, o.runAt.has_value()};
    if (o.jobKey) {
        for (auto it = m_world.model.jobs.begin(); it != m_world.model.jobs.end(); ++it) {
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
    QVERIFY(!m_world.model.jobs.contains(job.id));
    m_world.model.jobs.insert(job.id, added);
    ++m_world.model.everAdded;
}

void EnqueueSteps::addOne()
{
    const JobSpec spec = randomSpec(true);
    modelAdd(spec, JobEnqueue(m_world.system()).addJob(spec.taskIdentifier, spec.payload, spec.options));
}

void EnqueueSteps::addMany()
{
    QList<JobSpec> specs;
    for (int i = m_world.pick(6); i >= 0; --i)
        specs += randomSpec(false);
    const QList<Job> jobs = JobEnqueue(m_world.system()).addJobs(specs);
    for (qsizetype i = 0; i < specs.size(); ++i)
        modelAdd(specs.at(i), jobs.at(i));
}

void EnqueueSteps::addInTransaction()
{
    QSqlDatabase database = m_caller.database();
    if (!m_open)
        QVERIFY(database.transaction());
    m_open = true;
    const JobSpec spec = randomSpec(false);
    const qsizetype names = m_world.column(u"SELECT id::text FROM jobq.lanes UNION ALL SELECT name FROM jobq.queues"_s).size();
    const Job job = JobEnqueue(m_world.system()).addJob(database, spec.taskIdentifier, spec.payload, spec.options);
    m_pending += Pending{job, spec.options.runAt.has_value()};
    // Whoever first names a task or a queue holds its name until he commits: a single thread would wait for itself.
    QSqlQuery query(database);
    QVERIFY(query.exec(u"SELECT (SELECT count(*) FROM jobq.lanes) + (SELECT count(*) FROM jobq.queues)"_s) && query.next());
    if (query.value(0).toLongLong() != names)
        endTransaction();
}

void EnqueueSteps::endTransaction()
{
    if (!m_open)
        return;
    const bool commit = m_world.chance(60);
    QVERIFY(commit ? m_caller.database().commit() : m_caller.database().rollback());
    m_open = false;
    for (const auto &[job, future] : std::as_const(m_pending)) {
        if (!commit)
            continue;
        ++m_world.model.everAdded;
        m_world.model.jobs.insert(job.id, {job.taskIdentifier, job.queueName, {}, job.rateLimitKey, job.flags, job.priority, 0, job.maxAttempts, future});
    }
    m_pending.clear();
}

} // namespace jobq::test
