// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "inspect/place.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace jobq::inspect {

/// A row that a query of a list gave.
template<typename Value>
struct FoundRow {
    Value value;
    QStringList key;
    bool matches = true; ///< False only for the row that says how far was searched.
    bool isCut = false; ///< There may be more behind it that was not looked at.
};

/// One part of a list, read by one query: given a key (none: from its beginning, seen in the direction of reading)
/// and a number of rows it gives these in the direction of reading.
template<typename Value>
struct Segment {
    using Fetch = std::function<QList<FoundRow<Value>>(const QStringList &key, Direction direction, int rows)>;
    QString name;
    Fetch fetch;
    /// What a cut costs of a page's budget: `1` where a cut comes after few rows.
    int cutCost = 5;
};

/// Reads one page from a chain of segments.
template<typename Value>
class Walk
{
public:
    Walk(QList<Segment<Value>> segments, const PageRequest &request)
        : m_segments(std::move(segments))
        , m_request(request)
    {
        checkRequest(request);
        if (isBackward())
            std::reverse(m_segments.begin(), m_segments.end());
    }

    /// The values in the order of the list; `page` takes all but the rows.
    template<typename Row>
    QList<Value> read(Page<Row> &page)
    {
        Place at = start();
        while (m_at < m_segments.size() && qsizetype(m_found.size()) <= m_request.limit && !m_incomplete)
            readSegment(at);
        describe(page, at);
        QList<Value> values;
        values.reserve(m_found.size());
        for (Found &found : m_found)
            values.append(std::move(found.value));
        return values;
    }

private:
    struct Found {
        Value value;
        Place place;
    };

    [[nodiscard]] bool isBackward() const { return m_request.direction == Direction::Backward; }

    Place start()
    {
        if (m_request.cursor.isNull())
            return {};
        const Place place = placeOf(m_request.cursor);
        const auto segment = std::find_if(m_segments.cbegin(), m_segments.cend(),
                                          [&place](const Segment<Value> &other) { return other.name == place.segment; });
        if (segment == m_segments.cend())
            throw badCursor();
        m_at = std::distance(m_segments.cbegin(), segment);
        return place;
    }

    void readSegment(Place &at)
    {
        const Segment<Value> &segment = m_segments.at(m_at);
        const int wanted = m_request.limit + 1 - int(m_found.size());
        const QList<FoundRow<Value>> rows = segment.fetch(at.key, m_request.direction, wanted);
        for (const FoundRow<Value> &row : rows) {
            if (row.matches)
                m_found.append({row.value, {segment.name, row.key}});
        }
        if (!rows.isEmpty() && rows.last().isCut) {
            at = {segment.name, rows.last().key};
            m_budget -= segment.cutCost;
            m_incomplete = m_budget <= 0 && qsizetype(m_found.size()) <= m_request.limit;
        } else if (rows.size() < wanted) {
            at = {};
            ++m_at;
        }
    }

    template<typename Row>
    void describe(Page<Row> &page, const Place &at)
    {
        const bool hasMore = m_found.size() > m_request.limit;
        while (m_found.size() > m_request.limit)
            m_found.removeLast();
        Cursor near = m_request.cursor;
        Cursor far = m_request.cursor;
        if (!m_found.isEmpty()) {
            near = cursorOf(m_found.first().place);
            far = cursorOf(m_found.last().place);
        }
        if (m_incomplete)
            far = cursorOf(at);
        const bool hasLess = !m_request.cursor.isNull();
        page.begin = isBackward() ? far : near;
        page.end = isBackward() ? near : far;
        page.hasBefore = isBackward() ? hasMore || m_incomplete : hasLess;
        page.hasAfter = isBackward() ? hasLess : hasMore || m_incomplete;
        page.incomplete = m_incomplete;
        if (isBackward())
            std::reverse(m_found.begin(), m_found.end());
    }

    QList<Segment<Value>> m_segments; // in the direction of reading
    const PageRequest &m_request;
    QList<Found> m_found;
    qsizetype m_at = 0;
    int m_budget = 10;
    bool m_incomplete = false;
};

} // namespace jobq::inspect
