// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "charts/panelpainter.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace jobq::charts {

using namespace Qt::StringLiterals;

namespace {

QString shortNumber(double value)
{
    if (value >= 1e6)
        return QString::number(value / 1e6) + u'M';
    if (value >= 1e3)
        return QString::number(value / 1e3) + u'k';
    return QString::number(value);
}

/// 1, 2 or 5 times a power of ten, so that about four steps reach `top`.
double stepFor(double top)
{
    const double power = std::pow(10, std::floor(std::log10(top / 4)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (top / 4 <= factor * power)
            return factor * power;
    }
    return 10 * power;
}

QString line(double x1, double y1, double x2, double y2, const QString &className)
{
    return u"<line x1=\"%1\" y1=\"%2\" x2=\"%3\" y2=\"%4\" class=\"%5\"/>\n"_s.arg(x1, 0, 'f', 1)
        .arg(y1, 0, 'f', 1)
        .arg(x2, 0, 'f', 1)
        .arg(y2, 0, 'f', 1)
        .arg(className);
}

} // namespace

QString svgText(double x, double y, const QString &what, const QString &style)
{
    return u"<text x=\"%1\" y=\"%2\" %3>%4</text>\n"_s.arg(x, 0, 'f', 1).arg(y, 0, 'f', 1).arg(style, what.toHtmlEscaped());
}

PanelPainter::PanelPainter(const Panel &panel, const QRectF &area, double top)
    : m_panel(panel)
    , m_plot(area.adjusted(52, 28, -24, -42))
    , m_area(area)
    , m_step(stepFor(top))
    , m_top(std::ceil(top / m_step) * m_step)
    , m_from(onScale(panel.points.constFirst().x()))
    , m_to(std::max(onScale(panel.points.constLast().x()), m_from + 1e-9))
{
}

double PanelPainter::onScale(double value) const
{
    return m_panel.kind == Panel::Kind::Points ? std::log(value) : value;
}

double PanelPainter::x(double value) const
{
    return m_plot.left() + (onScale(value) - m_from) / (m_to - m_from) * m_plot.width();
}

QList<double> PanelPainter::xTicks() const
{
    QList<double> ticks;
    if (m_panel.kind == Panel::Kind::Points) {
        for (const QPointF &point : m_panel.points)
            ticks += point.x();
        return ticks;
    }
    const double step = stepFor((m_to - m_from) / 2);
    for (double value = std::ceil(m_from / step) * step; value <= m_to; value += step)
        ticks += value;
    return ticks;
}

QString PanelPainter::axes() const
{
    QString svg = svgText(m_area.left() + 10, m_area.top() + 8, m_panel.title, u"class=\"head\""_s);
    for (double value = 0; value <= m_top + m_step / 2; value += m_step) {
        svg += line(m_plot.left(), y(value), m_plot.right(), y(value), u"grid"_s);
        svg += svgText(m_plot.left() - 6, y(value) + 4, shortNumber(value), u"text-anchor=\"end\""_s);
    }
    for (const double tick : xTicks())
        svg += svgText(x(tick), m_plot.bottom() + 16, shortNumber(tick), u"text-anchor=\"middle\""_s);
    svg += svgText(m_plot.center().x(), m_plot.bottom() + 32, m_panel.xLabel, u"text-anchor=\"middle\""_s);
    return svg + svgText(m_plot.left() - 42, m_plot.top() - 8, m_panel.yLabel, u"class=\"unit\""_s);
}

QString PanelPainter::curve() const
{
    const bool isTimeline = m_panel.kind == Panel::Kind::Timeline;
    QStringList corners;
    QString marks;
    for (const QPointF &point : m_panel.points) {
        corners += u"%1,%2"_s.arg(x(point.x()), 0, 'f', 1).arg(y(point.y()), 0, 'f', 1);
        if (isTimeline)
            continue;
        marks += u"<circle cx=\"%1\" cy=\"%2\" r=\"3\"/>\n"_s.arg(x(point.x()), 0, 'f', 1).arg(y(point.y()), 0, 'f', 1);
        marks += svgText(x(point.x()), y(point.y()) - 8, QLocale(QLocale::English).toString(point.y(), 'f', m_panel.decimals),
                         u"text-anchor=\"middle\" class=\"value\""_s);
    }
    return u"<polyline points=\"%1\"%2/>\n"_s.arg(corners.join(u' '), isTimeline ? u" class=\"thin\""_s : QString()) + marks;
}

} // namespace jobq::charts
