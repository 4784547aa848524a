// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/workerregistry.h"

#include "db/connection.h"
#include "db/jobrow.h"
#include "db/statement.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSysInfo>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

QString hostName()
{
    constexpr qsizetype Longest = 200; // the id has room for 255 characters
    const QString name = QSysInfo::machineHostName().left(Longest);
    return name.isEmpty() ? u"unknown"_s : name;
}

QString statusName(Outcome::Kind kind)
{
    switch (kind) {
    case Outcome::Kind::Completed:
        return u"completed"_s;
    case Outcome::Kind::Failed:
        return u"failed"_s;
    case Outcome::Kind::PartialSuccess:
        break;
    }
    return u"partial_success"_s;
}

FinishReport::Result resultOf(Outcome::Kind kind, bool exhausted)
{
    if (kind == Outcome::Kind::Completed)
        return FinishReport::Result::Completed;
    return exhausted ? FinishReport::Result::Exhausted : FinishReport::Result::RetryScheduled;
}

const QString Version = QStringLiteral(JOBQ_VERSION);

} // namespace

WorkerRegistry::WorkerRegistry(const WorkerContext &context)
    : m_context(context)
{
}

QString WorkerRegistry::newId()
{
    const quint32 random = QRandomGenerator::system()->generate();
    return u"%1:%2:%3"_s.arg(hostName()).arg(QCoreApplication::applicationPid()).arg(random, 8, 16, QLatin1Char('0'));
}

void WorkerRegistry::add(const QString &workerId) const
{
    const bool any = m_context.options.claimUnknownTasks;
    Statement statement(m_context.system.pool().connection(), u"worker/register_worker"_s);
    statement.bind("worker_id", workerId)
        .bind("host", hostName())
        .bind("pid", qint64(QCoreApplication::applicationPid()))
        .bind("task_identifiers", any ? std::optional<QStringList>() : QStringList(m_context.handlers.keys()))
        .bind("concurrency", m_context.options.concurrency)
        .bind("version", Version)
        .bind("lease_ms", m_context.options.lease)
        .execOne();
}

bool WorkerRegistry::sendHeartbeat(const QString &workerId, bool stopping) const
{
    Statement statement(m_context.system.pool().connection(), u"worker/send_heartbeat"_s);
    return statement.bind("worker_id", workerId).bind("stopping", stopping).exec().next();
}

void WorkerRegistry::bury(const QString &workerId) const
{
    Statement statement(m_context.system.pool().connection(), u"worker/bury_worker"_s);
    statement.bind("worker_id", workerId)
        .bind("host", hostName())
        .bind("pid", qint64(QCoreApplication::applicationPid()))
        .bind("concurrency", m_context.options.concurrency)
        .bind("version", Version)
        .bind("lease_ms", m_context.options.lease)
        .bind("lease_again_ms", m_context.options.lease)
        .exec();
}

void WorkerRegistry::remove(const QString &workerId) const
{
    Statement(m_context.system.pool().connection(), u"worker/deregister_worker"_s).bind("worker_id", workerId).exec();
}

qint64 WorkerRegistry::releaseDeadWorkers() const
{
    Statement statement(m_context.system.pool().connection(), u"worker/release_dead_workers"_s);
    return statement.execOne().int64(0);
}

qint64 WorkerRegistry::mendQueues() const
{
    Statement statement(m_context.system.pool().connection(), u"worker/mend_queues"_s);
    return statement.execOne().int64(0);
}

void WorkerRegistry::forgetDeadWorkers() const
{
    Statement(m_context.system.pool().connection(), u"worker/forget_dead_workers"_s).exec();
}

QSet<ExecutionKey> WorkerRegistry::held(const QString &workerId) const
{
    QSet<ExecutionKey> jobs;
    Statement statement(m_context.system.pool().connection(), u"worker/list_held_jobs"_s);
    statement.bind("worker_id", workerId).exec();
    while (statement.next())
        jobs.insert({statement.int64(0), statement.int64(1)});
    return jobs;
}

QHash<ExecutionKey, FinishReport::Result> WorkerRegistry::findRecorded(const QList<Outcome> &outcomes) const
{
    QList<qint64> ids;
    QList<qint64> tokens;
    QHash<ExecutionKey, Outcome::Kind> kinds;
    for (const Outcome &outcome : outcomes) {
        ids += outcome.job.id;
        tokens += claimTokenOf(outcome.job.correlationId);
        kinds.insert(keyOf(outcome.job), outcome.kind);
    }
    QHash<ExecutionKey, FinishReport::Result> recorded;
    Statement statement(m_context.system.pool().connection(), u"worker/find_outcomes"_s);
    statement.bind("job_ids", ids).bind("claim_tokens", tokens).exec();
    while (statement.next()) {
        const ExecutionKey key(statement.int64(0), statement.int64(1));
        const Outcome::Kind kind = kinds.value(key);
        // An operator may have ended it with another outcome: then ours was refused.
        if (statement.text(2) == statusName(kind))
            recorded.insert(key, resultOf(kind, statement.boolean(3)));
    }
    return recorded;
}

void WorkerRegistry::reportProgress(const QString &workerId, const QList<HandlerSlot::Progress> &reports) const
{
    QList<qint64> ids;
    QList<qint64> tokens;
    QList<double> fractions;
    QStringList notes;
    for (const HandlerSlot::Progress &report : reports) {
        ids += report.key.first;
        tokens += report.key.second;
        fractions += report.fraction;
        notes += report.note.isEmpty() ? QString() : QString(report.note).replace(QChar::Null, QChar::ReplacementCharacter);
    }
    Statement statement(m_context.system.pool().connection(), u"worker/report_progress"_s);
    statement.bind("worker_id", workerId)
        .bind("job_ids", ids)
        .bind("claim_tokens", tokens)
        .bind("fractions", fractions)
        .bind("notes", notes)
        .exec();
}

} // namespace jobq
