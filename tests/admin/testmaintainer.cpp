// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// A MaintenanceRunner in a process of its own that polls all the time, until it is killed.

#include "admin/maintenancerunner.h"

#include <QCoreApplication>

using namespace jobq;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    std::optional<ConnectionSettings> settings = ConnectionSettings::fromEnvironment();
    if (!settings)
        return 2;
    settings->preparedStatements = false;
    MaintenanceRunner runner{System(ConnectionPool(*settings))};
    runner.setPollInterval(std::chrono::milliseconds(1));
    runner.start();
    return QCoreApplication::exec();
}
