// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>

namespace jobq::console {

/// What a list wants to be read next.
struct FetchRequest {
    enum class Kind {
        Refresh, ///< The pages that are shown, from `cursor` on.
        After, ///< One page after `cursor`.
        Before, ///< One page before `cursor`.
    };
    Kind kind = Kind::Refresh;
    quint64 generation = 0;
    QString cursor;
    int pages = 1;
};

/// The edges of one page that was read.
struct PageEdges {
    QString begin;
    QString end;
    int rows = 0;
};

/// Which pages of a long list are shown, and which to read next: one request in flight at most, what is asked for
/// meanwhile follows it, answers to an older filter are dropped. Knows no rows and no database.
class PageWindow : public QObject
{
    Q_OBJECT
public:
    static constexpr int pageSize = 200;
    static constexpr int mostPages = 10;

    using QObject::QObject;

    /// Another filter or order: forgets everything and reads the first page.
    void restart();
    /// The same without reading: there is nothing to read from. Answers that still come are dropped.
    void clear();
    void refresh();
    void fetchAfter();
    void fetchBefore();

    /// The answer. Returns false where it came too late and must be dropped.
    bool accept(const FetchRequest &request, const QList<PageEdges> &pages, bool hasBefore, bool hasAfter, bool incomplete);
    /// It could not be read; the next refresh tries again.
    void fail(const FetchRequest &request);

    [[nodiscard]] bool hasBefore() const { return m_hasBefore; }
    [[nodiscard]] bool hasAfter() const { return m_hasAfter; }
    /// The search through a rare filter has stopped before the end of the list.
    [[nodiscard]] bool isIncomplete() const { return m_incomplete; }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    [[nodiscard]] bool isAtBeginning() const { return !m_hasBefore; }
    [[nodiscard]] quint64 generation() const { return m_generation; }
    /// How many rows at the front, and at the back, to drop after accept(): of pages that went out of the window.
    [[nodiscard]] int takeDroppedFront() { return std::exchange(m_droppedFront, 0); }
    [[nodiscard]] int takeDroppedBack() { return std::exchange(m_droppedBack, 0); }

Q_SIGNALS:
    void fetchWanted(const jobq::console::FetchRequest &request);
    void changed();

private:
    void send(FetchRequest::Kind kind);
    void sendNext();
    void trim(FetchRequest::Kind grown);

    QList<PageEdges> m_pages;
    quint64 m_generation = 0;
    bool m_busy = false;
    bool m_refreshWanted = false;
    bool m_afterWanted = false;
    bool m_beforeWanted = false;
    bool m_hasBefore = false;
    bool m_hasAfter = false;
    bool m_incomplete = false;
    int m_droppedFront = 0;
    int m_droppedBack = 0;
};

} // namespace jobq::console
