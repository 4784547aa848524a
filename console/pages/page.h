// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/navigator.h"
#include "services/operations.h"
#include "services/refreshclock.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QMenu;
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
    /// Goes to the first field of the filter; where there is none, it says so.
    virtual void focusFilter();
    /// Jobs that are chosen, for the actions on jobs.
    [[nodiscard]] virtual QList<JobId> selectedJobs() const { return {}; }
    /// What the action on jobs does to the page's own selection where that is no list of jobs: `replay`, `unlock`, …
    [[nodiscard]] virtual std::function<void()> commandFor(const QString &actionId)
    {
        Q_UNUSED(actionId)
        return {};
    }
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
    /// What must be so for a button to be of use.
    struct Needs {
        std::optional<Right> right = {}; ///< None: it changes nothing.
        std::function<QString()> whyNot = {}; ///< Why it can't be used now, in a sentence; empty where it can.
    };
    /// Adds a button at the right of the title.
    QPushButton *addHeadButton(const QString &iconName, const QString &text, const QString &toolTip, const std::function<void()> &run, const Needs &needs);
    QPushButton *addHeadButton(const QString &iconName, const QString &text, const QString &toolTip, const std::function<void()> &run)
    {
        return addHeadButton(iconName, text, toolTip, run, Needs());
    }
    /// One of what the filter matches: grey while the filter's text holds a mistake.
    QMenu *addAllMenu(const QString &toolTip);
    /// The same for jobs.
    void addAllJobsMenu(const std::function<JobSelection()> &all, const QStringList &operations);
    /// What is wrong with the filter's text, or that it is still to be read; empty: it is what the list shows.
    void setFilterProblem(const QString &problem);
    /// The same, said on the page too; empty: there is none.
    void setFilterMistake(const QString &mistake);
    [[nodiscard]] const QString &filterProblem() const { return m_filterProblem; }
    void setFilterField(QWidget *field) { m_filterField = field; }
    /// To be called when what a button needs may have changed.
    void updateButtons();
    void setSubtitle(const QString &text);
    void showError(const QString &message);
    void setLoaded();
    void showEvent(QShowEvent *event) override;

private:
    struct HeadButton {
        QPushButton *button = nullptr;
        QString toolTip;
        Needs needs;
    };
    [[nodiscard]] QString whyNot(const Needs &needs) const;

    PageContext m_context;
    QString m_id;
    QString m_title;
    QString m_iconName;
    QHBoxLayout *m_head;
    QVBoxLayout *m_body;
    QLabel *m_subtitle;
    QLabel *m_error;
    QLabel *m_mistake;
    QList<HeadButton> m_buttons;
    QString m_filterProblem;
    QWidget *m_filterField = nullptr;
    bool m_loaded = false;
};

} // namespace jobq::console
