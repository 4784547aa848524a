// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "inspect/page.h"
#include "job/error.h"

#include <QString>
#include <QStringList>

namespace jobq::inspect {

/// A place in a list that may consist of several segments: which one, and the key of a row there; without a key
/// the segment's beginning (or end, going backward).
struct Place {
    QString segment;
    QStringList key;
};

[[nodiscard]] Cursor cursorOf(const Place &place);
/// Throws a Usage error naming `request.cursor` where it is none of ours. Not for a null cursor.
[[nodiscard]] Place placeOf(const Cursor &cursor);
[[nodiscard]] Error badCursor();

/// Parts of a key; throw like placeOf().
[[nodiscard]] qint64 integerPart(const QStringList &key, qsizetype index);
/// A time as the server printed it, exact to the microsecond.
[[nodiscard]] QString timePart(const QStringList &key, qsizetype index);

/// Throws a Usage error for a limit that is out of its range.
void checkRequest(const PageRequest &request);
void checkTextLimit(int textLimit);

} // namespace jobq::inspect
