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

/// One part of a list, read by one query, which gives a number of rows in the direction of reading.
template<typename Value>
struct Segment {
    using Fetch = std::function<QList<FoundRow<Value>>(const From &from, int rows)>;
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
        m_from = start();
        while (m_at < m_segments.size() && qsizetype(m_found.size()) <= m_request.limit && !m_incomplete)
            readSegment();
        describe(page);
        QList<Value> values;
        values.reserve(m_found.size());
        for (Found &found : m_found)
            values.append(std::move(found.value));
        return values;
    }

private:
    struct Found {
        Value value;
        QString segment;
        QStringList key;
    };

    [[nodiscard]] Place::Side farSide() const { return isBackward() ? Place::Side::Before : Place::Side::After; }
    [[nodiscard]] bool isBackward() const { return m_request.direction == Direction::Backward; }

    From start()
    {
        if (m_request.cursor.isNull())
            return {{}, false, m_request.direction};
        const Place place = placeOf(m_request.cursor);
        const auto segment = std::find_if(m_segments.cbegin(), m_segments.cend(),
                                          [&place](const Segment<Value> &other) { return other.name == place.segment; });
        if (segment == m_segments.cend())
            throw badCursor();
        m_at = std::distance(m_segments.cbegin(), segment);
        const bool inclusive = isBackward() ? place.side == Place::Side::After : place.side == Place::Side::Before;
        return {place.key, inclusive, m_request.direction};
    }

    void readSegment()
    {
        const Segment<Value> &segment = m_segments.at(m_at);
        const int wanted = m_request.limit + 1 - int(m_found.size());
        const QList<FoundRow<Value>> rows = segment.fetch(m_from, wanted);
        for (const FoundRow<Value> &row : rows) {
            if (row.matches)
                m_found.append({row.value, segment.name, row.key});
        }
        if (!rows.isEmpty() && rows.last().isCut) {
            m_from = {rows.last().key, false, m_request.direction};
            m_budget -= segment.cutCost;
            m_incomplete = m_budget <= 0 && qsizetype(m_found.size()) <= m_request.limit;
        } else if (rows.size() < wanted) {
            m_from = {{}, false, m_request.direction};
            ++m_at;
        }
    }

    template<typename Row>
    void describe(Page<Row> &page)
    {
        const bool hasMore = m_found.size() > m_request.limit;
        while (m_found.size() > m_request.limit)
            m_found.removeLast();
        Cursor near = m_request.cursor;
        Cursor far = m_request.cursor;
        if (!m_found.isEmpty()) {
            near = cursorOf({m_found.first().segment, m_found.first().key, isBackward() ? Place::Side::After : Place::Side::Before});
            far = cursorOf({m_found.last().segment, m_found.last().key, farSide()});
        }
        if (m_incomplete)
            far = cursorOf({m_segments.at(m_at).name, m_from.key, farSide()});
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
    From m_from;
    qsizetype m_at = 0;
    int m_budget = 10;
    bool m_incomplete = false;
};

} // namespace jobq::inspect
