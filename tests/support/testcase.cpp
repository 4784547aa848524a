// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/testcase.h"

#include <QRegularExpression>
#include <QTest>

namespace jobq::test {

void TestCase::expectWarning(const char *regularExpression)
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QLatin1String(regularExpression)));
}

void TestCase::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"), QRegularExpression::DotMatchesEverythingOption));
}

} // namespace jobq::test
