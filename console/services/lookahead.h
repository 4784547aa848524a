// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/jobselection.h"

namespace jobq::console {

/// What an operation would do to a selection, however much of it there is nothing to do for.
struct LookAhead {
    OperationPreview jobs; ///< At most JobSelection::mostJobs() of them eligible.
    bool isCut = false; ///< There are more.
};

/// `look` is the operation's own preview of some of the jobs. Jobs that it skips don't count: where the first of a large
/// selection were done before, the next ones come. `executions`: see JobSelection::visit().
[[nodiscard]] LookAhead lookAhead(const System &system, const JobSelection &jobs, const std::function<OperationPreview(const QList<JobId> &)> &look, QList<QUuid> *executions = nullptr);

} // namespace jobq::console
