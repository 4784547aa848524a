// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/audit.h"

#include <QSet>

namespace jobq::console {

QList<Operation> newestOperations(const System &system)
{
    const JobAdmin admin(system);
    OperationFilter filter;
    QList<Operation> newest = admin.operations(filter);
    if (newest.size() < filter.limit)
        return newest;
    QSet<QString> groups;
    for (const Operation &operation : std::as_const(newest)) {
        if (operation.group)
            groups.insert(*operation.group);
    }
    // Batches follow one another, but others may work between them: it looks on until a whole page has none.
    filter.limit = 2000;
    filter.before = newest.constLast().id;
    for (bool goesOn = !groups.isEmpty(); goesOn;) {
        const QList<Operation> older = admin.operations(filter);
        const qsizetype before = newest.size();
        for (const Operation &operation : older) {
            if (operation.group && groups.contains(*operation.group))
                newest.append(operation);
        }
        goesOn = older.size() == filter.limit && newest.size() > before;
        if (goesOn)
            filter.before = older.constLast().id;
    }
    return newest;
}

} // namespace jobq::console
