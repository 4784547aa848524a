// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeWidget>

namespace jobq::console {

/// The pages, the saved views and the connections, each one line.
class Sidebar : public QTreeWidget
{
    Q_OBJECT
public:
    enum class Section { Pages, Views, Connections };

    explicit Sidebar(QWidget *parent = nullptr);

    void addPage(const QString &id, const QString &title, const QString &iconName, const QString &toolTip);
    /// A number beside a page, with what it counts; 0 shows nothing.
    void setBadge(const QString &pageId, qint64 count, bool isBad, const QString &meaning);
    void setCurrentPage(const QString &id);
    void setViews(const QStringList &names);
    struct Connection {
        QString name;
        QString iconName;
        bool isCurrent = false;
    };
    void setConnections(const QList<Connection> &connections);

Q_SIGNALS:
    void pageChosen(const QString &id);
    void viewChosen(const QString &name);
    void viewRemovalWanted(const QString &name);
    void connectionChosen(const QString &name);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QTreeWidgetItem *section(Section section) const { return topLevelItem(int(section)); }
    void handleItem(QTreeWidgetItem *item);
    void fill(Section section, const QList<Connection> &lines);
};

} // namespace jobq::console
