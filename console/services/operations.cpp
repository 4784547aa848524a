// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/operations.h"

#include <QLocale>
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
    case State::Running:
        return isStopping ? Operations::tr("Stopping …") : Operations::tr("%1 of %2 …").arg(QLocale().toString(processed), QLocale().toString(planned));
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
    connect(&m_progress, &QTimer::timeout, this, &Operations::showProgress);
}

Operations::~Operations()
{
    for (const std::shared_ptr<Control> &control : std::as_const(m_controls)) {
        control->cancelled = true;
        control->future.cancel();
    }
}

void Operations::showProgress()
{
    for (auto at = m_controls.cbegin(); at != m_controls.cend(); ++at) {
        if (OperationRun *run = mutableFind(at.key())) {
            run->processed = (*at)->processed;
            Q_EMIT changed(at.key());
        }
    }
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
void Operations::execute(const Plan &plan, const OperationPreview &jobs, Control &control, const System &system)
{
    OperationRun &run = control.run;
    const OperationContext context{{}, run.reason, run.group};
    const qsizetype total = plan.runBatch ? (jobs.eligible.size() + batchSize - 1) / batchSize : plan.steps.size();
    try {
        for (qsizetype i = 0; i < total; ++i) {
            if (control.cancelled) {
                run.state = OperationRun::State::Cancelled;
                return;
            }
            const BatchResult result = plan.runBatch ? plan.runBatch(system, jobs.frozen(i * batchSize, batchSize), context) : plan.steps.at(i)(system, context);
            add(run, result);
            run.processed += plan.runBatch ? qMin(batchSize, jobs.eligible.size() - i * batchSize) : result.changed + result.skipped.size();
            control.processed = run.processed;
        }
        run.state = OperationRun::State::Done;
    } catch (const Error &error) {
        noteFailure(control, error);
    }
}

void Operations::noteFailure(Control &control, const Error &error)
{
    // A time limit of the server cancels too: that is a failure.
    const bool isWanted = control.cancelled && error.kind() == Error::Kind::Cancelled;
    control.run.state = isWanted ? OperationRun::State::Cancelled : OperationRun::State::Failed;
    control.run.isOutcomeUnknown = error.kind() == Error::Kind::OutcomeUnknown;
    control.run.message = isWanted ? QString() : error.message();
}

QString Operations::start(const Plan &plan, const PlanPreview &preview, const QString &reason)
{
    OperationRun run;
    run.group = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.place = m_database.profile().place();
    run.title = plan.title;
    run.icon = plan.icon;
    run.reason = reason;
    run.at = QDateTime::currentDateTimeUtc();
    run.planned = plan.runBatch ? preview.jobs.eligible.size() : preview.affected;
    run.counted = plan.counted;
    // A step says itself what it skips, the jobs of the preview among it.
    if (plan.runBatch)
        run.skipped = preview.jobs.skipped;
    run.canBeUndone = plan.canBeUndone;
    run.undoNote = plan.undoNote;
    m_runs.prepend(run);
    const auto control = std::make_shared<Control>();
    control->run = run;
    m_controls.insert(run.group, control);

    m_progress.start();
    control->future = m_database.run(
        Database::Lane::Change, plan.title, this, [plan, jobs = preview.jobs, control](const System &system) { execute(plan, jobs, *control, system); },
        [this, group = run.group] { handleEnd(group); },
        [this, control, group = run.group](const Error &error) {
            if (control->run.state == OperationRun::State::Running)
                noteFailure(*control, error);
            handleEnd(group);
        });
    Q_EMIT changed(run.group);
    return run.group;
}

void Operations::handleEnd(const QString &group)
{
    const std::shared_ptr<Control> control = m_controls.take(group);
    if (m_controls.isEmpty())
        m_progress.stop();
    OperationRun *run = mutableFind(group);
    if (run && control)
        *run = control->run;
    Q_EMIT changed(group);
    Q_EMIT finished(group);
}

void Operations::cancel(const QString &group)
{
    const auto control = m_controls.value(group);
    if (!control)
        return;
    control->cancelled = true;
    control->future.cancel();
    if (OperationRun *run = mutableFind(group))
        run->isStopping = true;
    Q_EMIT changed(group);
}

} // namespace jobq::console
