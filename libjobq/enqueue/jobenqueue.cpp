// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"

#include "db/connection.h"
#include "db/jobrow.h"
#include "db/statement.h"
#include "db/systemstate.h"
#include "db/transaction.h"
#include "enqueue/speccheck.h"
#include "job/checks.h"

#include <QSet>

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
    while (statement.next())
        jobs += storedJob(specs.at(jobs.size()), statement);
    return jobs;
}

QList<Job> insert(Connection &connection, const QList<JobSpec> &specs, bool notify)
{
    const bool keyed = std::any_of(specs.cbegin(), specs.cend(), [](const JobSpec &s) { return s.options.jobKey.has_value(); });
    return keyed ? insertKeyed(connection, specs, notify) : insertPlain(connection, specs, notify);
}

/// The quick way for one job; none where the slow one has to make its lane or queue first.
std::optional<Job> insertOne(Connection &connection, const JobSpec &spec, bool notify)
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

void checkKeysAreDistinct(const QList<JobSpec> &specs)
{
    QSet<QString> keys;
    for (qsizetype i = 0; i < specs.size(); ++i) {
        const std::optional<QString> &key = specs.at(i).options.jobKey;
        if (key && keys.contains(*key))
            throw usageError(u"specs[%1].jobKey"_s.arg(i), u"the same key stands twice in one call"_s);
        if (key)
            keys.insert(*key);
    }
}

void checkAll(const System &system, const QList<JobSpec> &specs)
{
    QStringList invalid;
    for (qsizetype i = 0; i < specs.size(); ++i) {
        checkSpec(specs.at(i), u"specs[%1]."_s.arg(i));
        const QString explanation = explainPayload(specs.at(i), system.maxPayloadBytes(), system.validator().get());
        if (!explanation.isEmpty())
            invalid += u"specs[%1].payload: %2"_s.arg(i).arg(explanation);
    }
    if (!invalid.isEmpty())
        throw Error(Error::Kind::Validation, invalid.join(u'\n')).withArgument(u"payload"_s);
    checkKeysAreDistinct(specs);
}

void checkOne(const System &system, const JobSpec &spec)
{
    checkSpec(spec, QString());
    const QString explanation = explainPayload(spec, system.maxPayloadBytes(), system.validator().get());
    if (!explanation.isEmpty())
        throw Error(Error::Kind::Validation, u"payload: "_s + explanation).withArgument(u"payload"_s);
}

/// SQLSTATEs by which the server refuses a value: class 22, and a nesting too deep for it.
bool refusesPayload(const Error &error)
{
    return error.sqlState().startsWith("22"_L1) || error.sqlState() == "54001"_L1;
}

/// What to throw where the server refused a value that Qt's parser had let pass.
Error refusal(Connection &connection, const QList<JobSpec> &specs, const Error &original)
{
    QStringList payloads;
    for (const JobSpec &spec : specs)
        payloads += spec.payload.text();
    QStringList refused;
    Statement statement(connection, u"enqueue/find_refused_payloads"_s);
    statement.bind("payloads", payloads).exec();
    while (statement.next())
        refused += u"specs[%1].payload: is JSON that PostgreSQL can't store (a lone surrogate, a number out of range or too deep)"_s
                       .arg(statement.int32(0));
    if (refused.isEmpty())
        return original;
    return Error(Error::Kind::Validation, refused.join(u'\n'))
        .withArgument(u"payload"_s)
        .withSqlState(original.sqlState())
        .withQueryName(original.queryName());
}

/// Runs `work` on a connection of the pool, replays it where the server was busy, and names the payloads that the
/// server refuses.
template<typename Work>
auto addOn(const System &system, const QList<JobSpec> &specs, Work work)
{
    return replayWhenBusy([&] {
        Connection &connection = system.pool().connection();
        try {
            return work(connection);
        } catch (const Error &error) {
            if (!refusesPayload(error))
                throw;
            throw refusal(connection, specs, error);
        }
    });
}

void checkOpen(const QSqlDatabase &database)
{
    if (!database.isOpen())
        throw usageError(u"database"_s, u"must be open, and belong to the calling thread"_s);
}

} // namespace

JobEnqueue::JobEnqueue(const System &system)
    : m_system(system)
{
}

Job JobEnqueue::addJob(const QString &taskIdentifier, const Payload &payload, const JobOptions &options) const
{
    const JobSpec spec{taskIdentifier, payload, options};
    checkOne(m_system, spec);
    return addOn(m_system, {spec}, [&](Connection &connection) {
        const bool notify = m_system.notifies() && m_system.state().takeNotification();
        if (auto job = insertOne(connection, spec, notify))
            return *job;
        return insert(connection, {spec}, notify).constFirst();
    });
}

QList<Job> JobEnqueue::addJobs(const QList<JobSpec> &specs) const
{
    checkAll(m_system, specs);
    if (specs.isEmpty())
        return {};
    return addOn(m_system, specs, [&](Connection &connection) {
        const bool notify = m_system.notifies() && m_system.state().takeNotification();
        return insert(connection, specs, notify);
    });
}

Job JobEnqueue::addJob(const QSqlDatabase &database, const QString &taskIdentifier, const Payload &payload,
                       const JobOptions &options) const
{
    checkOpen(database);
    const JobSpec spec{taskIdentifier, payload, options};
    checkOne(m_system, spec);
    Connection connection(database);
    return insert(connection, {spec}, m_system.notifies()).constFirst();
}

QList<Job> JobEnqueue::addJobs(const QSqlDatabase &database, const QList<JobSpec> &specs) const
{
    checkOpen(database);
    checkAll(m_system, specs);
    if (specs.isEmpty())
        return {};
    Connection connection(database);
    return insert(connection, specs, m_system.notifies());
}

} // namespace jobq
