// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/claimedjob.h"

#include <QHash>
#include <QMap>
#include <QSet>
#include <QStringList>

#include <optional>

namespace jobq::test {

/// The simple model that the real queue is compared with: what SPEC.md says, in maps, one thing after the other.
class QueueModel
{
public:
    struct ModelJob {
        QString task;
        std::optional<QString> queue = {};
        std::optional<QString> key = {};
        std::optional<QString> limit = {};
        QStringList flags = {};
        int priority = 0;
        int attempts = 0;
        int maxAttempts = 25;
        bool future = false;
        JobStatus status = JobStatus::Available;
        QString worker = {}; ///< That holds the lock.

        [[nodiscard]] QString describe(JobId id) const;
    };
    struct Record {
        int attempt = 0;
        QString status = {};
        QString worker = {};
        QString correlationId = {};
        QString task = {};
        std::optional<QString> queue = {};
        std::optional<QString> limit = {};
        int priority = 0;

        [[nodiscard]] QString describe(JobId id) const;
    };
    struct Execution {
        ClaimedJob job;
        QString worker;
        bool live = true; ///< Still holds its lock.
    };

    QMap<JobId, ModelJob> jobs;
    QList<Execution> executions; ///< Not yet finished by their workers, lost ones included.
    QMap<JobId, QList<Record>> history; ///< Of finished executions, in order.
    QStringList newRecords; ///< Descriptions of those since the last comparison.
    QSet<JobId> replayed; ///< Whose last failure has its replay.
    int tokens = 0;
    qint64 everAdded = 0;
    qint64 completed = 0;

    /// How many jobs a claim of these tasks without these flags must find at least and at most, given `batch`.
    /// A named queue gives one job where none of it is locked; whether its head suits the filter is not known here.
    [[nodiscard]] std::pair<int, int> claimable(const std::optional<QStringList> &tasks, const QStringList &forbidden, int batch) const;
    /// Why this job must not have been claimed; empty where it might.
    [[nodiscard]] QString objection(const ClaimedJob &claimed, const std::optional<QStringList> &tasks, const QStringList &forbidden) const;

    void claim(const ClaimedJob &claimed, const QString &worker);
    /// Ends the execution that holds the job's lock: records it.
    void endLock(JobId id, const QString &status);
    [[nodiscard]] bool isHeld(const ClaimedJob &execution) const;
    [[nodiscard]] QStringList snapshot() const;
    /// The jobs of a task whose last execution of all failed and is to be replayed.
    [[nodiscard]] QList<JobId> replayable(const QString &task) const;
};

} // namespace jobq::test
