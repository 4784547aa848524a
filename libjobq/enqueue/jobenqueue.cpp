// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"

#include "db/connection.h"
#include "db/statement.h"
#include "db/systemstate.h"
#include "db/transaction.h"
#include "enqueue/insertion.h"
#include "enqueue/speccheck.h"
#include "job/checks.h"

#include <QHash>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

/// All that is wrong with a call, a line each: who mends one spec of a thousand wants to know of the others.
class Findings
{
public:
    void add(Error::Kind kind, const QString &argument, const QString &message)
    {
        if (!m_first || (kind == Error::Kind::Usage && m_first->first == Error::Kind::Validation))
            m_first = {kind, argument};
        m_messages += message;
    }
    /// Fixing the call comes before fixing payloads.
    void throwAny() const
    {
        if (m_first)
            throw Error(m_first->first, m_messages.join(u'\n')).withArgument(m_first->second);
    }

private:
    std::optional<std::pair<Error::Kind, QString>> m_first;
    QStringList m_messages;
};

void checkAll(const System &system, const QList<JobSpec> &specs)
{
    Findings findings;
    QHash<QString, qsizetype> keys;
    for (qsizetype i = 0; i < specs.size(); ++i) {
        const std::optional<QString> &key = specs.at(i).options.jobKey;
        const QString prefix = u"specs[%1]."_s.arg(i);
        try {
            checkSpec(specs.at(i), prefix);
            if (key && keys.contains(*key))
                throw usageError(prefix + "jobKey"_L1, u"is the same as that of specs[%1]"_s.arg(keys.value(*key)));
        } catch (const Error &error) {
            findings.add(error.kind(), error.argument(), error.message());
        }
        if (key && !keys.contains(*key))
            keys.insert(*key, i);
        const QString explanation = explainPayload(specs.at(i), system.maxPayloadBytes(), system.validator().get());
        if (!explanation.isEmpty())
            findings.add(Error::Kind::Validation, u"payload"_s, prefix + u"payload: "_s + explanation);
    }
    findings.throwAny();
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
        refused += u"specs[%1].payload: is JSON that PostgreSQL can't store (a number out of range, or nested too deeply)"_s
                       .arg(statement.int32(0));
    if (refused.isEmpty())
        return original;
    return Error(Error::Kind::Validation, refused.join(u'\n'))
        .withArgument(u"payload"_s)
        .withSqlState(original.sqlState())
        .withQueryName(original.queryName());
}

/// What `work` gives; names the payloads that the server refuses.
template<typename Work>
auto addChecked(const System &system, const QList<JobSpec> &specs, Work work)
{
    try {
        return work();
    } catch (const Error &error) {
        if (!refusesPayload(error))
            throw;
        // Never on the caller's own connection, whose transaction has failed.
        throw refusal(system.pool().connection(), specs, error);
    }
}

/// Runs `work` on a connection of the pool, and replays it where the server was busy.
template<typename Work>
auto addOn(const System &system, const QList<JobSpec> &specs, Work work)
{
    return replayWhenBusy([&] {
        Connection &connection = system.pool().connection();
        return addChecked(system, specs, [&] { return work(connection); });
    });
}

/// Adds in the caller's transaction, which an unknown rate limit must not abort.
QList<Job> addWithin(const System &system, const QSqlDatabase &database, const QList<JobSpec> &specs)
{
    Connection connection(database);
    QStringList keys;
    for (const JobSpec &spec : specs)
        keys += spec.options.rateLimitKey ? QStringList(*spec.options.rateLimitKey) : QStringList();
    keys.removeDuplicates();
    if (!keys.isEmpty()) {
        Statement unknown(connection, u"enqueue/find_unknown_rate_limits"_s);
        if (unknown.bind("rate_limit_keys", keys).exec().next())
            throw Error(Error::Kind::NotFound, u"rateLimitKey: no rate limit is registered under \"%1\""_s.arg(unknown.text(0)))
                .withArgument(u"rateLimitKey"_s);
    }
    return addChecked(system, specs, [&] { return insertJobs(connection, specs, system.notifies()); });
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
        if (auto job = insertQuickly(connection, spec, notify))
            return *job;
        return insertJobs(connection, {spec}, notify).constFirst();
    });
}

QList<Job> JobEnqueue::addJobs(const QList<JobSpec> &specs) const
{
    checkAll(m_system, specs);
    if (specs.isEmpty())
        return {};
    return addOn(m_system, specs, [&](Connection &connection) {
        const bool notify = m_system.notifies() && m_system.state().takeNotification();
        return insertJobs(connection, specs, notify);
    });
}

Job JobEnqueue::addJob(const QSqlDatabase &database, const QString &taskIdentifier, const Payload &payload,
                       const JobOptions &options) const
{
    checkOpen(database);
    const JobSpec spec{taskIdentifier, payload, options};
    checkOne(m_system, spec);
    return addWithin(m_system, database, {spec}).constFirst();
}

QList<Job> JobEnqueue::addJobs(const QSqlDatabase &database, const QList<JobSpec> &specs) const
{
    checkOpen(database);
    checkAll(m_system, specs);
    if (specs.isEmpty())
        return {};
    return addWithin(m_system, database, specs);
}

} // namespace jobq
