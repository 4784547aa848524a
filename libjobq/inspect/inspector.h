// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "inspect/explanation.h"
#include "inspect/historyfilter.h"
#include "inspect/jobfilter.h"
#include "inspect/maintenancepreview.h"
#include "inspect/overview.h"
#include "inspect/statistics.h"

namespace jobq {

/// Reads what is in the database, for people; changes nothing and locks nothing.
///
/// Every page reads a bounded number of rows over an index, however large the tables are: it never counts and never
/// skips by offset. Cheap to construct; may be used from any thread; each call blocks its caller.
/// Errors: Usage names the argument (`request.cursor`, `request.limit`, `filter.statuses`, …); Connection, Busy and
/// Cancelled as jobq::Error tells.
class JOBQ_EXPORT Inspector
{
public:
    explicit Inspector(const System &system);

    // Jobs

    /// A page of the jobs that match. A cursor belongs to its filter and order.
    [[nodiscard]] JobPage jobs(const JobFilter &filter = {}, JobOrder order = JobOrder::ByStage,
                               const PageRequest &request = {}) const;
    /// Those of them that still are in the queue, in the order of the ids: to refresh shown rows. 10,000 at most.
    [[nodiscard]] QList<ListedJob> jobsById(const QList<JobId> &ids, int textLimit = 2048) const;
    /// All of one job, its payload uncut; none where it is finished or never was.
    [[nodiscard]] std::optional<ListedJob> job(JobId id) const;
    /// About how many match: from the server's statistics, exact where few are. Quick.
    [[nodiscard]] Count estimateJobs(const JobFilter &filter) const;
    /// How many match. Reads all of them: seconds on a large table.
    [[nodiscard]] qint64 countJobs(const JobFilter &filter) const;
    /// Why it runs or does not.
    [[nodiscard]] Explanation explain(JobId id) const;

    // History

    /// A page of the finished executions that match.
    [[nodiscard]] HistoryPage history(const HistoryFilter &filter = {}, HistoryOrder order = HistoryOrder::NewestFirst,
                                      const PageRequest &request = {}) const;
    /// All executions of one job, the running one included, oldest first; the latest 1,000.
    [[nodiscard]] QList<ListedRecord> historyOfJob(JobId id, int textLimit = 2048) const;
    /// All of one execution, finished or running, its texts uncut.
    [[nodiscard]] std::optional<ListedRecord> historyRecord(JobId id, const QUuid &correlationId) const;
    [[nodiscard]] Count estimateHistory(const HistoryFilter &filter) const;
    /// How many match. Reads all of them: seconds on a large table.
    [[nodiscard]] qint64 countHistory(const HistoryFilter &filter) const;
    /// Failed, partially successful and abandoned executions of a time range, by the kind of their error. At most the
    /// latest 10,000 are looked at.
    [[nodiscard]] FailureGroups failures(const QDateTime &from, const QDateTime &to,
                                         const std::optional<QString> &taskIdentifier = {}) const;

    // Statistics

    /// By name; the unnamed queue first.
    [[nodiscard]] QueuePage queues(const QueueFilter &filter = {}, const PageRequest &request = {}) const;
    /// One queue; empty: the unnamed one.
    [[nodiscard]] std::optional<QueueInfo> queue(const QString &name) const;
    /// The longest locked first. Of more than 20,000 locked jobs only so many are looked at, and every page is incomplete.
    [[nodiscard]] LockedPage lockedJobs(const LockedFilter &filter = {}, const PageRequest &request = {}) const;
    /// By id.
    [[nodiscard]] WorkerPage workers(const WorkerFilter &filter = {}, const PageRequest &request = {}) const;
    /// By key. `isEmpty`: only limits without (with) a token now.
    [[nodiscard]] RateLimitPage rateLimits(std::optional<bool> isEmpty = {}, const PageRequest &request = {}) const;
    /// By task identifier.
    [[nodiscard]] TaskPage tasks(const PageRequest &request = {}) const;
    /// `from` to `to` cut into `buckets` (1 to 240) parts.
    [[nodiscard]] Overview overview(const QDateTime &from, const QDateTime &to, int buckets = 60) const;
    /// The last hour by the server's clock, minute by minute.
    [[nodiscard]] Overview overview() const;

    // The rest

    /// What maintenance would do now, sizes and the state of vacuum.
    [[nodiscard]] MaintenancePreview maintenancePreview() const;
    /// Of which tasks and queues the expired records are, and the first `limit` (1 to 1,000) of them.
    [[nodiscard]] ExpiredHistory expiredHistory(int limit = 20) const;
    /// Where one is connected to, as what, and what one may do.
    [[nodiscard]] ServerFacts serverFacts() const;
    /// What support asks for first, as a JSON object: `settings` of the server, `indexes`, `vacuum`, and `lockTree` (who
    /// waits for whom). Without hosts, addresses and the text of statements.
    [[nodiscard]] Payload diagnosis() const;
    /// Names that begin with `prefix`, sorted: for completion.
    [[nodiscard]] QStringList names(NameKind kind, const QString &prefix = {}, int limit = 50) const;

private:
    System m_system;
};

} // namespace jobq
