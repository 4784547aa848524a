// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "support/systemtestcase.h"

#include <QtTest>

namespace jobq::test {

/// A fresh database for each test function, and short words for what tests of execution do all the time.
class ExecutionTestCase : public SystemTestCase
{
    Q_OBJECT
protected:
    Job add(const JobOptions &options = {}, const QString &task = QStringLiteral("t")) const
    {
        return JobEnqueue(*m_system).addJob(task, Payload({{QStringLiteral("n"), 1}}), options);
    }
    [[nodiscard]] WorkerExecution execution() const { return WorkerExecution(*m_system); }
    [[nodiscard]] QList<ClaimedJob> claim(int batch = 1, const QString &worker = QStringLiteral("w")) const
    {
        return execution().getJobs(worker, {.batchSize = batch});
    }
    void sql(const QString &statement) const { TemporaryPostgres::execute(m_settings, statement); }
    [[nodiscard]] QVariant scalar(const QString &statement) const { return TemporaryPostgres::scalar(m_settings, statement); }
    [[nodiscard]] qint64 number(const QString &statement) const { return TemporaryPostgres::number(m_settings, statement); }
    void makeDue() const { sql(QStringLiteral("UPDATE jobq.jobs SET run_at = now() - interval '1 second'")); }
};

} // namespace jobq::test
