// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/operations.h"

#include <QMap>

#include <limits>

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
    case State::Cancelled: return Operations::tr("Cancelled: %1 until then.").arg(changedText(counted, changed));
    case State::Done: break;
    }
    QString text = message.isEmpty() ? changedText(counted, changed) : message;
    if (!skipped.isEmpty())
        text += Operations::tr(", %Ln skipped", nullptr, int(skipped.size()));
    return text;
}

QString OperationRun::countText(Counted what, qint64 count)
{
    const int n = int(qMin<qint64>(count, std::numeric_limits<int>::max()));
    switch (what) {
    case Counted::Jobs: return Operations::tr("%Ln job(s)", nullptr, n);
    case Counted::Locks: return Operations::tr("%Ln lock(s)", nullptr, n);
    case Counted::Records: return Operations::tr("%Ln record(s)", nullptr, n);
    case Counted::Queues: return Operations::tr("%Ln queue(s)", nullptr, n);
    case Counted::Tasks: return Operations::tr("%Ln task identifier(s)", nullptr, n);
    case Counted::Limits:
    case Counted::RemovedLimits: return Operations::tr("%Ln rate limit(s)", nullptr, n);
    }
    return {};
}

QString OperationRun::plannedText(Counted what, const QString &count)
{
    switch (what) {
    case Counted::Jobs:
    case Counted::Limits: return Operations::tr("%1 will be changed.").arg(count);
    case Counted::Locks: return Operations::tr("%1 will be opened.").arg(count);
    case Counted::RemovedLimits: return Operations::tr("%1 will be removed.").arg(count);
    case Counted::Records:
    case Counted::Queues:
    case Counted::Tasks: return Operations::tr("%1 will be deleted.").arg(count);
    }
    return {};
}

QString OperationRun::changedText(Counted what, qint64 count)
{
    switch (what) {
    case Counted::Jobs:
    case Counted::Limits: return Operations::tr("%1 changed").arg(countText(what, count));
    case Counted::Locks: return Operations::tr("%1 opened").arg(countText(what, count));
    case Counted::RemovedLimits: return Operations::tr("%1 removed").arg(countText(what, count));
    case Counted::Records:
    case Counted::Queues:
    case Counted::Tasks: return Operations::tr("%1 deleted").arg(countText(what, count));
    }
    return {};
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

// Runs on a thread. Whatever is thrown, what the batches before did is done: the report says so.
OperationRun Operations::execute(const Plan &plan, const OperationPreview &jobs, Control &control, OperationRun run, const System &system)
{
    const OperationContext context{{}, run.reason, run.group};
    const qsizetype total = plan.runBatch ? (jobs.eligible.size() + batchSize - 1) / batchSize : plan.steps.size();
    run.state = OperationRun::State::Done;
    try {
        for (qsizetype i = 0; i < total; ++i) {
            if (control.cancelled) {
                run.state = OperationRun::State::Cancelled;
                break;
            }
            const BatchResult result = plan.runBatch ? plan.runBatch(system, jobs.frozen(i * batchSize, batchSize), context) : plan.steps.at(i)(system, context);
            add(run, result);
            run.processed += plan.runBatch ? qMin(batchSize, jobs.eligible.size() - i * batchSize) : result.changed + result.skipped.size();
            control.processed = run.processed;
        }
    } catch (const Error &error) {
        run.state = OperationRun::State::Failed;
        run.message = error.message();
    }
    return run;
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
    run.counted = plan.counted;
    run.skipped = preview.jobs.skipped;
    run.canBeUndone = plan.canBeUndone;
    run.undoNote = plan.undoNote;
    m_runs.prepend(run);
    const auto control = std::make_shared<Control>();
    m_controls.insert(run.group, control);

    const auto work = [plan, jobs = preview.jobs, control, run](const System &system) { return execute(plan, jobs, *control, run, system); };
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
