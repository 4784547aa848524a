// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jsonview.h"

#include "models/jsontreemodel.h"
#include "models/texts.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"

#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

QToolButton *modeButton(const QString &text, const QString &toolTip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setCheckable(true);
    return button;
}

} // namespace

JsonView::JsonView(QWidget *parent)
    : QWidget(parent)
    , m_model(new JsonTreeModel(this))
    , m_tree(new QTreeView(this))
    , m_exact(new QPlainTextEdit(this))
    , m_stack(new QStackedWidget(this))
    , m_treeButton(modeButton(tr("Tree"), tr("Shows the payload as a foldable tree"), this))
    , m_textButton(modeButton(tr("Exact text"), tr("Shows the text exactly as the server stored it"), this))
    , m_size(roleLabel({}, "muted", this))
    , m_loadAll(linkButton(tr("Load all"), this))
{
    m_tree->setModel(m_model);
    m_tree->setAccessibleName(tr("Payload as a tree"));
    m_tree->setUniformRowHeights(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->header()->setStretchLastSection(true);
    m_tree->setColumnWidth(0, 120);
    m_exact->setReadOnly(true);
    m_exact->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_exact->setAccessibleName(tr("Payload as exact text"));
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_exact);
    auto *copy = new QToolButton(this);
    copy->setIcon(icon(QStringLiteral("copy")));
    copy->setToolTip(tr("Copies the exact text"));
    copy->setAccessibleName(tr("Copy the payload"));
    auto *group = new QButtonGroup(this);
    group->addButton(m_treeButton);
    group->addButton(m_textButton);
    m_treeButton->setChecked(true);
    auto *bar = plainLayout<QHBoxLayout>(nullptr, Theme::grid / 2);
    for (QWidget *widget : {static_cast<QWidget *>(m_treeButton), static_cast<QWidget *>(m_textButton), static_cast<QWidget *>(m_size),
                            static_cast<QWidget *>(m_loadAll)})
        bar->addWidget(widget);
    bar->addStretch();
    bar->addWidget(copy);
    auto *layout = plainLayout<QVBoxLayout>(this, Theme::grid / 2);
    layout->addLayout(bar);
    layout->addWidget(m_stack, 1);
    connect(group, &QButtonGroup::buttonToggled, this, [this] { showMode(); });
    connect(copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_text); });
    connect(m_loadAll, &QPushButton::clicked, this, &JsonView::loadAllWanted);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &JsonView::showMenu);
}

void JsonView::setJson(const QString &text, qint64 bytes, bool isCut)
{
    m_loadAll->setVisible(isCut);
    m_size->setText(isCut ? tr("first %1 of %2").arg(Texts::number(text.size()), Texts::bytes(bytes)) : Texts::bytes(bytes));
    // The same text again (a refresh) must not close what is unfolded.
    if (text == m_text && isCut == m_isCut)
        return;
    m_text = text;
    m_isCut = isCut;
    const bool isTree = m_model->setText(text);
    m_treeButton->setEnabled(isTree);
    m_exact->setPlainText(text);
    if (isTree)
        m_tree->expandToDepth(1);
    if (!isTree)
        m_textButton->setChecked(true);
    showMode();
}

void JsonView::showMode()
{
    m_stack->setCurrentWidget(m_treeButton->isChecked() && m_treeButton->isEnabled() ? static_cast<QWidget *>(m_tree) : m_exact);
}

void JsonView::showMenu(const QPoint &at)
{
    const QModelIndex index = m_tree->indexAt(at);
    if (!index.isValid())
        return;
    QMenu menu(this);
    const QString value = index.siblingAtColumn(1).data().toString();
    menu.addAction(icon(QStringLiteral("copy")), tr("Copy the value"), this, [value] { QApplication::clipboard()->setText(value); });
    const QString term = m_model->filterTerm(index);
    if (!term.isEmpty())
        menu.addAction(icon(QStringLiteral("filter")), tr("Find jobs with this value"), this, [this, term] { Q_EMIT filterTermChosen(term); });
    menu.addAction(tr("Unfold all"), m_tree, &QTreeView::expandAll);
    menu.addAction(tr("Fold all"), m_tree, &QTreeView::collapseAll);
    menu.exec(m_tree->viewport()->mapToGlobal(at));
}

} // namespace jobq::console
