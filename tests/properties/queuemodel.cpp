// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "queuemodel.h"

#include <algorithm>
#include <map>

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

bool suits(const QueueModel::ModelJob &job, const std::optional<QStringList> &tasks, const QStringList &forbidden)
{
    const bool flagged = std::any_of(job.flags.cbegin(), job.flags.cend(), [&](const QString &flag) { return forbidden.contains(flag); });
    return (!tasks || tasks->contains(job.task)) && !flagged;
}

} // namespace

QString QueueModel::ModelJob::describe(JobId id) const
{
    static const QStringList names{u"available"_s, u"locked"_s, u"exhausted"_s};
    return u"%1 %2 %3 q=%4 k=%5 p=%6 a=%7/%8 w=%9"_s.arg(id)
        .arg(names.at(int(status)), task, queue.value_or(u"-"_s), key.value_or(u"-"_s))
        .arg(priority)
        .arg(attempts)
        .arg(maxAttempts)
        .arg(worker);
}

QString QueueModel::Record::describe(JobId id) const
{
    return u"%1 %2 %3 w=%4 %5 q=%6 p=%7 %8"_s.arg(QString::number(id), QString::number(attempt), status, worker, task, queue.value_or(u"-"_s),
                                                   QString::number(priority), correlationId);
}

std::pair<int, int> QueueModel::claimable(const std::optional<QStringList> &tasks, const QStringList &forbidden, int batch) const
{
    QSet<QString> held;
    for (const ModelJob &job : jobs) {
        if (job.status == JobStatus::Locked && job.queue)
            held.insert(*job.queue);
    }
    std::map<QString, std::pair<bool, bool>> queues; // all of its jobs suit; any does
    int plain = 0;
    int limited = 0;
    for (const ModelJob &job : jobs) {
        if (job.status != JobStatus::Available || job.future || (job.queue && held.contains(*job.queue)))
            continue;
        const bool fits = suits(job, tasks, forbidden) && (!job.limit || tokens > 0);
        if (job.queue) {
            auto &[all, any] = queues.try_emplace(*job.queue, true, false).first->second;
            all = all && fits && !job.limit; // tokens may run out before it is its turn
            any = any || fits;
        } else if (fits) {
            ++(job.limit ? limited : plain);
        }
    }
    limited = std::min(limited, tokens);
    const auto sure = int(std::count_if(queues.cbegin(), queues.cend(), [](const auto &q) { return q.second.first; }));
    const auto possible = int(std::count_if(queues.cbegin(), queues.cend(), [](const auto &q) { return q.second.second; }));
    return {std::min(batch, plain + limited + sure), std::min(batch, plain + limited + possible)};
}

QString QueueModel::objection(const ClaimedJob &claimed, const std::optional<QStringList> &tasks, const QStringList &forbidden) const
{
    const auto it = jobs.constFind(claimed.id);
    if (it == jobs.cend())
        return u"no such job"_s;
    if (it->status != JobStatus::Available)
        return u"it was not available"_s;
    if (it->future)
        return u"it was not due"_s;
    if (!suits(*it, tasks, forbidden))
        return u"the filter excludes it"_s;
    if (it->limit && tokens <= 0)
        return u"its rate limit was empty"_s;
    for (const ModelJob &other : jobs) {
        if (it->queue && other.queue == it->queue && other.status == JobStatus::Locked)
            return u"its queue was held"_s;
    }
    return claimed.attempts == it->attempts + 1 ? QString() : u"its attempts are %1 after %2"_s.arg(claimed.attempts).arg(it->attempts);
}

void QueueModel::claim(const ClaimedJob &claimed, const QString &worker)
{
    ModelJob &job = jobs[claimed.id];
    job.status = JobStatus::Locked;
    job.worker = worker;
    ++job.attempts;
    if (job.limit)
        --tokens;
    executions += Execution{claimed, worker, true};
}

void QueueModel::endLock(JobId id, const QString &status)
{
    ModelJob &job = jobs[id];
    for (Execution &execution : executions) {
        if (execution.job.id != id || !execution.live)
            continue;
        execution.live = false;
        const Record record{job.attempts, status, job.worker, execution.job.correlationId.toString(QUuid::WithoutBraces),
                            job.task, job.queue, job.limit, job.priority};
        history[id] += record;
        newRecords += record.describe(id);
    }
    replayed.remove(id);
    job.worker.clear();
}

QList<JobId> QueueModel::replayable(const QString &task) const
{
    QList<JobId> ids;
    for (auto it = history.cbegin(); it != history.cend(); ++it) {
        const Record &last = it->constLast();
        const auto job = jobs.constFind(it.key());
        const bool isIdle = job == jobs.cend() || job->status == JobStatus::Exhausted;
        if (last.status == "failed"_L1 && last.task == task && isIdle && !replayed.contains(it.key()))
            ids += it.key();
    }
    return ids;
}

bool QueueModel::isHeld(const ClaimedJob &job) const
{
    return std::any_of(executions.cbegin(), executions.cend(), [&](const Execution &e) {
        return e.live && e.job.id == job.id && e.job.correlationId == job.correlationId;
    });
}

QStringList QueueModel::snapshot() const
{
    QStringList lines;
    for (auto it = jobs.cbegin(); it != jobs.cend(); ++it)
        lines += it->describe(it.key());
    return lines;
}

} // namespace jobq::test
