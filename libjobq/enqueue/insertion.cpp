// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/insertion.h"

#include "db/connection.h"
#include "db/jobrow.h"
#include "db/statement.h"

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

QString modeName(JobKeyMode mode)
{
    switch (mode) {
    case JobKeyMode::Replace:
        return u"replace"_s;
    case JobKeyMode::PreserveRunAt:
        return u"preserve_run_at"_s;
    case JobKeyMode::UnsafeDedupe:
        break;
    }
    return u"unsafe_dedupe"_s;
}

/// Sorted and distinct, as lanes have them; null for none.
QStringList normalFlags(const QStringList &flags)
{
    QStringList sorted = flags;
    std::sort(sorted.begin(), sorted.end());
    sorted.removeDuplicates();
    return sorted;
}

/// The array for one column of a batch, or NULL where every spec has the default: most columns mostly do.
template<typename IsSet, typename Text>
QString column(const QList<JobSpec> &specs, IsSet isSet, Text text)
{
    if (std::none_of(specs.cbegin(), specs.cend(), isSet))
        return {};
    QStringList values;
    values.reserve(specs.size());
    for (const JobSpec &spec : specs)
        values += isSet(spec) ? text(spec) : QString();
    return arrayLiteral(values);
}

template<typename Member>
QString nameColumn(const QList<JobSpec> &specs, Member member)
{
    return column(
        specs, [&](const JobSpec &s) { return (s.options.*member).has_value(); },
        [&](const JobSpec &s) { return *(s.options.*member); });
}

void bindSpecs(Statement &statement, const QList<JobSpec> &specs, bool notify)
{
    QStringList tasks;
    QStringList payloads;
    tasks.reserve(specs.size());
    payloads.reserve(specs.size());
    for (const JobSpec &spec : specs) {
        tasks += spec.taskIdentifier;
        payloads += spec.payload.text();
    }
    statement.bind("task_identifiers", tasks)
        .bind("payloads", payloads)
        .bind("queue_names", nameColumn(specs, &JobOptions::queueName))
        .bind("run_ats",
              column(
                  specs, [](const JobSpec &s) { return s.options.runAt.has_value(); },
                  [](const JobSpec &s) { return s.options.runAt->toUTC().toString(Qt::ISODateWithMs); }))
        .bind("priorities",
              column(
                  specs, [](const JobSpec &s) { return s.options.priority != 0; },
                  [](const JobSpec &s) { return QString::number(s.options.priority); }))
        .bind("max_attempts",
              column(
                  specs, [](const JobSpec &s) { return s.options.maxAttempts != JobOptions().maxAttempts; },
                  [](const JobSpec &s) { return QString::number(s.options.maxAttempts); }))
        .bind("flags",
              column(
                  specs, [](const JobSpec &s) { return !s.options.flags.isEmpty(); },
                  [](const JobSpec &s) { return arrayLiteral(normalFlags(s.options.flags)); }))
        .bind("rate_limit_keys", nameColumn(specs, &JobOptions::rateLimitKey))
        .bind("notify", notify);
}

/// The job as it was just stored: what the server decided, and the rest as it was given.
Job storedJob(const JobSpec &spec, const Statement &row)
{
    Job job;
    job.id = row.int64(0);
    job.taskIdentifier = spec.taskIdentifier;
    job.payload = row.json(1);
    job.queueName = spec.options.queueName;
    job.priority = spec.options.priority;
    job.runAt = row.dateTime(2);
    job.maxAttempts = spec.options.maxAttempts;
    job.createdAt = row.dateTime(3);
    job.updatedAt = job.createdAt;
    job.flags = normalFlags(spec.options.flags);
    job.rateLimitKey = spec.options.rateLimitKey;
    return job;
}

QList<Job> insertKeyed(Connection &connection, const QList<JobSpec> &specs, bool notify)
{
    Statement statement(connection, u"enqueue/add_keyed_jobs"_s);
    bindSpecs(statement, specs, notify);
    statement.bind("job_keys", nameColumn(specs, &JobOptions::jobKey))
        .bind("job_key_modes",
              column(
                  specs, [](const JobSpec &s) { return s.options.jobKeyMode.has_value(); },
                  [](const JobSpec &s) { return modeName(*s.options.jobKeyMode); }))
        .exec();
    QList<Job> jobs;
    jobs.reserve(specs.size());
    while (statement.next())
        readJob(statement, jobs.emplaceBack());
    return jobs;
}

QList<Job> insertPlain(Connection &connection, const QList<JobSpec> &specs, bool notify)
{
    Statement statement(connection, u"enqueue/add_jobs"_s);
    bindSpecs(statement, specs, notify);
    statement.exec();
    QList<Job> jobs;
    jobs.reserve(specs.size());
    while (jobs.size() < specs.size() && statement.next())
        jobs += storedJob(specs.at(jobs.size()), statement);
    return jobs;
}

} // namespace

QList<Job> insertJobs(Connection &connection, const QList<JobSpec> &specs, bool notify)
{
    const bool keyed = std::any_of(specs.cbegin(), specs.cend(), [](const JobSpec &s) { return s.options.jobKey.has_value(); });
    QList<Job> jobs = keyed ? insertKeyed(connection, specs, notify) : insertPlain(connection, specs, notify);
    if (jobs.size() != specs.size())
        throw Error(Error::Kind::Query, u"The server gave back %1 jobs for %2 that were added."_s.arg(jobs.size()).arg(specs.size()));
    return jobs;
}

std::optional<Job> insertQuickly(Connection &connection, const JobSpec &spec, bool notify)
{
    const JobOptions &options = spec.options;
    if (options.jobKey || options.rateLimitKey)
        return std::nullopt;
    Statement statement(connection, u"enqueue/add_job"_s);
    statement.bind("task_identifier", spec.taskIdentifier)
        .bind("payload", spec.payload.text())
        .bind("queue_name", options.queueName)
        .bind("run_at", options.runAt.value_or(QDateTime()))
        .bind("priority", options.priority)
        .bind("max_attempts", options.maxAttempts)
        .bind("flags", options.flags.isEmpty() ? std::optional<QStringList>() : normalFlags(options.flags))
        .bind("notify", notify)
        .exec();
    if (!statement.next())
        return std::nullopt;
    return storedJob(spec, statement);
}

} // namespace jobq
