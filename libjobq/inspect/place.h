// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "inspect/page.h"
#include "job/error.h"

#include <QString>
#include <QStringList>

namespace jobq::inspect {

/// A place in a list that may consist of several segments: which one, and just before or after a row there.
struct Place {
    enum class Side { Before, After };
    QString segment;
    QStringList key;
    Side side = Side::After;
};

/// Where a query begins to read.
struct From {
    QStringList key; ///< None: at the beginning (or end, going backward).
    bool inclusive = false; ///< The row of that key too.
    Direction direction = Direction::Forward;

    [[nodiscard]] bool isBackward() const { return direction == Direction::Backward; }
};

[[nodiscard]] Cursor cursorOf(const Place &place);
/// Throws a Usage error naming `request.cursor` where it is none of ours. Not for a null cursor.
[[nodiscard]] Place placeOf(const Cursor &cursor);
[[nodiscard]] Error badCursor();

/// Parts of a key; throw like placeOf().
[[nodiscard]] qint64 integerPart(const QStringList &key, qsizetype index);
/// The last part of a key, an id, moved by one where the row of that id is wanted too.
[[nodiscard]] qint64 idPart(const From &from);
/// A time as the server printed it, exact to the microsecond.
[[nodiscard]] QString timePart(const QStringList &key, qsizetype index);

/// Throws a Usage error for a limit that is out of its range.
void checkRequest(const PageRequest &request);
void checkTextLimit(int textLimit);

} // namespace jobq::inspect
