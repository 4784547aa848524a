// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/jobcolumns.h"

#include <cmath>

namespace jobq::console {

namespace {

QString lockedFor(const ListedJob &job)
{
    if (!job.lockedBy)
        return {};
    return Texts::span(std::chrono::milliseconds(qMax<qint64>(0, job.lockedAt.msecsTo(Texts::now()))));
}

Column<ListedJob> stateColumn()
{
    return {QStringLiteral("status"), JobColumns::tr("Status"), 120, false,
            [](const ListedJob &job) { return Words::stage(job.stage).word; },
            [](const ListedJob &job, int role) -> QVariant {
                if (role == FractionRole && job.progress)
                    return *job.progress;
                if (role == Qt::ToolTipRole && job.progress)
                    return QStringLiteral("%1 %  %2").arg(qRound(*job.progress * 100)).arg(job.progressNote.value_or(QString()));
                return Words::cell(Words::stage(job.stage), role);
            }};
}

Column<ListedJob> attemptsColumn()
{
    return {QStringLiteral("attempts"), JobColumns::tr("Attempts"), 84, true,
            [](const ListedJob &job) { return QStringLiteral("%1 / %2").arg(job.attempts).arg(job.maxAttempts); },
            [](const ListedJob &job, int role) -> QVariant {
                return role == ToneRole && job.attempts >= job.maxAttempts ? QVariant(int(Tone::Bad)) : QVariant();
            }};
}

template<typename Row>
Column<Row> errorColumn(const std::function<QString(const Row &)> &get)
{
    return {QStringLiteral("error"), JobColumns::tr("Error"), 240, false, [get](const Row &row) { return Texts::singleLine(get(row)); },
            [get](const Row &row, int role) -> QVariant {
                const QString text = get(row);
                return role == Qt::ToolTipRole && !text.isEmpty() ? QVariant(text.left(2000)) : QVariant();
            }};
}

} // namespace

QList<Column<ListedJob>> JobColumns::jobs()
{
    using J = ListedJob;
    return {
        {QStringLiteral("id"), tr("Id"), 76, true, [](const J &job) { return QString::number(job.id); }},
        stateColumn(),
        {QStringLiteral("task"), tr("Task"), 136, false, [](const J &job) { return job.taskIdentifier; }},
        queue<J>([](const J &job) { return job.queueName; }),
        {QStringLiteral("priority"), tr("Priority"), 72, true, [](const J &job) { return QString::number(job.priority); }, {}, tr("Lower runs first")},
        time<J>(QStringLiteral("runAt"), tr("Run at"), [](const J &job) { return job.runAt; }),
        attemptsColumn(),
        errorColumn<J>([](const J &job) { return job.lastError.value_or(QString()); }),
        {QStringLiteral("lockedFor"), tr("Locked for"), 90, true, lockedFor},
        {QStringLiteral("locked"), tr("Locked by"), 150, false, [](const J &job) { return job.lockedBy.value_or(QString()); }},
        {QStringLiteral("key"), tr("Key"), 110, false, [](const J &job) { return job.jobKey.value_or(QString()); }},
        {QStringLiteral("flags"), tr("Flags"), 80, false, [](const J &job) { return job.flags.join(QStringLiteral(", ")); }},
    };
}

QString JobColumns::keyOfRecord(const ListedRecord &record)
{
    return QStringLiteral("%1/%2").arg(record.jobId).arg(record.correlationId.toString(QUuid::Id128));
}

QList<Column<ListedRecord>> JobColumns::history(const std::shared_ptr<double> &longest)
{
    using R = ListedRecord;
    return {
        time<R>(QStringLiteral("finished"), tr("Finished"), [](const R &record) { return record.finishedAt; }),
        {QStringLiteral("status"), tr("Status"), 112, false, [](const R &record) { return Words::historyStatus(record.status).word; },
         [](const R &record, int role) { return Words::cell(Words::historyStatus(record.status), role); }},
        {QStringLiteral("job"), tr("Job"), 76, true, [](const R &record) { return QString::number(record.jobId); }},
        {QStringLiteral("task"), tr("Task"), 140, false, [](const R &record) { return record.taskIdentifier; }},
        queue<R>([](const R &record) { return record.queueName; }),
        {QStringLiteral("duration"), tr("Duration"), 100, true, [](const R &record) { return Texts::span(record.executionTime); },
         [longest](const R &record, int role) -> QVariant {
             // By its logarithm: a bar of an hour leaves nothing to see of a second.
             return role == FractionRole ? QVariant(std::log1p(double(record.executionTime.count())) / std::log1p(*longest)) : QVariant();
         }},
        {QStringLiteral("waited"), tr("Waited"), 92, true, [](const R &record) { return Texts::span(record.queueTime); }, {}, tr("From when it could run to its claim")},
        {QStringLiteral("attempt"), tr("Attempt"), 72, true, [](const R &record) { return QString::number(record.attempt); }},
        {QStringLiteral("worker"), tr("Worker"), 150, false, [](const R &record) { return record.workerId; }},
        {QStringLiteral("results"), tr("Results"), 220, false,
         [](const R &record) { return record.partialResults ? Texts::singleLine(record.partialResults->results.text()) : QString(); }},
        errorColumn<R>([](const R &record) { return record.errorMessage.value_or(QString()); }),
    };
}

} // namespace jobq::console
