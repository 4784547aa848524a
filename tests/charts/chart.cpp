// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "charts/chart.h"

#include "charts/panelpainter.h"

#include <QFile>

#include <algorithm>
#include <stdexcept>

namespace jobq::charts {

using namespace Qt::StringLiterals;

namespace {

constexpr double PanelWidth = 320;
constexpr double PanelHeight = 230;
constexpr double TitleHeight = 40;

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

double commonTopOf(QList<Panel> panels)
{
    panels.removeIf([](const Panel &panel) { return panel.kind != Panel::Kind::Points; });
    return topOf(panels);
}

QString header(double width, double height, const QString &title)
{
    return u"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1\" height=\"%2\" viewBox=\"0 0 %1 %2\">\n"
           "<!-- SPDX-FileCopyrightText: 2026 The JobQ authors; SPDX-License-Identifier: MIT -->\n"
           "<style>text{font:11px sans-serif;fill:#444}.title{font-size:15px;fill:#111}.head{font-size:12px;font-weight:bold;fill:#111}"
           ".value{font-size:10px;fill:#1a5fb4}.unit{font-size:10px}.grid{stroke:#ddd}"
           "polyline{fill:none;stroke:#1a5fb4;stroke-width:2}.thin{stroke-width:1}circle{fill:#1a5fb4}</style>\n"
           "<rect width=\"%1\" height=\"%2\" fill=\"#fff\"/>\n"_s.arg(width).arg(height)
        + svgText(10, 24, title, u"class=\"title\""_s);
}

} // namespace

void writeChart(const QString &path, const QString &title, const QList<Panel> &panels, int columns)
{
    const auto rows = (panels.size() + columns - 1) / columns;
    QString svg = header(PanelWidth * columns, TitleHeight + PanelHeight * double(rows), title);
    const double common = commonTopOf(panels);
    for (qsizetype n = 0; n < panels.size(); ++n) {
        const Panel &panel = panels.at(n);
        const QRectF area(PanelWidth * double(n % columns), TitleHeight + PanelHeight * double(n / columns), PanelWidth, PanelHeight);
        if (!panel.points.isEmpty())
            svg += PanelPainter(panel, area, panel.kind == Panel::Kind::Points ? common : topOf({panel})).svg();
    }
    svg += u"</svg>\n"_s;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(svg.toUtf8()) < 0)
        throw std::runtime_error(u"Can't write %1: %2"_s.arg(path, file.errorString()).toStdString());
}

} // namespace jobq::charts
