// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <optional>

namespace jobq::test {

/// A fresh database for each test function, and a system on it.
class SystemTestCase : public TestCase
{
    Q_OBJECT
protected Q_SLOTS:
    void init()
    {
        TestCase::init();
        m_settings = m_postgres.createDatabase();
        m_system.emplace(ConnectionPool(m_settings));
    }

protected:
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;
};

} // namespace jobq::test
