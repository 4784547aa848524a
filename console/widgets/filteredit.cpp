// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filteredit.h"

#include "services/filterterm.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

namespace jobq::console {

namespace {

constexpr int delayMs = 350;

std::optional<NameKind> kindOf(const QString &keyword)
{
    static const QHash<QString, NameKind> kinds{{QStringLiteral("task:"), NameKind::Task},
                                                {QStringLiteral("queue:"), NameKind::Queue},
                                                {QStringLiteral("flag:"), NameKind::Flag},
                                                {QStringLiteral("worker:"), NameKind::Worker},
                                                {QStringLiteral("limit:"), NameKind::RateLimit}};
    const auto at = kinds.constFind(keyword);
    return at == kinds.cend() ? std::nullopt : std::optional(*at);
}

const QStringList &stages()
{
    static const QStringList words{QStringLiteral("ready"), QStringLiteral("waiting"), QStringLiteral("scheduled"), QStringLiteral("locked"),
                                   QStringLiteral("exhausted"), QStringLiteral("available")};
    return words;
}

} // namespace

FilterEdit::FilterEdit(Database &database, QWidget *parent)
    : QLineEdit(parent)
    , m_database(database)
    , m_statuses(stages())
    , m_completer(new QCompleter(this))
    , m_offers(new QStringListModel(this))
    , m_mistake(addAction(icon(QStringLiteral("warning"), Tone::Bad), TrailingPosition))
{
    setClearButtonEnabled(true);
    setMinimumWidth(24 * Theme::grid);
    addAction(icon(QStringLiteral("filter")), LeadingPosition);
    setPlaceholderText(tr("Filter: status: task: queue: key: flag: args.a.b: error: age>   (press / to come here)"));
    setAccessibleName(tr("Filter"));
    m_mistake->setVisible(false);
    m_completer->setModel(m_offers);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_delay.setSingleShot(true);
    m_delay.setInterval(delayMs);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterEdit::insertCompletion);
    connect(&m_delay, &QTimer::timeout, this, [this] { Q_EMIT filterEdited(text()); });
    connect(this, &QLineEdit::textChanged, this, [this] { m_delay.start(); });
    connect(this, &QLineEdit::textEdited, this, &FilterEdit::complete);
}

void FilterEdit::showMistake(const QString &message, qsizetype position)
{
    setStyleProperty(this, "invalid", !message.isEmpty());
    m_mistake->setVisible(!message.isEmpty());
    m_mistake->setToolTip(message);
    setToolTip(message.isEmpty() ? QString() : tr("%1 (at character %2)").arg(message).arg(position + 1));
    setAccessibleDescription(toolTip());
}

void FilterEdit::addTerm(const QString &term)
{
    setText(text().trimmed().isEmpty() ? term : text().trimmed() + QLatin1Char(' ') + term);
}

FilterEdit::Word FilterEdit::currentWord() const
{
    const QString before = text().left(cursorPosition());
    const int start = int(before.lastIndexOf(QLatin1Char(' '))) + 1;
    return {start, before.mid(start)};
}

void FilterEdit::complete()
{
    const Word word = currentWord();
    const qsizetype colon = word.text.indexOf(QLatin1Char(':'));
    if (word.text.isEmpty()) {
        m_completer->popup()->hide();
        return;
    }
    if (colon < 0) {
        offer(m_keywords);
        return;
    }
    const QString keyword = word.text.left(colon + 1);
    if (keyword == QLatin1String("status:")) {
        QStringList offers;
        for (const QString &status : std::as_const(m_statuses))
            offers << keyword + status;
        offer(offers);
    } else if (kindOf(keyword)) {
        askNames(keyword, word.text.mid(colon + 1));
    } else {
        m_completer->popup()->hide();
    }
}

void FilterEdit::askNames(const QString &keyword, const QString &prefix)
{
    m_database.run(
        Database::Lane::Detail, tr("Names for completion"), this,
        [kind = *kindOf(keyword), prefix](const System &system) { return Inspector(system).names(kind, prefix, 20); },
        [this, keyword, prefix](const QStringList &names) {
            // The answer to an older word is of no use any more.
            if (currentWord().text != keyword + prefix)
                return;
            QStringList offers;
            for (const QString &name : names)
                offers << keyword + filterTerm(&JobFilter::taskIdentifier, name).mid(5); // as it stands behind “task:”
            offer(offers);
        });
}

void FilterEdit::offer(const QStringList &words)
{
    const Word word = currentWord();
    m_offers->setStringList(words);
    m_completer->setCompletionPrefix(word.text);
    const bool isWhole = m_completer->completionCount() == 1 && m_completer->currentCompletion() == word.text;
    if (m_completer->completionCount() == 0 || isWhole || !hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    QRect rect = cursorRect();
    rect.setWidth(240);
    m_completer->complete(rect);
}

void FilterEdit::insertCompletion(const QString &completion)
{
    const Word word = currentWord();
    const bool goesOn = completion.endsWith(QLatin1Char(':')) || completion.endsWith(QLatin1Char('.')) || completion.endsWith(QLatin1Char('>'))
        || completion.endsWith(QLatin1Char('<'));
    setText(text().left(word.start) + completion + (goesOn ? QString() : QStringLiteral(" ")) + text().mid(cursorPosition()).trimmed());
    setCursorPosition(word.start + int(completion.size()) + (goesOn ? 0 : 1));
    if (goesOn)
        complete();
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    if (m_completer->popup()->isVisible()
        && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Tab)) {
        event->ignore();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        m_delay.stop();
        Q_EMIT filterEdited(text());
        return;
    }
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void FilterEdit::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    m_completer->setWidget(this);
}

} // namespace jobq::console
