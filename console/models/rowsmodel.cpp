// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowsmodel.h"

#include <QSet>

namespace jobq::console {

int RowsModel::columnOf(const QString &id) const
{
    for (int column = 0; column < columnCount(); ++column) {
        if (columnId(column) == id)
            return column;
    }
    return -1;
}

int RowsModel::rowOf(const QString &key) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (keyAt(row) == key)
            return row;
    }
    return -1;
}

void RowsModel::setHeldCount(int count)
{
    if (m_held == count)
        return;
    m_held = count;
    Q_EMIT heldCountChanged(count);
}

// The indexes of the new rows that are to be shown.
QList<int> RowsModel::shownOf(const QStringList &keys, NewRows newRows)
{
    QSet<QString> known;
    for (int row = 0; row < rowCount(); ++row)
        known.insert(keyAt(row));
    qsizetype lastKnown = -1;
    for (qsizetype i = keys.size() - 1; i >= 0 && lastKnown < 0; --i) {
        if (known.contains(keys.at(i)))
            lastKnown = i;
    }
    QList<int> shown;
    for (int i = 0; i < keys.size(); ++i) {
        if (newRows == NewRows::Show || i > lastKnown || known.contains(keys.at(i)))
            shown.append(i);
    }
    setHeldCount(int(keys.size() - shown.size()));
    return shown;
}

void RowsModel::removeMissing(const QHash<QString, int> &wanted)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (wanted.contains(keyAt(row)))
            continue;
        int first = row;
        while (first > 0 && !wanted.contains(keyAt(first - 1)))
            --first;
        beginRemoveRows({}, first, row);
        removeShown(first, row - first + 1);
        endRemoveRows();
        row = first;
    }
}

void RowsModel::applyKeys(const QStringList &keys, NewRows newRows)
{
    Q_EMIT refreshStarted();
    const QList<int> shown = shownOf(keys, newRows);
    QHash<QString, int> wanted;
    for (const int index : shown)
        wanted.insert(keys.at(index), index);
    removeMissing(wanted);
    QSet<QString> present;
    for (int row = 0; row < rowCount(); ++row)
        present.insert(keyAt(row));

    int firstChanged = -1;
    int lastChanged = -1;
    for (int row = 0; row < shown.size(); ++row) {
        const QString &key = keys.at(shown.at(row));
        if (!present.contains(key)) {
            int last = row;
            while (last + 1 < shown.size() && !present.contains(keys.at(shown.at(last + 1))))
                ++last;
            beginInsertRows({}, row, last);
            insertNew(row, shown.mid(row, last - row + 1));
            endInsertRows();
            row = last;
            continue;
        }
        if (keyAt(row) != key) {
            const int from = rowOf(key);
            beginMoveRows({}, from, from, {}, row);
            moveShown(from, row);
            endMoveRows();
        }
        if (updateShown(row, shown.at(row))) {
            firstChanged = firstChanged < 0 ? row : firstChanged;
            lastChanged = row;
        }
    }
    if (firstChanged >= 0)
        Q_EMIT dataChanged(index(firstChanged, 0), index(lastChanged, columnCount() - 1));
    Q_EMIT refreshFinished();
}

} // namespace jobq::console
