// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "worker/worker.h"

#include <QString>

namespace jobq::console {

/// The tasks of the sample workload: real work on real files of this machine.
class SampleHandlers
{
public:
    /// `checksum`: SHA-256 of the file `path`, read in chunks; the sum goes into the results.
    static Result checksum(JobContext &context);
    /// `thumbnail`: scales the picture `path` into `size` pixels, as PNG in the cache folder.
    static Result thumbnail(JobContext &context);
    /// `fetch-report`: stands for a service that is down now and then: fails by `failures` of the first attempts.
    static Result fetchReport(JobContext &context);
    /// `send-digest`: waits for `ms`, as a mail server would make it.
    static Result sendDigest(JobContext &context);
    /// `import-batch`: a job of several steps that stops half-way the first time and goes on from there.
    static Result importBatch(JobContext &context);

    static QString thumbnailFolder();
    static void addTo(Worker &worker);
};

} // namespace jobq::console
