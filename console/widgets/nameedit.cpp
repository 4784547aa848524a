// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/nameedit.h"

#include <QCompleter>
#include <QStringListModel>

namespace jobq::console {

NameEdit::NameEdit(Database &database, NameKind kind, QWidget *parent)
    : QLineEdit(parent)
    , m_database(database)
    , m_kind(kind)
{
    setClearButtonEnabled(true);
    auto *completer = new QCompleter(new QStringListModel(this), this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    setCompleter(completer);
    m_delay.setSingleShot(true);
    m_delay.setInterval(350);
    connect(&m_delay, &QTimer::timeout, this, &NameEdit::nameChosen);
    connect(this, &QLineEdit::textChanged, this, [this] { m_delay.start(); });
    connect(this, &QLineEdit::textEdited, this, &NameEdit::complete);
    connect(this, &QLineEdit::returnPressed, this, [this] {
        m_delay.stop();
        Q_EMIT nameChosen();
    });
}

std::optional<QString> NameEdit::optionalName() const
{
    return name().isEmpty() ? std::nullopt : std::optional(name());
}

void NameEdit::complete(const QString &prefix)
{
    m_database.run(
        Database::Lane::Detail, tr("Names for completion"), this, [kind = m_kind, prefix](const System &system) { return Inspector(system).names(kind, prefix, 20); },
        [this](const QStringList &found) {
            auto *names = static_cast<QStringListModel *>(completer()->model());
            if (names->stringList() != found)
                names->setStringList(found);
        });
}

} // namespace jobq::console
