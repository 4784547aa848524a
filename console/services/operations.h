// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/database.h"
#include "services/plan.h"

#include <QUuid>

#include <atomic>
#include <memory>

namespace jobq::console {

/// A change that runs or ran in this session.
struct OperationRun {
    enum class State { Running, Done, Cancelled, Failed };

    QString group; ///< Ties it to its rows in the audit, the same in no other database.
    QString place; ///< Which database it changed: Profile::place().
    QString title;
    QString icon;
    QString reason;
    QDateTime at;
    State state = State::Running;
    bool isStopping = false; ///< Runs still, but was asked to stop.
    bool isOutcomeUnknown = false; ///< Failed, and nobody can say whether its last batch took effect.
    Counted counted = Counted::Jobs;
    qint64 planned = 0;
    qint64 processed = 0;
    qint64 changed = 0;
    QList<SkippedJob> skipped;
    QList<OperationId> operationIds;
    bool canBeUndone = false;
    QString undoNote;
    QString message; ///< What went wrong, or what came of it.

    [[nodiscard]] QString summary() const; ///< One sentence for people.
    [[nodiscard]] static QString countText(Counted what, qint64 count); ///< “12 jobs”
    [[nodiscard]] static QString plannedText(Counted what, const QString &count); ///< “12 jobs will be changed.”
    [[nodiscard]] static QString changedText(Counted what, qint64 count); ///< “12 jobs changed”
    [[nodiscard]] static QMap<QString, int> skippedByReason(const QList<SkippedJob> &skipped);
};

/// Runs the plans, one after the other, off the GUI thread, in batches that can be cancelled between.
class Operations : public QObject
{
    Q_OBJECT
public:
    explicit Operations(Database &database, QObject *parent = nullptr);
    ~Operations() override; ///< What runs is stopped, and nobody is told any more.

    /// Starts it, and returns its group.
    QString start(const Plan &plan, const PlanPreview &preview, const QString &reason);
    /// Stops it: the batch at work is taken back, also where it waits for a lock; those before it stay done.
    void cancel(const QString &group);
    [[nodiscard]] bool isRunning() const { return !m_controls.isEmpty(); }
    [[nodiscard]] const QList<OperationRun> &runs() const { return m_runs; } ///< The newest first.
    [[nodiscard]] const OperationRun *find(const QString &group) const;

    /// Whether the environment wants a reason, and at this number the count typed in.
    [[nodiscard]] bool needsReason() const;
    [[nodiscard]] bool needsTypedCount(qint64 affected) const;

Q_SIGNALS:
    void changed(const QString &group);
    void finished(const QString &group);

private:
    struct Control {
        std::atomic_bool cancelled{false};
        std::atomic<qint64> processed{0};
        OperationRun run; ///< Belongs to the thread until the call has ended. A cancelled future gives no result.
        QFuture<void> future;
    };
    static void execute(const Plan &plan, const OperationPreview &jobs, Control &control, const System &system);
    static void noteFailure(Control &control, const Error &error);
    OperationRun *mutableFind(const QString &group);
    void showProgress();
    void handleEnd(const QString &group);

    Database &m_database;
    QList<OperationRun> m_runs;
    QHash<QString, std::shared_ptr<Control>> m_controls;
    QTimer m_progress;
};

} // namespace jobq::console
