// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jsontreemodel.h"

namespace jobq::console {

bool JsonTreeModel::setText(const QString &text)
{
    JsonTree tree = parseJson(text);
    beginResetModel();
    m_root.reset();
    if (tree.root) {
        // A container shows its members at the top: one fold less to open.
        if (tree.root->isContainer() && !tree.root->children.empty()) {
            m_root = std::move(tree.root);
        } else {
            m_root = std::make_unique<JsonNode>();
            m_root->kind = JsonNode::Kind::Array;
            tree.root->parent = m_root.get();
            m_root->children.push_back(std::move(tree.root));
        }
    }
    endResetModel();
    return m_root != nullptr;
}

const JsonNode *JsonTreeModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const JsonNode *>(index.internalPointer()) : m_root.get();
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const JsonNode *above = node(parent);
    if (!above || row < 0 || row >= int(above->children.size()) || column < 0 || column > 1)
        return {};
    return createIndex(row, column, above->children.at(size_t(row)).get());
}

QModelIndex JsonTreeModel::parent(const QModelIndex &index) const
{
    const JsonNode *child = index.isValid() ? node(index) : nullptr;
    if (!child || !child->parent || child->parent == m_root.get())
        return {};
    return createIndex(child->parent->index, 0, child->parent);
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    const JsonNode *above = parent.column() > 0 ? nullptr : node(parent);
    return above ? int(above->children.size()) : 0;
}

int JsonTreeModel::columnCount(const QModelIndex &) const
{
    return 2;
}

QString JsonTreeModel::valueText(const JsonNode &node) const
{
    if (node.kind == JsonNode::Kind::Object)
        return node.children.empty() ? QStringLiteral("{}") : tr("{ %n member(s) }", nullptr, int(node.children.size()));
    if (node.kind == JsonNode::Kind::Array)
        return node.children.empty() ? QStringLiteral("[]") : tr("[ %n element(s) ]", nullptr, int(node.children.size()));
    return node.text;
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    const JsonNode *shown = index.isValid() ? node(index) : nullptr;
    if (!shown || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    if (index.column() == 1)
        return valueText(*shown);
    if (shown->parent && shown->parent->kind == JsonNode::Kind::Object)
        return shown->name;
    return shown->parent == m_root.get() && m_root->children.size() == 1 ? QString() : QString::number(shown->index);
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Member") : tr("Value");
}

QString JsonTreeModel::filterTerm(const QModelIndex &index) const
{
    const JsonNode *at = index.isValid() ? node(index) : nullptr;
    if (!at || at->isContainer())
        return {};
    QString value = at->text;
    if (at->kind != JsonNode::Kind::String)
        value = QLatin1Char('"') + value + QLatin1Char('"');
    QStringList path;
    for (; at && at->parent; at = at->parent) {
        if (at->parent->kind == JsonNode::Kind::Object)
            path.prepend(at->name.contains(u'.') || at->name.contains(u' ') ? QLatin1Char('"') + at->name + QLatin1Char('"') : at->name);
    }
    return path.isEmpty() ? QString() : QStringLiteral("args.%1:%2").arg(path.join(u'.'), value);
}

} // namespace jobq::console
