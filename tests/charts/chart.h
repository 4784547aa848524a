// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QPointF>
#include <QString>

namespace jobq::charts {

/// One curve in axes of its own; the vertical one begins at 0.
struct Panel {
    enum class Kind {
        Points, ///< Few, each with its value beside it; the horizontal axis is logarithmic.
        Timeline, ///< Many, as a line; the horizontal axis is linear, the vertical scale the panel's own.
    };
    QString title;
    QString xLabel;
    QString yLabel;
    QList<QPointF> points; ///< By ascending x, which is positive in a panel of points.
    int decimals = 1; ///< Of the values written beside the points.
    Kind kind = Kind::Points;
};

/// In rows of `columns`. All panels of points share one vertical scale, so that they can be compared. Throws
/// std::runtime_error where the file can't be written.
void writeChart(const QString &path, const QString &title, const QList<Panel> &panels, int columns);

} // namespace jobq::charts
