// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowsmodel.h"

#include <QTableView>

namespace jobq::console {

class EmptyState;

/// A list that stays still while its rows change: keeps the first visible row in its place, remembers its columns,
/// asks for more at its ends, and says in words when it is empty.
class TableView : public QTableView
{
    Q_OBJECT
public:
    explicit TableView(QWidget *parent = nullptr);

    /// `settingsKey` names its column layout in the settings.
    void setRows(RowsModel *model, const QString &settingsKey);
    [[nodiscard]] EmptyState *emptyState() const { return m_empty; }
    /// False while the first answer is still to come: then it is not called empty.
    void setLoaded(bool loaded);

    [[nodiscard]] QStringList selectedKeys() const;
    [[nodiscard]] QList<int> selectedRows() const;
    void selectKey(const QString &key);
    [[nodiscard]] bool isScrolledAway() const;
    /// The rows as text with tabs, for the clipboard.
    void copySelection() const;
    /// Adds a little menu of columns to the header's context menu.
    void saveColumns() const;

Q_SIGNALS:
    void beginningReached();
    void endReached();
    void rowActivated(int row);
    void selectionOfRowsChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void rememberAnchor();
    void restoreAnchor();
    void showColumnMenu(const QPoint &at);
    void updateEmpty();
    void handleScroll(int value);

    RowsModel *m_rows = nullptr;
    QString m_settingsKey;
    EmptyState *m_empty;
    QString m_anchorKey;
    int m_anchorOffset = 0;
    bool m_loaded = false;
    bool m_refreshing = false;
};

} // namespace jobq::console
