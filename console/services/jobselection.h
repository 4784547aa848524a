// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

#include <QCoreApplication>

#include <variant>

namespace jobq::console {

/// Which jobs an operation is about: chosen ones, or all that a filter matches when the preview looks.
class JobSelection
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::JobSelection)
public:
    /// More than that is too much to look through before a change: the rest is done by doing it again.
    static constexpr qsizetype mostJobs = 100'000;

    JobSelection() = default; ///< None.
    JobSelection(const QList<JobId> &ids); // NOLINT(google-explicit-constructor): a list of jobs is a selection
    /// `what` names them in a sentence, for example “all jobs with this error”; empty: named by the filter.
    explicit JobSelection(const JobFilter &filter, const QString &what = {});
    explicit JobSelection(const HistoryFilter &filter, const QString &what = {});
    explicit JobSelection(const LockedFilter &filter, const QString &what = {});

    struct Found {
        QList<JobId> ids;
        bool isCut = false; ///< There are more than `mostJobs`.
        std::optional<QList<QUuid>> executions = {}; ///< Of a filter of the history: those that match.
    };
    /// Reads the database where it is a filter.
    [[nodiscard]] Found find(const System &system) const;

    [[nodiscard]] bool isFilter() const { return !std::holds_alternative<QList<JobId>>(m_what); }
    [[nodiscard]] bool isNone() const;
    /// Of chosen jobs only.
    [[nodiscard]] qsizetype count() const;
    /// “12 jobs”, “job 42”, “all jobs that match status:exhausted”.
    [[nodiscard]] QString phrase() const;

private:
    std::variant<QList<JobId>, JobFilter, HistoryFilter, LockedFilter> m_what;
    QString m_phrase;
};

} // namespace jobq::console
