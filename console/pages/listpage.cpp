// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/listpage.h"

#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/tableview.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

constexpr int estimateEveryMs = 10'000;

} // namespace

ListPageBase::ListPageBase(const PageContext &context, const QString &id, const QString &title, const QString &iconName, QWidget *parent)
    : Page(context, id, title, iconName, parent)
    , m_view(new TableView(this))
    , m_filterRow(plainLayout<QHBoxLayout>(nullptr, Theme::grid))
    , m_count(roleLabel({}, "muted", this))
    , m_countExactly(linkButton(tr("Count exactly"), this))
    , m_held(iconButton(QStringLiteral("arrow-up"), QString(), this))
    , m_searchOn(linkButton(tr("Search on"), this))
{
    body()->addLayout(m_filterRow);
    body()->addWidget(framedTable(m_view, this), 1);
    m_view->setAccessibleName(title);
    makeFooter();
    connect(m_view, &TableView::beginningReached, &m_window, &PageWindow::fetchBefore);
    connect(m_view, &TableView::endReached, &m_window, [this] {
        if (!m_window.isIncomplete())
            m_window.fetchAfter();
    });
    connect(m_view, &TableView::selectionOfRowsChanged, this, &Page::selectionChanged);
}

void ListPageBase::makeFooter()
{
    auto *footer = plainLayout<QHBoxLayout>(nullptr, Theme::grid / 2);
    footer->addWidget(m_count);
    footer->addWidget(m_countExactly);
    footer->addWidget(m_searchOn);
    footer->addStretch();
    footer->addWidget(m_held);
    body()->addLayout(footer);
    m_count->setMinimumHeight(3 * Theme::grid + 4);
    m_countExactly->setToolTip(tr("Reads all that match: may take seconds on a large table"));
    m_searchOn->setToolTip(tr("Few jobs match: the search has stopped after its share of rows"));
    m_held->setToolTip(tr("New rows wait while you read or have a selection. Shows them."));
    m_countExactly->hide();
    m_searchOn->hide();
    m_held->hide();
    connect(m_countExactly, &QPushButton::clicked, this, [this] { countExactly(); });
    connect(m_searchOn, &QPushButton::clicked, &m_window, &PageWindow::fetchAfter);
    connect(m_held, &QPushButton::clicked, this, &ListPageBase::showHeld);
}

void ListPageBase::finishSetup()
{
    m_view->setRows(rows(), id());
    connect(rows(), &RowsModel::heldCountChanged, this, [this](int count) {
        m_held->setVisible(count > 0);
        m_held->setText(tr("%n new", nullptr, count));
        Q_EMIT heldCountChanged(count);
    });
    connect(m_view, &TableView::rowActivated, this, [this] { Q_EMIT context().navigator.actionWanted(QStringLiteral("inspect")); });
}

void ListPageBase::refresh()
{
    m_window.refresh();
    if (m_hasCount && !m_countIsExact && (!m_sinceEstimate.isValid() || m_sinceEstimate.elapsed() > estimateEveryMs)) {
        m_sinceEstimate.start();
        estimateCount();
    }
}

void ListPageBase::restart()
{
    m_toTop = true;
    m_countIsExact = false;
    m_sinceEstimate.invalidate();
    m_view->clearSelection();
    // What it reads as soon as there is a connection begins at the top too.
    m_window.clear();
    if (!context().database.isConnected())
        return;
    m_window.restart();
    if (m_hasCount)
        estimateCount();
}

void ListPageBase::reset()
{
    m_view->setLoaded(false);
    restart();
}

RowsModel::NewRows ListPageBase::newRowsPolicy() const
{
    const bool isReading = (m_view->isScrolledAway() || !m_view->selectedRows().isEmpty()) && !m_toTop;
    return isReading ? RowsModel::NewRows::Hold : RowsModel::NewRows::Show;
}

int ListPageBase::heldCount() const
{
    return rows() ? rows()->heldCount() : 0;
}

void ListPageBase::showHeld()
{
    applyHeld();
    m_view->verticalScrollBar()->setValue(0);
}

QList<QWidget *> ListPageBase::keyTargets()
{
    return {m_view};
}

void ListPageBase::saveLayout() const
{
    m_view->saveColumns();
}

void ListPageBase::setCountText(const QString &text, bool isExact)
{
    m_count->setText(text);
    m_countIsExact = isExact;
    m_countExactly->setVisible(m_hasCount && text.startsWith(QLatin1Char('~')));
}

void ListPageBase::holdTop(bool holds)
{
    m_view->setHoldsTop(holds && !m_toTop);
}

void ListPageBase::updateFooter()
{
    m_view->setLoaded(!m_window.isIncomplete());
    m_searchOn->setVisible(m_window.isIncomplete());
    if (std::exchange(m_toTop, false))
        m_view->verticalScrollBar()->setValue(0);
    // A rare filter: the first rows should come without a click.
    constexpr int enoughRows = 50;
    if (m_window.isIncomplete() && rows()->rowCount() < enoughRows)
        m_window.fetchAfter();
    if (!m_hasCount)
        m_count->setText(m_window.hasAfter() || m_window.hasBefore() ? tr("%n row(s) shown, more as you scroll", nullptr, rows()->rowCount())
                                                                     : tr("%n row(s)", nullptr, rows()->rowCount()));
}

} // namespace jobq::console
