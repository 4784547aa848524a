// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/statement.h"
#include "inspect/explanation.h"
#include "inspect/jobfilter.h"
#include "inspect/statistics.h"

#include <optional>
#include <utility>

namespace jobq::inspect {

/// Asks the questions of CheckKind about one job, in their order, in one snapshot.
class Explainer
{
public:
    Explainer(Connection &connection, JobId id);
    Explanation explain();

private:
    using Values = QList<std::pair<const char *, QString>>;
    /// One query that was run, with what it gave and its text to copy.
    struct Answer {
        std::unique_ptr<Statement> row;
        bool found = false;
        QString sql;
    };
    /// The worker that holds a lock.
    struct Holder {
        QString worker;
        WorkerHealth health = WorkerHealth::Unknown;
        std::optional<std::chrono::milliseconds> sinceHeartbeat;
        std::optional<std::chrono::milliseconds> lease;
        std::chrono::milliseconds lockedFor{0};
    };

    Answer ask(const char *query, const Values &values);
    ExplanationCheck &add(CheckKind kind, Verdict verdict, const QString &sentence, const QString &sql);
    [[nodiscard]] static Holder holderAt(const Statement &row, const QString &worker, int lockedForColumn, int healthColumn);
    void judgeHolder(ExplanationCheck &check, const Holder &holder, const QString &whose, Fix unlock) const;
    [[nodiscard]] bool isDue() const { return m_job.stage != JobStage::Scheduled || m_untilRunAt.count() <= 0; }

    void explainWithin(); // the transaction that is open
    void explainGone();
    void explainWaiting();
    void checkExhausted();
    void checkLocked();
    void checkRunAt();
    void checkQueue();
    void judgeFront(const Answer &front);
    void judgeUnclaimedFront(ExplanationCheck &check, JobId front);
    void checkRateLimit();
    void judgeTokens(const Answer &limit);
    void checkWorkers();
    void judgeCandidates(const Answer &workers);
    void checkAhead();

    Connection &m_connection;
    Explanation m_explanation;
    ListedJob m_job;
    Answer m_jobAnswer;
    std::chrono::milliseconds m_untilRunAt{0};
    QString m_runAt; // exact to the microsecond
    qint64 m_lane = 0;
};

/// `2 h 5 min`, `45 s`, `120 ms`.
[[nodiscard]] QString durationText(std::chrono::milliseconds duration);

} // namespace jobq::inspect
