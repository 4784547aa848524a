// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sidebar.h"

#include "models/texts.h"
#include "widgets/icons.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

namespace jobq::console {

namespace {

enum ItemRole { IdRole = Qt::UserRole, SectionRole, BadgeRole, BadgeBadRole, IconRole };

class SidebarDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {0, index.parent().isValid() ? 32 : index.row() == 0 ? 32 : 40};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (!index.parent().isValid())
            paintHeading(painter, option, index);
        else
            paintLine(painter, option, index);
        painter->restore();
    }

private:
    static void paintHeading(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        QFont font = option.font;
        font.setPointSizeF(font.pointSizeF() * 0.85);
        font.setBold(true);
        font.setCapitalization(QFont::AllUppercase);
        font.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
        painter->setFont(font);
        painter->setPen(Theme::muted());
        painter->drawText(option.rect.adjusted(16, 0, -8, -6), Qt::AlignBottom | Qt::AlignLeft, index.data().toString());
    }

    static void paintLine(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        const bool isSelected = option.state & QStyle::State_Selected;
        const QRectF pill = QRectF(option.rect).adjusted(8, 1, -8, -1);
        const QColor text = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::WindowText);
        painter->setPen(Qt::NoPen);
        if (isSelected)
            painter->setBrush(option.palette.color(QPalette::Highlight));
        else if (option.state & QStyle::State_MouseOver)
            painter->setBrush(Theme::mix(text, option.palette.color(QPalette::Window), 0.07));
        else
            painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(pill, 5, 5);
        const QColor iconColor = isSelected ? Theme::readable(Theme::color(Tone::Accent), option.palette.color(QPalette::Highlight), text) : Theme::muted();
        painter->drawPixmap(QPointF(pill.left() + 10, pill.center().y() - 8),
                            iconPixmap(index.data(IconRole).toString(), iconColor, 16, painter->device()->devicePixelRatioF()));
        QRectF textRect = pill.adjusted(36, 0, -8, 0);
        const QString badge = index.data(BadgeRole).toString();
        if (!badge.isEmpty())
            textRect.setRight(paintBadge(painter, option, pill, badge, index.data(BadgeBadRole).toBool()));
        QFont font = option.font;
        font.setBold(isSelected);
        painter->setFont(font);
        painter->setPen(text);
        painter->drawText(textRect, Qt::AlignVCenter | Qt::TextSingleLine,
                          QFontMetricsF(font).elidedText(index.data().toString(), Qt::ElideMiddle, textRect.width()));
    }

    static double paintBadge(QPainter *painter, const QStyleOptionViewItem &option, const QRectF &pill, const QString &badge, bool isBad)
    {
        QFont font = option.font;
        font.setPointSizeF(font.pointSizeF() * 0.85);
        const double width = qMax(20.0, QFontMetricsF(font).horizontalAdvance(badge) + 12);
        const QRectF rect(pill.right() - width - 6, pill.center().y() - 9, width, 18);
        painter->setPen(Qt::NoPen);
        painter->setBrush(isBad ? Theme::tint(Tone::Bad) : Theme::mix(Theme::muted(), option.palette.color(QPalette::Window), 0.18));
        painter->drawRoundedRect(rect, 9, 9);
        painter->setFont(font);
        painter->setPen(isBad ? Theme::color(Tone::Bad) : option.palette.color(QPalette::WindowText));
        painter->drawText(rect, Qt::AlignCenter, badge);
        return rect.left() - 4;
    }
};

} // namespace

Sidebar::Sidebar(QWidget *parent)
    : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("sidebar"));
    setAccessibleName(tr("Navigation"));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(0);
    setItemsExpandable(false);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new SidebarDelegate(this));
    setFrameShape(NoFrame);
    viewport()->setAutoFillBackground(false);
    for (const QString &title : {tr("Pages"), tr("Saved views"), tr("Connections")}) {
        auto *heading = new QTreeWidgetItem(this, {title});
        heading->setFlags(Qt::ItemIsEnabled);
        heading->setExpanded(true);
    }
    connect(this, &QTreeWidget::itemClicked, this, &Sidebar::handleItem);
    connect(this, &QTreeWidget::itemActivated, this, &Sidebar::handleItem);
}

void Sidebar::handleItem(QTreeWidgetItem *item)
{
    if (!item->parent())
        return;
    const QString id = item->data(0, IdRole).toString();
    switch (Section(item->data(0, SectionRole).toInt())) {
    case Section::Pages: Q_EMIT pageChosen(id); break;
    case Section::Views: Q_EMIT viewChosen(id); break;
    case Section::Connections: Q_EMIT connectionChosen(id); break;
    }
}

void Sidebar::addPage(const QString &id, const QString &title, const QString &iconName, const QString &toolTip)
{
    auto *item = new QTreeWidgetItem(section(Section::Pages), {title});
    item->setData(0, IdRole, id);
    item->setData(0, SectionRole, int(Section::Pages));
    item->setData(0, IconRole, iconName);
    item->setToolTip(0, toolTip);
}

void Sidebar::setBadge(const QString &pageId, qint64 count, bool isBad, const QString &meaning)
{
    QTreeWidgetItem *pages = section(Section::Pages);
    for (int i = 0; i < pages->childCount(); ++i) {
        QTreeWidgetItem *item = pages->child(i);
        if (item->data(0, IdRole).toString() != pageId)
            continue;
        item->setData(0, BadgeRole, count > 0 ? Texts::number(count) : QString());
        item->setData(0, BadgeBadRole, isBad);
        item->setData(0, Qt::AccessibleDescriptionRole, count > 0 ? meaning : QString());
    }
}

void Sidebar::setCurrentPage(const QString &id)
{
    QTreeWidgetItem *pages = section(Section::Pages);
    for (int i = 0; i < pages->childCount(); ++i) {
        if (pages->child(i)->data(0, IdRole).toString() == id)
            setCurrentItem(pages->child(i));
    }
}

void Sidebar::fill(Section which, const QList<Connection> &lines)
{
    QTreeWidgetItem *heading = section(which);
    qDeleteAll(heading->takeChildren());
    heading->setHidden(lines.isEmpty());
    for (const Connection &line : lines) {
        auto *item = new QTreeWidgetItem(heading, {line.name});
        item->setData(0, IdRole, line.name);
        item->setData(0, SectionRole, int(which));
        item->setData(0, IconRole, line.iconName);
        item->setToolTip(0, line.name);
        if (line.isCurrent)
            item->setData(0, BadgeRole, tr("open"));
    }
    heading->setExpanded(true);
}

void Sidebar::setViews(const QStringList &names)
{
    QList<Connection> lines;
    for (const QString &name : names)
        lines.append({name, QStringLiteral("bookmark"), false});
    fill(Section::Views, lines);
}

void Sidebar::setConnections(const QList<Connection> &connections)
{
    fill(Section::Connections, connections);
}

void Sidebar::contextMenuEvent(QContextMenuEvent *event)
{
    const QTreeWidgetItem *item = itemAt(event->pos());
    if (!item || !item->parent() || Section(item->data(0, SectionRole).toInt()) != Section::Views)
        return;
    const QString name = item->data(0, IdRole).toString();
    QMenu menu(this);
    menu.addAction(icon(QStringLiteral("trash")), tr("Remove this view"), this, [this, name] { Q_EMIT viewRemovalWanted(name); });
    menu.exec(event->globalPos());
}

} // namespace jobq::console
