// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tableview.h"

#include "widgets/celldelegate.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>

namespace jobq::console {

TableView::TableView(QWidget *parent)
    : QTableView(parent)
    , m_empty(new EmptyState(viewport()))
{
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setMinimumSectionSize(48);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, &TableView::showColumnMenu);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TableView::handleScroll);
    connect(this, &QTableView::activated, this, [this](const QModelIndex &index) { Q_EMIT rowActivated(index.row()); });
}

void TableView::setRows(RowsModel *model, const QString &settingsKey)
{
    m_rows = model;
    m_settingsKey = settingsKey;
    setModel(model);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &TableView::selectionOfRowsChanged);
    connect(model, &RowsModel::refreshStarted, this, &TableView::rememberAnchor);
    connect(model, &RowsModel::refreshFinished, this, &TableView::restoreAnchor);
    QFont bold = horizontalHeader()->font();
    bold.setBold(true);
    for (int column = 0; column < model->columnCount(); ++column) {
        // Its title must fit beside the arrow of the order.
        const int title = QFontMetrics(bold).horizontalAdvance(model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        setColumnWidth(column, qMax(model->columnWidth(column), title + 3 * Theme::grid));
    }
    horizontalHeader()->setStretchLastSection(true);
    QSettings settings;
    const QByteArray state = settings.value(QStringLiteral("columns/") + settingsKey).toByteArray();
    if (!state.isEmpty() && settings.value(QStringLiteral("columnCount/") + settingsKey).toInt() == model->columnCount())
        horizontalHeader()->restoreState(state);
    updateEmpty();
}

void TableView::saveColumns() const
{
    if (!m_rows)
        return;
    QSettings settings;
    settings.setValue(QStringLiteral("columns/") + m_settingsKey, horizontalHeader()->saveState());
    settings.setValue(QStringLiteral("columnCount/") + m_settingsKey, m_rows->columnCount());
}

void TableView::setLoaded(bool loaded)
{
    m_loaded = loaded;
    updateEmpty();
}

void TableView::updateEmpty()
{
    m_empty->setVisible(m_loaded && m_rows && m_rows->rowCount() == 0);
    m_empty->setGeometry(viewport()->rect());
}

void TableView::rememberAnchor()
{
    m_refreshing = true;
    const int row = rowAt(0);
    m_anchorKey = row >= 0 && verticalScrollBar()->value() > 0 ? m_rows->keyAt(row) : QString();
    m_anchorOffset = row >= 0 ? rowViewportPosition(row) : 0;
}

void TableView::restoreAnchor()
{
    if (!m_anchorKey.isEmpty()) {
        const int row = m_rows->rowOf(m_anchorKey);
        if (row >= 0) {
            updateGeometries();
            verticalScrollBar()->setValue(row * Theme::rowHeight - m_anchorOffset);
        }
    }
    m_refreshing = false;
    updateEmpty();
}

void TableView::handleScroll(int value)
{
    if (m_refreshing || !m_rows || m_rows->rowCount() == 0)
        return;
    const int near = 4 * Theme::rowHeight;
    if (value <= near)
        Q_EMIT beginningReached();
    if (value >= verticalScrollBar()->maximum() - near)
        Q_EMIT endReached();
}

QList<int> TableView::selectedRows() const
{
    QList<int> rows;
    if (!selectionModel())
        return rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

QStringList TableView::selectedKeys() const
{
    QStringList keys;
    for (const int row : selectedRows())
        keys.append(m_rows->keyAt(row));
    return keys;
}

void TableView::selectKey(const QString &key)
{
    const int row = m_rows->rowOf(key);
    if (row >= 0)
        setCurrentIndex(m_rows->index(row, 0));
}

bool TableView::isScrolledAway() const
{
    return verticalScrollBar()->value() > 0;
}

void TableView::copySelection() const
{
    QString text;
    for (const int row : selectedRows()) {
        QStringList cells;
        for (int visual = 0; visual < m_rows->columnCount(); ++visual) {
            const int column = horizontalHeader()->logicalIndex(visual);
            if (!isColumnHidden(column))
                cells << m_rows->index(row, column).data(PlainTextRole).toString();
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    QApplication::clipboard()->setText(text);
}

void TableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    m_empty->setGeometry(viewport()->rect());
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    if (event->key() == Qt::Key_Escape && !selectedRows().isEmpty()) {
        clearSelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addActions(actions());
    if (!menu.isEmpty())
        menu.exec(event->globalPos());
}

void TableView::showColumnMenu(const QPoint &at)
{
    QMenu menu(this);
    for (int column = 0; column < m_rows->columnCount(); ++column) {
        QAction *action = menu.addAction(m_rows->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            setColumnHidden(column, !shown);
            saveColumns();
        });
    }
    menu.exec(horizontalHeader()->mapToGlobal(at));
}

} // namespace jobq::console
