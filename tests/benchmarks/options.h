// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <stdexcept>

namespace jobq::bench {

/// What the command line asked for.
struct Options {
    QString database; ///< Empty: a local server of our own.
    QStringList cases; ///< In the order of the list of cases; never empty.
    int jobs = 100'000; ///< What the cases take as their measure.
    qint64 rows = 1'000'000; ///< In the large tables of `backlog`, `gc` and `pages`.
    int concurrency = 24;
    bool json = false;

    [[nodiscard]] bool local() const { return database.isEmpty(); }
};

/// A mistake on the command line; what() says which and how it is right.
class BadArguments : public std::runtime_error
{
public:
    explicit BadArguments(const QString &message)
        : std::runtime_error(message.toStdString())
    {
    }
};

/// Throws BadArguments. `--help` and `--version` print and end the program.
[[nodiscard]] Options readOptions(const QStringList &arguments, const QStringList &knownCases, const QString &caseHelp);

} // namespace jobq::bench
