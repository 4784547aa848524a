// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/operations.h"

#include <QMap>

namespace jobq::console {

namespace {

constexpr qsizetype batchSize = 200;
constexpr qint64 typedCountFrom = 100;

void add(OperationRun &run, const BatchResult &result)
{
    run.changed += result.changed;
    run.skipped += result.skipped;
    if (result.operationId)
        run.operationIds.append(*result.operationId);
    if (!result.message.isEmpty())
        run.message = result.message;
}

} // namespace

QMap<QString, int> OperationRun::skippedByReason(const QList<SkippedJob> &skipped)
{
    QMap<QString, int> counts;
    for (const SkippedJob &job : skipped)
        ++counts[sentence(job.reason)];
    return counts;
}

QString OperationRun::summary() const
{
    switch (state) {
    case State::Running: return Operations::tr("%1 of %2 …").arg(processed).arg(planned);
    case State::Failed: return message;
    case State::Cancelled: return Operations::tr("Cancelled after %n change(s).", nullptr, int(changed));
    case State::Done: break;
    }
    QString text = message.isEmpty() ? Operations::tr("%n changed", nullptr, int(changed)) : message;
    if (!skipped.isEmpty())
        text += Operations::tr(", %n skipped", nullptr, int(skipped.size()));
    return text;
}

Operations::Operations(Database &database, QObject *parent)
    : QObject(parent)
    , m_database(database)
{
    m_progress.setInterval(100);
    connect(&m_progress, &QTimer::timeout, this, [this] {
        for (auto at = m_controls.cbegin(); at != m_controls.cend(); ++at) {
            if (OperationRun *run = mutableFind(at.key())) {
                run->processed = (*at)->processed;
                Q_EMIT changed(at.key());
            }
        }
    });
}

OperationRun *Operations::mutableFind(const QString &group)
{
    const auto at = std::find_if(m_runs.begin(), m_runs.end(), [&](const OperationRun &run) { return run.group == group; });
    return at == m_runs.end() ? nullptr : &*at;
}

const OperationRun *Operations::find(const QString &group) const
{
    return const_cast<Operations *>(this)->mutableFind(group);
}

bool Operations::needsReason() const
{
    return m_database.profile().environment == Environment::Production;
}

bool Operations::needsTypedCount(qint64 affected) const
{
    return needsReason() && affected > typedCountFrom;
}

QString Operations::start(const Plan &plan, const PlanPreview &preview, const QString &reason)
{
    OperationRun run;
    run.group = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.title = plan.title;
    run.icon = plan.icon;
    run.reason = reason;
    run.at = QDateTime::currentDateTimeUtc();
    run.planned = plan.runBatch ? preview.jobs.eligible.size() : preview.affected;
    run.canBeUndone = plan.canBeUndone;
    run.undoNote = plan.undoNote;
    m_runs.prepend(run);
    const auto control = std::make_shared<Control>();
    m_controls.insert(run.group, control);

    const auto work = [plan, jobs = preview.jobs, control, run, reason](const System &system) mutable {
        const OperationContext context{{}, reason, run.group};
        if (plan.runWhole)
            add(run, plan.runWhole(system, context));
        run.state = OperationRun::State::Done;
        try {
            for (qsizetype first = 0; plan.runBatch && first < jobs.eligible.size(); first += batchSize) {
                if (control->cancelled) {
                    run.state = OperationRun::State::Cancelled;
                    break;
                }
                add(run, plan.runBatch(system, jobs.frozen(first, batchSize), context));
                control->processed = run.processed = qMin(first + batchSize, jobs.eligible.size());
            }
        } catch (const Error &error) {
            // What the batches before did is done: the report must say so.
            run.state = OperationRun::State::Failed;
            run.message = error.message();
        }
        return run;
    };
    m_progress.start();
    m_database.run(
        Database::Lane::Change, plan.title, this, work, [this, group = run.group](const OperationRun &result) { handleResult(group, result); },
        [this, run](const Error &error) {
            OperationRun failedRun = run;
            failedRun.state = OperationRun::State::Failed;
            failedRun.message = error.message();
            handleResult(run.group, failedRun);
        });
    Q_EMIT changed(run.group);
    return run.group;
}

void Operations::handleResult(const QString &group, const OperationRun &result)
{
    m_controls.remove(group);
    if (m_controls.isEmpty())
        m_progress.stop();
    if (OperationRun *run = mutableFind(group))
        *run = result;
    Q_EMIT changed(group);
    Q_EMIT finished(group);
}

void Operations::cancel(const QString &group)
{
    if (const auto control = m_controls.value(group))
        control->cancelled = true;
}

} // namespace jobq::console
