// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/upkeep.h"

#include "admin/maintenancerunner.h"

namespace jobq::console {

Upkeep::Upkeep() = default;

Upkeep::~Upkeep()
{
    stop();
}

void Upkeep::start(const System &system)
{
    if (m_runner)
        return;
    m_runner = std::make_unique<MaintenanceRunner>(system);
    m_runner->start();
}

void Upkeep::stop()
{
    if (m_runner)
        m_runner->stop();
    m_runner.reset();
}

} // namespace jobq::console
