// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/database.h"

#include <QLineEdit>

class QCompleter;
class QStringListModel;

namespace jobq::console {

/// The filter as text, `status:failed queue:email`, with completion of words and of names that the database knows.
class FilterEdit : public QLineEdit
{
    Q_OBJECT
public:
    FilterEdit(Database &database, QWidget *parent = nullptr);

    /// Terms that may stand in the filter; of `words` those that end in a colon can be completed further.
    void setKeywords(const QStringList &words) { m_keywords = words; }
    /// What may stand behind `status:`.
    void setStatuses(const QStringList &words) { m_statuses = words; }
    /// Marks what is wrong; an empty message means that all is well.
    void showMistake(const QString &message, qsizetype position);
    void addTerm(const QString &term);

Q_SIGNALS:
    /// A while after the last key, or at once with Return.
    void filterEdited(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    struct Word {
        int start = 0;
        QString text;
    };
    [[nodiscard]] Word currentWord() const;
    void complete();
    void offer(const QStringList &words);
    void insertCompletion(const QString &completion);
    void askNames(const QString &keyword, const QString &prefix);

    Database &m_database;
    QStringList m_keywords;
    QStringList m_statuses;
    QCompleter *m_completer;
    QStringListModel *m_offers;
    QTimer m_delay;
    QAction *m_mistake;
};

} // namespace jobq::console
