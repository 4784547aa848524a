// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/database.h"

#include <QLineEdit>

namespace jobq::console {

/// A name of a task, queue or worker, completed with those that the database knows.
class NameEdit : public QLineEdit
{
    Q_OBJECT
public:
    NameEdit(Database &database, NameKind kind, QWidget *parent = nullptr);

    [[nodiscard]] QString name() const { return text().trimmed(); }
    [[nodiscard]] std::optional<QString> optionalName() const;

Q_SIGNALS:
    /// A while after the last change, or at once with Return.
    void nameChosen();

private:
    void complete(const QString &prefix);

    Database &m_database;
    NameKind m_kind;
    QTimer m_delay;
};

} // namespace jobq::console
