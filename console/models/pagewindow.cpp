// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pagewindow.h"

namespace jobq::console {

void PageWindow::clear()
{
    ++m_generation;
    m_pages.clear();
    m_busy = m_hasBefore = m_hasAfter = m_incomplete = false;
    m_refreshWanted = m_afterWanted = m_beforeWanted = false;
}

void PageWindow::restart()
{
    clear();
    send(FetchRequest::Kind::Refresh);
}

void PageWindow::refresh()
{
    m_refreshWanted = true;
    sendNext();
}

void PageWindow::fetchAfter()
{
    if (!m_hasAfter)
        return;
    m_afterWanted = true;
    sendNext();
}

void PageWindow::fetchBefore()
{
    if (!m_hasBefore)
        return;
    m_beforeWanted = true;
    sendNext();
}

void PageWindow::sendNext()
{
    if (m_busy)
        return;
    if (std::exchange(m_afterWanted, false))
        send(FetchRequest::Kind::After);
    else if (std::exchange(m_beforeWanted, false))
        send(FetchRequest::Kind::Before);
    else if (std::exchange(m_refreshWanted, false))
        send(FetchRequest::Kind::Refresh);
}

void PageWindow::send(FetchRequest::Kind kind)
{
    FetchRequest request{kind, m_generation, {}, 1};
    if (kind == FetchRequest::Kind::After)
        request.cursor = m_pages.isEmpty() ? QString() : m_pages.constLast().end;
    else if (kind == FetchRequest::Kind::Before)
        request.cursor = m_pages.isEmpty() ? QString() : m_pages.constFirst().begin;
    else if (m_hasBefore && !m_pages.isEmpty())
        request.cursor = m_pages.constFirst().begin;
    if (kind == FetchRequest::Kind::Refresh)
        request.pages = qMax(1, int(m_pages.size()));
    m_busy = true;
    Q_EMIT fetchWanted(request);
}

bool PageWindow::accept(const FetchRequest &request, const QList<PageEdges> &pages, bool hasBefore, bool hasAfter, bool incomplete)
{
    if (request.generation != m_generation)
        return false;
    m_busy = false;
    switch (request.kind) {
    case FetchRequest::Kind::Refresh:
        m_hasBefore = hasBefore && !request.cursor.isEmpty();
        m_hasAfter = hasAfter;
        m_incomplete = incomplete;
        m_pages = pages;
        break;
    case FetchRequest::Kind::After:
        m_hasAfter = hasAfter;
        m_incomplete = incomplete;
        m_pages.append(pages);
        break;
    case FetchRequest::Kind::Before:
        m_hasBefore = hasBefore;
        m_pages = pages + m_pages;
        break;
    }
    trim(request.kind);
    Q_EMIT changed();
    sendNext();
    return true;
}

// Drops whole pages at the side away from where the list grew.
void PageWindow::trim(FetchRequest::Kind grown)
{
    while (m_pages.size() > mostPages) {
        if (grown == FetchRequest::Kind::Before) {
            m_droppedBack += m_pages.takeLast().rows;
            m_hasAfter = true;
            m_incomplete = false;
        } else {
            m_droppedFront += m_pages.takeFirst().rows;
            m_hasBefore = true;
        }
    }
}

void PageWindow::fail(const FetchRequest &request)
{
    if (request.generation != m_generation)
        return;
    m_busy = false;
    m_afterWanted = m_beforeWanted = m_refreshWanted = false;
    Q_EMIT changed();
}

} // namespace jobq::console
