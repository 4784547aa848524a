// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"

#include <QList>
#include <QPointF>
#include <QString>

namespace jobq::test {

/// One figure over time, that has to stay level.
struct SoakSeries {
    QString name;
    QString unit;
    double allowance = 0; ///< It may grow by this, whatever it was.
    QList<QPointF> points; ///< Seconds, value.

    /// The medians of both halves; the beginning, in which everything fills up, aside.
    [[nodiscard]] double firstHalf() const;
    [[nodiscard]] double secondHalf() const;
    [[nodiscard]] bool isLevel() const;
};

/// Measures memory, connections, the queue and its tables.
class SoakSampler
{
public:
    explicit SoakSampler(const ConnectionSettings &database);

    /// Does nothing while the server is away.
    void sample(double seconds, const QList<qint64> &pids);
    [[nodiscard]] const QList<SoakSeries> &series() const { return m_series; }
    /// The most jobs in the history at once that have more than one record of completion.
    [[nodiscard]] qint64 completedTwice() const { return m_completedTwice; }

    /// Throws std::runtime_error.
    void write(const QString &folder, const QString &title) const;

private:
    void writeTable(const QString &path) const;

    const ConnectionSettings m_database;
    QList<SoakSeries> m_series;
    qint64 m_completedTwice = 0;
};

} // namespace jobq::test
