// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/operations.h"

namespace jobq::console {

/// A line of the Operations dock: a run of this session, or rows of the audit that belong together.
struct OperationLine {
    QString key;
    QDateTime at;
    QString title;
    QString icon;
    QString actor;
    QString reason;
    QString result;
    QString group; ///< Of this session's run; else empty.
    double fraction = -1; ///< 0 … 1 while it runs.
    bool isBad = false;
    bool isOwn = false; ///< Of this console, or of its role before.
    bool canBeUndone = false;
    bool awaitsAudit = false; ///< It has just ended: whether it can be undone is not known yet.
    QString whyNotUndo;
    QList<OperationId> ids;
    qint64 affected = 0;
};

/// The lines of the database `place`, the newest first: what this session ran there, and what its audit holds besides. `role` is who one is there.
/// Undone can be only what that very audit holds: the numbers of operations mean others in another database.
[[nodiscard]] QList<OperationLine> operationLines(const QList<OperationRun> &runs, const QString &place, const QList<Operation> &audit, const QString &role);

} // namespace jobq::console
