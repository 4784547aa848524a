// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

#include <memory>

namespace jobq {
class MaintenanceRunner;
}

namespace jobq::console {

/// Keeps a local database tidy, and its charts fed: nobody else does where no program of one's own runs a worker.
class Upkeep
{
public:
    Upkeep();
    ~Upkeep();

    void start(const System &system);
    void stop();
    [[nodiscard]] bool isRunning() const { return m_runner != nullptr; }

private:
    std::unique_ptr<MaintenanceRunner> m_runner;
};

} // namespace jobq::console
