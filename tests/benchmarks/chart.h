// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QPointF>
#include <QString>

namespace jobq::bench {

/// One curve in axes of its own. The horizontal axis is logarithmic, the vertical one begins at 0.
struct Panel {
    QString title;
    QString xLabel;
    QString yLabel;
    QList<QPointF> points; ///< By ascending x, which is positive.
    int decimals = 1; ///< Of the values written beside the points.
};

/// In rows of `columns`. All panels share one vertical scale, so that they can be compared. Throws std::runtime_error where the file
/// can't be written.
void writeChart(const QString &path, const QString &title, const QList<Panel> &panels, int columns);

} // namespace jobq::bench
