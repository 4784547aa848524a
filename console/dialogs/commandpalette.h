// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace jobq::console {

class Actions;

/// Finds every action by its words.
class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    explicit CommandPalette(const Actions &actions, QWidget *parent = nullptr);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill(const QString &words);
    void runCurrent();

    const Actions &m_actions;
    QLineEdit *m_edit;
    QListWidget *m_list;
};

} // namespace jobq::console
