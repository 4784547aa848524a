// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

#include <QCoreApplication>

#include <atomic>
#include <functional>
#include <variant>

namespace jobq::console {

/// Which jobs an operation is about: chosen ones, or all that a filter matches when the preview looks.
class JobSelection
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::JobSelection)
public:
    /// More than that is too much for one change: the rest is done by doing it again. 100,000.
    [[nodiscard]] static qsizetype mostJobs() { return s_mostJobs; }
    /// For tests, which have no time for so many.
    static void setMostJobs(qsizetype most) { s_mostJobs = most; }

    JobSelection() = default; ///< None.
    JobSelection(const QList<JobId> &ids); // NOLINT(google-explicit-constructor): a list of jobs is a selection
    /// `what` names them in a sentence, for example “all jobs with this error”; empty: named by the filter.
    explicit JobSelection(const JobFilter &filter, const QString &what = {});
    explicit JobSelection(const HistoryFilter &filter, const QString &what = {});
    explicit JobSelection(const LockedFilter &filter, const QString &what = {});

    /// Gives the jobs to `visit`, each once, at most mostJobs() at a time, for as long as it wants more; `isLast` where
    /// none follow. Reads the database where it is a filter. `executions` takes those that match a filter of the history,
    /// as far as it has been read.
    void visit(const System &system, const std::function<bool(const QList<JobId> &ids, bool isLast)> &visit, QList<QUuid> *executions = nullptr) const;
    [[nodiscard]] bool isOfExecutions() const { return std::holds_alternative<HistoryFilter>(m_what); }

    [[nodiscard]] bool isFilter() const { return !std::holds_alternative<QList<JobId>>(m_what); }
    [[nodiscard]] bool isNone() const;
    /// Of chosen jobs only.
    [[nodiscard]] qsizetype count() const;
    /// “12 jobs”, “job 42”, “all jobs that match status:exhausted”.
    [[nodiscard]] QString phrase() const;

private:
    static inline std::atomic<qsizetype> s_mostJobs = 100'000;
    std::variant<QList<JobId>, JobFilter, HistoryFilter, LockedFilter> m_what;
    QString m_phrase;
};

} // namespace jobq::console
