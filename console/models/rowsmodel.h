// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QStringList>

namespace jobq::console {

/// What the cells of a list answer beyond Qt's own roles.
enum CellRole {
    KeyRole = Qt::UserRole, ///< What tells rows apart, the same in each column.
    IconNameRole, ///< Name of an icon that stands before the text.
    IconToneRole, ///< int of widgets' Tone, for the icon alone.
    ToneRole, ///< int of widgets' Tone; the icon, and the text where it is a state, take this colour.
    FractionRole, ///< 0 … 1: a bar behind the text.
    SeriesRole, ///< QVariantList of numbers: a sparkline instead of the text.
    PlainTextRole, ///< What is copied.
};

/// The part of a list that needs no type: identity of rows, and the change from one set of rows to the next by the
/// fewest insertions, removals and moves, so that selection, current row and scroll position stay.
class RowsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    /// What becomes of rows that were not there before.
    enum class NewRows {
        Show,
        /// Those that belong above a row that is shown already wait, and are counted by heldCount().
        Hold,
    };

    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] virtual QString keyAt(int row) const = 0;
    [[nodiscard]] virtual QString columnId(int column) const = 0;
    [[nodiscard]] virtual int columnWidth(int column) const = 0;
    [[nodiscard]] int columnOf(const QString &id) const;
    [[nodiscard]] int rowOf(const QString &key) const;
    [[nodiscard]] int heldCount() const { return m_held; }

Q_SIGNALS:
    /// Around each change of rows, so that a view can keep what it shows in its place.
    void refreshStarted();
    void refreshFinished();
    void heldCountChanged(int count);

protected:
    /// Turns the rows that are shown into `keys`. `take(i, row)` puts the new row `i` at `row`, which may be a new one.
    void applyKeys(const QStringList &keys, NewRows newRows);
    virtual void insertNew(int row, const QList<int> &newIndexes) = 0;
    virtual void removeShown(int first, int count) = 0;
    virtual void moveShown(int from, int to) = 0;
    /// Takes the new values of a row that stays; true where something that is shown changed.
    virtual bool updateShown(int row, int newIndex) = 0;
    void setHeldCount(int count);

private:
    [[nodiscard]] QList<int> shownOf(const QStringList &keys, NewRows newRows);
    void removeMissing(const QHash<QString, int> &wanted);

    int m_held = 0;
};

} // namespace jobq::console
