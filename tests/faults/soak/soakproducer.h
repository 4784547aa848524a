// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "enqueue/jobenqueue.h"
#include "faults/soak/soakactor.h"

namespace jobq::test {

/// Adds jobs of every kind: plain, in named queues, with keys, scheduled, with flags and rate limits, failing,
/// half-successful, hopeless, and some that take longer than the lease.
class SoakProducer : public SoakActor
{
public:
    static const QString RateLimit;

    SoakProducer(const System &system, SoakLedger &ledger, quint64 seed);

protected:
    void act() override;

private:
    [[nodiscard]] JobSpec randomSpec();
    void addKeyed();

    const JobEnqueue m_enqueue;
};

} // namespace jobq::test
