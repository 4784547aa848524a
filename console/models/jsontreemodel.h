// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/jsontext.h"

#include <QAbstractItemModel>

namespace jobq::console {

/// A JSON text as a foldable tree: member and value, scalars exactly as stored.
class JsonTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    using QAbstractItemModel::QAbstractItemModel;

    /// False where the text is no JSON; the tree is empty then.
    bool setText(const QString &text);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// `args.to.name:value`: the filter term that finds jobs with this value; empty for what is no scalar.
    [[nodiscard]] QString filterTerm(const QModelIndex &index) const;

private:
    [[nodiscard]] const JsonNode *node(const QModelIndex &index) const;
    [[nodiscard]] QString valueText(const JsonNode &node) const;
    std::unique_ptr<JsonNode> m_root; // invisible, its one child is the value
};

} // namespace jobq::console
