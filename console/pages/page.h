// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/navigator.h"
#include "services/operations.h"
#include "services/refreshclock.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace jobq::console {

/// What every page works with.
struct PageContext {
    Database &database;
    RefreshClock &clock;
    Operations &operations;
    Navigator &navigator;
};

/// One page of the window: a title, actions at its right, and what it shows. Reads only while it is looked at.
class Page : public QWidget
{
    Q_OBJECT
public:
    Page(const PageContext &context, const QString &id, const QString &title, const QString &iconName, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const { return m_id; }
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QString iconName() const { return m_iconName; }

    /// Reads what it shows anew.
    virtual void refresh() = 0;
    /// Another database: what was shown is of no use any more.
    virtual void reset() {}
    virtual void setFilter(const QString &filter) { Q_UNUSED(filter) }
    [[nodiscard]] virtual QString filter() const { return {}; }
    virtual void focusFilter() {}
    /// Jobs that are chosen, for the actions on jobs.
    [[nodiscard]] virtual QList<JobId> selectedJobs() const { return {}; }
    /// The values of one of them where the page has them all.
    [[nodiscard]] virtual std::optional<Job> currentJob() const { return {}; }
    /// New rows that wait while the operator reads.
    [[nodiscard]] virtual int heldCount() const { return 0; }
    virtual void showHeld() {}
    /// The lists to which the keys of a single letter belong.
    [[nodiscard]] virtual QList<QWidget *> keyTargets() { return {this}; }
    virtual void saveLayout() const {}
    /// True once the first answer is shown.
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    /// While there is no connection, what is shown is of the past.
    void setStale(bool stale);

Q_SIGNALS:
    void selectionChanged();
    void heldCountChanged(int count);
    void filterChanged(const QString &filter);
    void loaded();

protected:
    [[nodiscard]] const PageContext &context() const { return m_context; }
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    /// Adds a button at the right of the title.
    QPushButton *addHeadButton(const QString &iconName, const QString &text, const QString &toolTip, const std::function<void()> &run,
                               bool changes = false);
    /// One with a menu: what can be done to all jobs that the filter matches.
    void addAllMenu(const std::function<JobSelection()> &all, const QStringList &operations);
    void setSubtitle(const QString &text);
    void showError(const QString &message);
    void setLoaded();
    void showEvent(QShowEvent *event) override;

private:
    void updateButtons();

    PageContext m_context;
    QString m_id;
    QString m_title;
    QString m_iconName;
    QHBoxLayout *m_head;
    QVBoxLayout *m_body;
    QLabel *m_subtitle;
    QLabel *m_error;
    QList<QPushButton *> m_changeButtons;
    bool m_loaded = false;
};

} // namespace jobq::console
