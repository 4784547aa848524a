// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/diagnosis.h"

#include <QJsonDocument>
#include <QSysInfo>

namespace jobq::console {

namespace {

QJsonObject serverOf(const ServerFacts &facts)
{
    return {{QStringLiteral("version"), facts.serverVersion},
            {QStringLiteral("schemaVersion"), facts.schemaVersion},
            {QStringLiteral("databaseBytes"), facts.databaseBytes},
            {QStringLiteral("isSuperuser"), facts.isSuperuser},
            {QStringLiteral("isReadOnly"), facts.isReadOnly},
            {QStringLiteral("isInRecovery"), facts.isInRecovery},
            {QStringLiteral("timeZone"), facts.timeZone},
            {QStringLiteral("clockSkewMs"), QDateTime::currentDateTimeUtc().msecsTo(facts.serverTime)},
            {QStringLiteral("startedAt"), facts.startedAt.toString(Qt::ISODateWithMs)}};
}

QJsonArray tablesOf(const MaintenancePreview &preview)
{
    QJsonArray tables;
    for (const TableSize &table : preview.tables) {
        tables.append(QJsonObject{{QStringLiteral("name"), table.name},
                                  {QStringLiteral("rows"), table.rows.value},
                                  {QStringLiteral("tableBytes"), table.tableBytes},
                                  {QStringLiteral("indexBytes"), table.indexBytes},
                                  {QStringLiteral("deadRows"), table.deadRows},
                                  {QStringLiteral("lastVacuum"), table.lastVacuum.toString(Qt::ISODate)},
                                  {QStringLiteral("lastAnalyze"), table.lastAnalyze.toString(Qt::ISODate)}});
    }
    return tables;
}

// Which worker holds what since when; hosts are left out.
QJsonArray locksOf(const Inspector &inspector)
{
    QJsonArray locks;
    PageRequest request;
    request.limit = 500;
    request.textLimit = 0;
    for (const LockedJob &locked : inspector.lockedJobs({}, request).rows) {
        locks.append(QJsonObject{{QStringLiteral("job"), locked.job.id},
                                 {QStringLiteral("task"), locked.job.taskIdentifier},
                                 {QStringLiteral("lockedForMs"), qint64(locked.lockedFor.count())},
                                 {QStringLiteral("workerHealth"), int(locked.workerHealth)}});
    }
    return locks;
}

QJsonArray scheduleOf(const MaintenancePreview &preview)
{
    QJsonArray tasks;
    for (const MaintenanceTaskInfo &task : preview.tasks) {
        tasks.append(QJsonObject{{QStringLiteral("task"), task.task},
                                 {QStringLiteral("periodMs"), qint64(task.period.count())},
                                 {QStringLiteral("lastFinishedAt"), task.lastFinishedAt.toString(Qt::ISODate)},
                                 {QStringLiteral("hasFailed"), task.lastError.has_value()}});
    }
    return tasks;
}

// Their ids hold the names of hosts: left out.
QJsonArray workersOf(const Inspector &inspector)
{
    QJsonArray workers;
    for (const WorkerInfo &worker : inspector.workers().rows) {
        workers.append(QJsonObject{{QStringLiteral("version"), worker.version},
                                   {QStringLiteral("concurrency"), worker.concurrency},
                                   {QStringLiteral("runningJobs"), worker.runningJobs.value},
                                   {QStringLiteral("sinceHeartbeatMs"), qint64(std::chrono::duration_cast<std::chrono::milliseconds>(worker.sinceHeartbeat).count())},
                                   {QStringLiteral("health"), int(worker.health)}});
    }
    return workers;
}

} // namespace

QByteArray Diagnosis::collect(const System &system)
{
    const Inspector inspector(system);
    const MaintenancePreview preview = inspector.maintenancePreview();
    const Overview overview = inspector.overview();
    QJsonObject bundle{{QStringLiteral("program"), QStringLiteral("jobq-console ") + QLatin1String(JOBQ_CONSOLE_VERSION)},
                       {QStringLiteral("qt"), QLatin1String(qVersion())},
                       {QStringLiteral("platform"), QSysInfo::prettyProductName()},
                       {QStringLiteral("server"), serverOf(inspector.serverFacts())},
                       {QStringLiteral("tables"), tablesOf(preview)},
                       {QStringLiteral("locks"), locksOf(inspector)},
                       {QStringLiteral("maintenance"), scheduleOf(preview)},
                       {QStringLiteral("workers"), workersOf(inspector)},
                       {QStringLiteral("ready"), overview.counts.ready.value},
                       {QStringLiteral("waiting"), overview.counts.waiting.value},
                       {QStringLiteral("scheduled"), overview.counts.scheduled.value},
                       {QStringLiteral("locked"), overview.counts.locked.value},
                       {QStringLiteral("exhausted"), overview.counts.exhausted.value},
                       {QStringLiteral("liveWorkers"), overview.liveWorkers},
                       {QStringLiteral("silentWorkers"), overview.silentWorkers}};
    const QJsonObject server = inspector.diagnosis().object();
    for (auto at = server.constBegin(); at != server.constEnd(); ++at)
        bundle.insert(at.key(), at.value());
    if (preview.oldestTransaction)
        bundle.insert(QStringLiteral("oldestTransactionMs"), qint64(preview.oldestTransaction->age.count()));
    return QJsonDocument(bundle).toJson();
}

} // namespace jobq::console
