// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/jobspec.h"
#include "modelworld.h"

namespace jobq::test {

/// Adds jobs, alone, together, under keys and in a caller's own transaction.
class EnqueueSteps
{
public:
    explicit EnqueueSteps(ModelWorld &world);

    void addOne();
    void addMany();
    void addInTransaction();
    void endTransaction();
    /// The caller's transaction is open.
    [[nodiscard]] bool isOpen() const { return m_open; }

private:
    struct Pending {
        Job job;
        bool future = false;
    };
    JobSpec randomSpec(bool keyed);
    void modelAdd(const JobSpec &spec, const Job &job);

    ModelWorld &m_world;
    CallerDatabase m_caller;
    QList<Pending> m_pending; ///< Added in the open transaction.
    bool m_open = false;
};

} // namespace jobq::test
