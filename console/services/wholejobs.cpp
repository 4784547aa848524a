// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/wholejobs.h"

#include <QHash>

namespace jobq::console {

namespace {

std::optional<Job> fromHistory(const Inspector &inspector, JobId id)
{
    const QList<ListedRecord> records = inspector.historyOfJob(id, 0);
    const std::optional<ListedRecord> record = records.isEmpty() ? std::nullopt : inspector.historyRecord(id, records.constLast().correlationId);
    if (!record)
        return {};
    Job job;
    job.id = id;
    job.taskIdentifier = record->taskIdentifier;
    job.queueName = record->queueName;
    job.payload = record->payload;
    job.priority = record->priority;
    job.rateLimitKey = record->rateLimitKey;
    return job;
}

} // namespace

QList<Job> wholeJobs(const System &system, const QList<JobId> &ids)
{
    constexpr int longestText = 1'048'576;
    const Inspector inspector(system);
    QHash<JobId, ListedJob> queued;
    for (const ListedJob &job : inspector.jobsById(ids, longestText))
        queued.insert(job.id, job);
    QList<Job> jobs;
    for (const JobId id : ids) {
        const auto at = queued.constFind(id);
        // The longest payloads come whole one by one only.
        const std::optional<Job> found = at == queued.cend() ? fromHistory(inspector, id) : at->payloadCapped ? std::optional<Job>(inspector.job(id)) : std::optional<Job>(*at);
        if (found)
            jobs.append(*found);
    }
    return jobs;
}

} // namespace jobq::console
