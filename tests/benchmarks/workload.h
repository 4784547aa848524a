// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "job/jobspec.h"

#include <QList>

#include <chrono>
#include <functional>

namespace jobq::bench {

class Progress;

/// The task of the jobs that are measured.
[[nodiscard]] QString benchTask();

/// Makes the job number `n`.
using JobMaker = std::function<JobSpec(qint64 n)>;
/// An everyday job: a small payload, no queue, no flags.
[[nodiscard]] JobSpec plainJob(qint64 n);
[[nodiscard]] QList<JobSpec> makeJobs(const JobMaker &maker, qint64 first, qint64 count);

/// Adds `count` jobs in large chunks on two connections, as quick as it goes: what is measured comes after.
void fill(const System &system, Progress &progress, qint64 count, const JobMaker &maker = plainJob);

/// Seconds since it was made.
class Stopwatch
{
public:
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - m_start).count(); }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point m_start = Clock::now();
};

/// Processor time that this process has taken since it was made: unlike a rate, it hardly depends on what else the
/// machine is busy with.
class ProcessorTime
{
public:
    [[nodiscard]] double seconds() const { return now() - m_start; }

private:
    static double now();
    double m_start = now();
};

/// The value below which `fraction` of them lie (nearest rank). 0 where there are none.
[[nodiscard]] double percentile(QList<double> values, double fraction);

} // namespace jobq::bench
