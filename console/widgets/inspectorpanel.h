// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/database.h"
#include "services/navigator.h"
#include "services/refreshclock.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabWidget;
class QVBoxLayout;

namespace jobq::console {

class ExplainView;
class JsonView;
class StateLabel;
class Timeline;

/// All about one job: where it stands and why, payload, error, attempts and what belongs to it.
class InspectorPanel : public QWidget
{
    Q_OBJECT
public:
    InspectorPanel(Database &database, RefreshClock &clock, Navigator &navigator, QWidget *parent = nullptr);

    void showJob(JobId id);
    /// Another database: a job of that number is another job there.
    void clear();
    void showExplanation();
    [[nodiscard]] JobId jobId() const { return m_id; }
    /// As it was read last; none where it is finished.
    [[nodiscard]] const std::optional<ListedJob> &job() const { return m_job; }
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }

Q_SIGNALS:
    /// Of the job that it shows.
    void actionWanted(const QString &actionId);
    void jobShown(jobq::JobId id);
    void loaded();

private:
    struct Facts {
        std::optional<ListedJob> job;
        QList<ListedRecord> records;
        Explanation explanation;
    };
    void makeHead();
    void makeTabs();
    void read();
    void take(const Facts &facts);
    void showHead(const Facts &facts);
    void showError(const Facts &facts);
    void showDetails(const Facts &facts);
    void showAttempts(const Facts &facts);
    void addDetail(const QString &name, const QString &value, const QString &link = {});
    void followLink(const QString &link);
    void loadAll();

    Database &m_database;
    Navigator &m_navigator;
    JobId m_id = 0;
    std::optional<ListedJob> m_job;
    bool m_loaded = false;
    bool m_busy = false;
    bool m_wholePayload = false;

    QStackedWidget *m_stack;
    QWidget *m_content;
    QVBoxLayout *m_layout;
    QLabel *m_title;
    QLabel *m_subtitle;
    StateLabel *m_state;
    QLabel *m_reason;
    QTabWidget *m_tabs;
    JsonView *m_payload;
    ExplainView *m_explain;
    Timeline *m_timeline;
    QLabel *m_results;
    QPlainTextEdit *m_error;
    QFormLayout *m_details;
};

} // namespace jobq::console
