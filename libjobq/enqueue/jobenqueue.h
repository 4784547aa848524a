// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "job/export.h"
#include "job/job.h"
#include "job/jobspec.h"

#include <QList>

class QSqlDatabase;

namespace jobq {

/// Adds jobs. Cheap to construct; an object may be used from any thread, each call blocks its caller.
///
/// Errors: Usage names the argument that is out of its range (`queueName`, `options.maxAttempts`, …), Validation
/// what is wrong with a payload, NotFound an unknown rate-limit key; then nothing was written. Connection, Busy and
/// OutcomeUnknown as jobq::Error tells.
class JOBQ_EXPORT JobEnqueue
{
public:
    explicit JobEnqueue(const System &system);

    /// Adds one job and returns it as stored.
    Job addJob(const QString &taskIdentifier, const Payload &payload, const JobOptions &options = {}) const;
    /// Adds all jobs or none, and returns them in order. Any number; every payload is validated before anything is
    /// written, and a Validation error lists every invalid spec by index. The same key twice is a Usage error.
    QList<Job> addJobs(const QList<JobSpec> &specs) const;

    /// The same inside the caller's own transaction: the jobs exist exactly if it commits. `database` must be open
    /// and belong to the calling thread. Bad input leaves the transaction usable, but for numbers of more digits than
    /// PostgreSQL stores; after that and any other error of the server it is aborted, as PostgreSQL has it.
    Job addJob(const QSqlDatabase &database, const QString &taskIdentifier, const Payload &payload,
               const JobOptions &options = {}) const;
    QList<Job> addJobs(const QSqlDatabase &database, const QList<JobSpec> &specs) const;

private:
    System m_system;
};

} // namespace jobq
