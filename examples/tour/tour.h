// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <db/system.h>

#include <QString>

/// The tour's stops, in this order. Each works on the jobs that the ones before have left.
void showEnqueuing(const jobq::System &sys);
void showPayloads(const jobq::ConnectionPool &pool);
void showTransactions(const jobq::System &sys);
void showRateLimits(const jobq::System &sys);
void showExecution(const jobq::System &sys);
void showWorker(const jobq::System &sys);
void showAdministration(const jobq::System &sys);
void showReplayAndUndo(const jobq::System &sys);
void showMaintenance(const jobq::System &sys);
void showInspector(const jobq::System &sys);
void showStatistics(const jobq::System &sys);
void showExplanation(const jobq::System &sys);
void showFutures(const jobq::System &sys);

/// Prints a heading, or what happened.
void stop(const char *heading);
void say(const QString &text);
/// Ends the tour where what it says is not so.
void check(bool isSo, const char *what);
/// The message of the jobq::Error that `call` throws, printed; ends the tour where it throws none.
template<typename Call>
void showError(const char *what, Call &&call)
{
    try {
        call();
    } catch (const jobq::Error &error) {
        say(QStringLiteral("%1: %2").arg(QLatin1String(what), error.message()));
        return;
    }
    check(false, what);
}
