// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/commandpalette.h"

#include "widgets/actions.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

enum PaletteRole { KeysRole = Qt::UserRole, SentenceRole, ActionRole };

class PaletteDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, 44}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isSelected = option.state & QStyle::State_Selected;
        const bool isEnabled = index.data(ActionRole).value<QAction *>()->isEnabled();
        painter->save();
        if (isSelected)
            painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
        const QRect inner = option.rect.adjusted(44, 4, -16, -4);
        const QIcon icon = index.data(Qt::DecorationRole).value<QIcon>();
        icon.paint(painter, option.rect.left() + 14, option.rect.center().y() - 8, 18, 18, Qt::AlignCenter, isEnabled ? QIcon::Normal : QIcon::Disabled);
        painter->setPen(!isEnabled ? Theme::muted() : option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text));
        painter->drawText(inner, Qt::AlignTop | Qt::AlignLeft, index.data().toString());
        painter->setPen(Theme::muted());
        const QString keys = index.data(KeysRole).toString();
        painter->drawText(inner, Qt::AlignTop | Qt::AlignRight, keys);
        QFont small = option.font;
        small.setPointSizeF(small.pointSizeF() * 0.88);
        painter->setFont(small);
        painter->drawText(inner, Qt::AlignBottom | Qt::AlignLeft,
                          QFontMetrics(small).elidedText(index.data(SentenceRole).toString(), Qt::ElideRight, inner.width()));
        painter->restore();
    }
};

// Every word must be somewhere; a match at the beginning of the name comes first.
int score(const QAction *action, const QStringList &words)
{
    const QString name = action->text().remove(QLatin1Char('&'));
    const QString all = name + QLatin1Char(' ') + Actions::categoryOf(action) + QLatin1Char(' ') + action->property("sentence").toString();
    int points = 1;
    for (const QString &word : words) {
        if (!all.contains(word, Qt::CaseInsensitive))
            return 0;
        points += name.startsWith(word, Qt::CaseInsensitive) ? 10 : name.contains(word, Qt::CaseInsensitive) ? 5 : 1;
    }
    return points;
}

} // namespace

CommandPalette::CommandPalette(const Actions &actions, QWidget *parent)
    : QDialog(parent, Qt::Popup)
    , m_actions(actions)
    , m_edit(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Commands"));
    m_edit->setPlaceholderText(tr("What do you want to do?"));
    m_edit->setAccessibleName(tr("Command"));
    m_edit->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Commands found"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::grid, Theme::grid, Theme::grid, Theme::grid);
    layout->addWidget(m_edit);
    layout->addWidget(m_list, 1);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    resize(560, 420);
    if (parent)
        move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, parent->height() / 8)));
    fill({});
    m_edit->setFocus();
}

void CommandPalette::fill(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QList<QPair<int, QAction *>> found;
    for (QAction *action : m_actions.all()) {
        const int points = score(action, words);
        if (points > 0)
            found.append({points, action});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    m_list->clear();
    for (const auto &[points, action] : found) {
        auto *item = new QListWidgetItem(action->icon(), QStringLiteral("%1: %2").arg(Actions::categoryOf(action), action->text().remove(QLatin1Char('&'))), m_list);
        item->setData(KeysRole, action->shortcut().toString(QKeySequence::NativeText));
        item->setData(SentenceRole, action->isEnabled() ? action->property("sentence") : QVariant(action->statusTip()));
        item->setData(ActionRole, QVariant::fromValue(action));
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem *item = m_list->currentItem();
    auto *action = item ? item->data(ActionRole).value<QAction *>() : nullptr;
    if (!action || !action->isEnabled())
        return;
    close();
    // After this popup is gone: what the action opens must not take it for its parent.
    QMetaObject::invokeMethod(action, &QAction::trigger, Qt::QueuedConnection);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const int row = m_list->currentRow();
        switch (key->key()) {
        case Qt::Key_Down: m_list->setCurrentRow(qMin(row + 1, m_list->count() - 1)); return true;
        case Qt::Key_Up: m_list->setCurrentRow(qMax(row - 1, 0)); return true;
        case Qt::Key_PageDown: m_list->setCurrentRow(qMin(row + 8, m_list->count() - 1)); return true;
        case Qt::Key_PageUp: m_list->setCurrentRow(qMax(row - 8, 0)); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: runCurrent(); return true;
        default: break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace jobq::console
