// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "modelworld.h"

namespace jobq::test {

/// Compares the real queue with the model, and looks for what must never be.
class Invariants
{
public:
    explicit Invariants(ModelWorld &world)
        : m_world(world)
    {
    }

    /// After every step: all jobs and tokens, the records that the step wrote, and what must never be.
    void check();
    /// Now and then: the whole history.
    void checkHistory() const;

private:
    ModelWorld &m_world;
    QString m_looked = QStringLiteral("-infinity"); ///< The history up to this time is compared.
};

} // namespace jobq::test
