// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "support/errors.h"

#include <QObject>

namespace jobq::test {

/// The base of every test class: a qWarning that the test function did not expect fails it.
class TestCase : public QObject
{
    Q_OBJECT
protected:
    /// The next warning that matches is expected; one that does not come fails the test.
    static void expectWarning(const char *regularExpression);

protected Q_SLOTS:
    /// Where a test has an init() of its own, it calls this one.
    void init();
};

} // namespace jobq::test
