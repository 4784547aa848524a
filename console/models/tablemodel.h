// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowsmodel.h"

#include <concepts>
#include <functional>

namespace jobq::console {

/// One column of a list: how a row's cell reads, and what else it answers (tooltip, icon, tone …).
template<typename Row>
struct Column {
    using Text = std::function<QString(const Row &)>;
    using Extra = std::function<QVariant(const Row &, int role)>;

    Column(const QString &columnId, const QString &columnTitle, int columnWidth, bool isNumeric, const Text &textOf,
           const Extra &extraOf = {}, const QString &headerToolTip = {})
        : id(columnId)
        , title(columnTitle)
        , width(columnWidth)
        , numeric(isNumeric)
        , text(textOf)
        , extra(extraOf)
        , toolTip(headerToolTip)
    {
    }

    QString id;
    QString title;
    int width;
    bool numeric; ///< Aligned right.
    Text text;
    Extra extra;
    QString toolTip; ///< Of the header.
};

/// A list of values with described columns.
template<typename Row>
class TableModel : public RowsModel
{
public:
    using KeyOf = std::function<QString(const Row &)>;

    TableModel(const KeyOf &keyOf, const QList<Column<Row>> &columns, QObject *parent = nullptr)
        : RowsModel(parent)
        , m_keyOf(keyOf)
        , m_columns(columns)
    {
    }

    /// Shows these rows instead, changing only what differs.
    void setRows(const QList<Row> &rows, NewRows newRows = NewRows::Show)
    {
        m_next = rows;
        m_nextKeys.clear();
        m_nextKeys.reserve(rows.size());
        for (const Row &row : rows)
            m_nextKeys.append(m_keyOf(row));
        applyKeys(m_nextKeys, newRows);
        m_next.clear();
        m_nextKeys.clear();
    }

    /// Another title of a column, where the same values are of something else.
    void setTitle(const QString &columnId, const QString &title)
    {
        const int column = columnOf(columnId);
        m_columns[column].title = title;
        Q_EMIT headerDataChanged(Qt::Horizontal, column, column);
    }

    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] const Row &at(int row) const { return m_rows.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_columns.size()); }
    [[nodiscard]] QString keyAt(int row) const override { return m_keys.at(row); }
    [[nodiscard]] QString columnId(int column) const override { return m_columns.at(column).id; }
    [[nodiscard]] int columnWidth(int column) const override { return m_columns.at(column).width; }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || index.row() >= m_rows.size())
            return {};
        const Row &row = m_rows.at(index.row());
        const Column<Row> &column = m_columns.at(index.column());
        if (role == KeyRole)
            return m_keys.at(index.row());
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(Qt::Alignment(column.numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        const QVariant extra = column.extra ? column.extra(row, role) : QVariant();
        if (extra.isValid())
            return extra;
        // What does not fit is elided: the tooltip says it whole.
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole || role == PlainTextRole || role == Qt::AccessibleTextRole)
            return column.text(row);
        return {};
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section >= m_columns.size())
            return {};
        const Column<Row> &column = m_columns.at(section);
        if (role == Qt::DisplayRole)
            return column.title;
        if (role == Qt::ToolTipRole && !column.toolTip.isEmpty())
            return column.toolTip;
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(Qt::Alignment(column.numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        return {};
    }

private:
    void insertNew(int row, const QList<int> &newIndexes) override
    {
        m_rows.insert(row, newIndexes.size(), Row());
        m_keys.insert(row, newIndexes.size(), QString());
        for (const int newIndex : newIndexes) {
            m_keys[row] = m_nextKeys.at(newIndex);
            m_rows[row++] = m_next.at(newIndex);
        }
    }
    void removeShown(int first, int count) override
    {
        m_rows.remove(first, count);
        m_keys.remove(first, count);
    }
    void moveShown(int from, int to) override
    {
        m_rows.move(from, to);
        m_keys.move(from, to);
    }
    bool updateShown(int row, int newIndex) override
    {
        // Most rows stay as they are, and texts of all their columns would cost more than everything else.
        if constexpr (std::equality_comparable<Row>) {
            if (m_rows.at(row) == m_next.at(newIndex))
                return false;
        }
        const Row before = std::exchange(m_rows[row], m_next.at(newIndex));
        return std::any_of(m_columns.cbegin(), m_columns.cend(), [&](const Column<Row> &column) {
            return column.text(before) != column.text(m_rows.at(row)) || changedExtra(column, before, m_rows.at(row));
        });
    }
    static bool changedExtra(const Column<Row> &column, const Row &before, const Row &now)
    {
        if (!column.extra)
            return false;
        for (const int role : {int(ToneRole), int(FractionRole), int(SeriesRole)}) {
            if (column.extra(before, role) != column.extra(now, role))
                return true;
        }
        return false;
    }

    KeyOf m_keyOf;
    QList<Column<Row>> m_columns;
    QList<Row> m_rows;
    QStringList m_keys; // of m_rows: a key is asked for far more often than it changes
    QList<Row> m_next;
    QStringList m_nextKeys;
};

} // namespace jobq::console
