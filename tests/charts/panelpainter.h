// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "charts/chart.h"

#include <QRectF>

namespace jobq::charts {

/// Draws one panel that has points.
class PanelPainter
{
public:
    /// `top`: the highest value that has to fit.
    PanelPainter(const Panel &panel, const QRectF &area, double top);

    [[nodiscard]] QString svg() const { return axes() + curve(); }

private:
    [[nodiscard]] double x(double value) const;
    [[nodiscard]] double y(double value) const { return m_plot.bottom() - value / m_top * m_plot.height(); }
    [[nodiscard]] double onScale(double value) const;
    [[nodiscard]] QList<double> xTicks() const;
    [[nodiscard]] QString axes() const;
    [[nodiscard]] QString curve() const;

    const Panel &m_panel;
    const QRectF m_plot;
    const QRectF m_area;
    const double m_step;
    const double m_top;
    const double m_from;
    const double m_to;
};

/// Text at a place; `style`: further attributes.
[[nodiscard]] QString svgText(double x, double y, const QString &what, const QString &style);

} // namespace jobq::charts
