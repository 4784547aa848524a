// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QToolButton;
class QTreeView;
class QPushButton;

namespace jobq::console {

class JsonTreeModel;

/// A payload: as a foldable tree, and as the exact text that the server stored. A large one is cut at first.
class JsonView : public QWidget
{
    Q_OBJECT
public:
    explicit JsonView(QWidget *parent = nullptr);

    /// `bytes` is the size of the whole text; `isCut` that this is only its beginning.
    void setJson(const QString &text, qint64 bytes, bool isCut);
    [[nodiscard]] QString text() const { return m_text; }

Q_SIGNALS:
    void loadAllWanted();
    void filterTermChosen(const QString &term);

private:
    void showMode();
    void showMenu(const QPoint &at);

    QString m_text;
    bool m_isCut = false;
    JsonTreeModel *m_model;
    QTreeView *m_tree;
    QPlainTextEdit *m_exact;
    QStackedWidget *m_stack;
    QToolButton *m_treeButton;
    QToolButton *m_textButton;
    QLabel *m_size;
    QPushButton *m_loadAll;
};

} // namespace jobq::console
