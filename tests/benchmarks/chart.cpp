// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/chart.h"

#include "benchmarks/report.h"

#include <QFile>
#include <QRectF>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr double PanelWidth = 320;
constexpr double PanelHeight = 230;
constexpr double TitleHeight = 40;

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

QString text(double x, double y, const QString &what, const QString &style)
{
    return u"<text x=\"%1\" y=\"%2\" %3>%4</text>\n"_s.arg(x, 0, 'f', 1).arg(y, 0, 'f', 1).arg(style, what.toHtmlEscaped());
}

QString line(double x1, double y1, double x2, double y2, const QString &className)
{
    return u"<line x1=\"%1\" y1=\"%2\" x2=\"%3\" y2=\"%4\" class=\"%5\"/>\n"_s.arg(x1, 0, 'f', 1)
        .arg(y1, 0, 'f', 1)
        .arg(x2, 0, 'f', 1)
        .arg(y2, 0, 'f', 1)
        .arg(className);
}

class PanelPainter
{
public:
    PanelPainter(const Panel &panel, const QRectF &area, double top)
        : m_panel(panel)
        , m_plot(area.adjusted(52, 28, -24, -42))
        , m_area(area)
        , m_step(stepFor(top))
        , m_top(std::ceil(top / m_step) * m_step)
        , m_from(std::log(panel.points.constFirst().x()))
        , m_to(std::max(std::log(panel.points.constLast().x()), m_from + 1e-9))
    {
    }

    [[nodiscard]] QString svg() const { return axes() + curve(); }

private:
    [[nodiscard]] double x(double value) const { return m_plot.left() + (std::log(value) - m_from) / (m_to - m_from) * m_plot.width(); }
    [[nodiscard]] double y(double value) const { return m_plot.bottom() - value / m_top * m_plot.height(); }

    [[nodiscard]] QString axes() const
    {
        QString svg = text(m_area.left() + 10, m_area.top() + 14, m_panel.title, u"class=\"head\""_s);
        for (double value = 0; value <= m_top + m_step / 2; value += m_step) {
            svg += line(m_plot.left(), y(value), m_plot.right(), y(value), u"grid"_s);
            svg += text(m_plot.left() - 6, y(value) + 4, shortNumber(value), u"text-anchor=\"end\""_s);
        }
        for (const QPointF &point : m_panel.points)
            svg += text(x(point.x()), m_plot.bottom() + 16, shortNumber(point.x()), u"text-anchor=\"middle\""_s);
        svg += text(m_plot.center().x(), m_plot.bottom() + 32, m_panel.xLabel, u"text-anchor=\"middle\""_s);
        return svg + text(m_plot.left() - 42, m_plot.top() - 6, m_panel.yLabel, u"class=\"unit\""_s);
    }

    [[nodiscard]] QString curve() const
    {
        QStringList corners;
        QString marks;
        for (const QPointF &point : m_panel.points) {
            corners += u"%1,%2"_s.arg(x(point.x()), 0, 'f', 1).arg(y(point.y()), 0, 'f', 1);
            marks += u"<circle cx=\"%1\" cy=\"%2\" r=\"3\"/>\n"_s.arg(x(point.x()), 0, 'f', 1).arg(y(point.y()), 0, 'f', 1);
            marks += text(x(point.x()), y(point.y()) - 8, grouped(point.y(), m_panel.decimals), u"text-anchor=\"middle\" class=\"value\""_s);
        }
        return u"<polyline points=\"%1\"/>\n"_s.arg(corners.join(u' ')) + marks;
    }

    const Panel &m_panel;
    const QRectF m_plot;
    const QRectF m_area;
    const double m_step;
    const double m_top;
    const double m_from;
    const double m_to;
};

/// Room above the highest value for its label.
double topOf(const QList<Panel> &panels)
{
    double top = 0;
    for (const Panel &panel : panels) {
        for (const QPointF &point : panel.points)
            top = std::max(top, point.y());
    }
    return top > 0 ? top * 1.12 : 1;
}

QString header(double width, double height, const QString &title)
{
    return u"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1\" height=\"%2\" viewBox=\"0 0 %1 %2\">\n"
           "<!-- SPDX-FileCopyrightText: 2026 The JobQ authors; SPDX-License-Identifier: MIT -->\n"
           "<style>text{font:11px sans-serif;fill:#444}.title{font-size:15px;fill:#111}.head{font-size:12px;font-weight:bold;fill:#111}"
           ".value{font-size:10px;fill:#1a5fb4}.unit{font-size:10px}.grid{stroke:#ddd}"
           "polyline{fill:none;stroke:#1a5fb4;stroke-width:2}circle{fill:#1a5fb4}</style>\n"
           "<rect width=\"%1\" height=\"%2\" fill=\"#fff\"/>\n"_s.arg(width).arg(height)
        + text(10, 24, title, u"class=\"title\""_s);
}

} // namespace

void writeChart(const QString &path, const QString &title, const QList<Panel> &panels, int columns)
{
    const auto rows = (panels.size() + columns - 1) / columns;
    QString svg = header(PanelWidth * columns, TitleHeight + PanelHeight * double(rows), title);
    const double top = topOf(panels);
    for (qsizetype n = 0; n < panels.size(); ++n) {
        const QRectF area(PanelWidth * double(n % columns), TitleHeight + PanelHeight * double(n / columns), PanelWidth, PanelHeight);
        if (!panels.at(n).points.isEmpty())
            svg += PanelPainter(panels.at(n), area, top).svg();
    }
    svg += u"</svg>\n"_s;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(svg.toUtf8()) < 0)
        throw std::runtime_error(u"Can't write %1: %2"_s.arg(path, file.errorString()).toStdString());
}

} // namespace jobq::bench
