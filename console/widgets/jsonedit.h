// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace jobq::console {

/// An editor for JSON that marks where the text stops being JSON.
class JsonEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit JsonEdit(QWidget *parent = nullptr);

    /// What is wrong, with line and column; empty where the text is JSON.
    [[nodiscard]] const QString &mistake() const { return m_mistake; }

Q_SIGNALS:
    void checked();

private:
    void check();
    QString m_mistake;
};

} // namespace jobq::console
