// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"

#include <QList>
#include <QString>

namespace jobq {

/// A place in a list: between two rows, whatever is added or removed around it. A value; callers never look inside
/// it, but may keep its text (a saved view).
class JOBQ_EXPORT Cursor
{
public:
    /// The very beginning for a Forward page, the very end for a Backward one.
    Cursor() = default;
    static Cursor fromString(const QString &text);
    [[nodiscard]] QString toString() const { return m_text; }
    [[nodiscard]] bool isNull() const { return m_text.isEmpty(); }

    friend bool operator==(const Cursor &, const Cursor &) = default;

private:
    QString m_text;
};

enum class Direction {
    Forward, ///< The rows after the cursor.
    Backward, ///< The rows before it; they still come in the order of the list.
};

/// Which page of a list to read.
struct PageRequest {
    Cursor cursor = {};
    Direction direction = Direction::Forward;
    int limit = 200; ///< 1 to 10,000 rows.
    /// A longer payload, error or detail arrives cut after so many characters, with a flag. 0 to 1,048,576.
    int textLimit = 2048;
};

/// Some rows of a list, in its order.
///
/// The next page is `{end, Forward}`, the one before `{begin, Backward}`, also where this page is incomplete or empty;
/// `{begin, Forward}` reads this one anew. Rows that come and go meanwhile are neither skipped over nor shown twice.
template<typename Row>
struct Page {
    QList<Row> rows;
    Cursor begin; ///< Before the first row.
    Cursor end; ///< After the last row; where the page is incomplete, as far as was searched.
    bool hasBefore = false; ///< Backward: more was seen. Forward: true unless it began at the very beginning.
    bool hasAfter = false; ///< Forward: more was seen. Backward: true unless it began at the very end.
    /// A rare filter: the search stopped after its share of rows, before the page was full or the list at its end.
    /// Going on from `end` (Forward) or `begin` (Backward) searches further.
    bool incomplete = false;
};

/// How many, or about how many.
struct Count {
    qint64 value = 0;
    bool exact = true; ///< False: an estimate, or as far as was counted; show it with a “~”.

    friend bool operator==(const Count &, const Count &) = default;
};

} // namespace jobq
