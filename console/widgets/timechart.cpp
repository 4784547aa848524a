// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timechart.h"

#include "models/texts.h"
#include "widgets/customplot.h"
#include "widgets/layouts.h"

#include <cmath>

namespace jobq::console {

namespace {

// A legend of our own: words and a line as it is drawn, in the title row, where it costs the plot no room.
class LegendKey : public QWidget
{
public:
    LegendKey(const TimeChart::Series &series, QWidget *parent)
        : QWidget(parent)
        , m_series(series)
    {
        setFixedSize(20, 12);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setPen(QPen(Theme::color(m_series.tone), 2, m_series.line));
        painter.drawLine(0, height() / 2, width(), height() / 2);
    }

private:
    TimeChart::Series m_series;
};

// Axis labels by the clock in use.
class TimeTicker : public QCPAxisTickerDateTime
{
protected:
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        const QString text = Texts::absolute(QDateTime::fromMSecsSinceEpoch(qint64(tick * 1000)));
        return text.mid(11, 5);
    }
};

class ValueTicker : public QCPAxisTicker
{
public:
    explicit ValueTicker(bool isTime)
        : m_isTime(isTime)
    {
        setTickCount(4);
    }

protected:
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        if (m_isTime)
            return tick == 0 ? QStringLiteral("0") : Texts::span(std::chrono::microseconds(qRound64(tick * 1000)));
        return Texts::number(qRound64(tick));
    }

private:
    bool m_isTime;
};

} // namespace

TimeChart::TimeChart(const QString &title, Unit unit, const QList<Series> &series, QWidget *parent)
    : QFrame(parent)
    , m_unit(unit)
    , m_series(series)
    , m_plot(new QCustomPlot(this))
    , m_readout(roleLabel({}, "muted", this))
    , m_empty(roleLabel({}, "muted", m_plot))
{
    setObjectName(QStringLiteral("card"));
    setAccessibleName(title);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid + 4, Theme::grid, Theme::grid);
    auto *head = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    head->addWidget(roleLabel(title, "heading", this));
    head->addStretch();
    for (const Series &one : series) {
        head->addWidget(new LegendKey(one, this));
        head->addWidget(roleLabel(one.name, "muted", this));
        head->addSpacing(Theme::grid / 2);
    }
    layout->addLayout(head);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_readout);
    m_readout->setText(QStringLiteral(" "));
    m_plot->setMinimumHeight(72); // beside an open panel; else it is as high as the page lets it
    m_plot->axisRect()->setAutoMargins(QCP::msLeft | QCP::msBottom);
    m_plot->axisRect()->setMargins(QMargins(0, Theme::grid, Theme::grid, 0));
    m_plot->axisRect()->setMinimumMargins(QMargins(44, 0, 0, 20));
    m_plot->xAxis->setTicker(QSharedPointer<TimeTicker>::create());
    m_plot->xAxis->ticker()->setTickCount(6);
    m_plot->yAxis->setTicker(QSharedPointer<ValueTicker>::create(unit == Unit::Milliseconds));
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->setMouseTracking(true);
    for (const Series &one : series) {
        QCPGraph *graph = m_plot->addGraph();
        graph->setName(one.name);
        m_graphs.append(graph);
    }
    m_empty->setAlignment(Qt::AlignCenter);
    auto *over = plainLayout<QVBoxLayout>(m_plot);
    over->setContentsMargins(2 * Theme::grid, 0, 2 * Theme::grid, 0);
    m_empty->setWordWrap(true);
    over->addWidget(m_empty);
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent *event) { showAt(m_plot->xAxis->pixelToCoord(event->position().x())); });
    applyColors();
    setEmpty(true);
}

void TimeChart::setEmptyText(const QString &text)
{
    m_empty->setText(text);
}

void TimeChart::applyColors()
{
    m_plot->setBackground(QBrush(Theme::surface()));
    for (QCPAxis *axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(QPen(Theme::border()));
        axis->setTickPen(QPen(Qt::NoPen));
        axis->setSubTickPen(QPen(Qt::NoPen));
        axis->setTickLabelColor(Theme::muted());
        axis->setTickLabelFont(font());
        axis->grid()->setPen(QPen(Theme::mix(Theme::border(), Theme::surface(), 0.6)));
        axis->grid()->setZeroLinePen(QPen(Theme::border()));
    }
    m_plot->yAxis->setBasePen(QPen(Qt::NoPen));
    for (qsizetype i = 0; i < m_graphs.size(); ++i) {
        QColor color = Theme::color(m_series.at(i).tone);
        m_graphs.at(i)->setPen(QPen(color, 1.8, m_series.at(i).line));
        color.setAlpha(36);
        // A point between two gaps has no line: without a mark it would not be seen.
        m_graphs.at(i)->setScatterStyle(m_unit != Unit::PerMinute ? QCPScatterStyle(QCPScatterStyle::ssDisc, Theme::color(m_series.at(i).tone), 4) : QCPScatterStyle());
        m_graphs.at(i)->setBrush(m_series.at(i).isFilled ? QBrush(color) : QBrush(Qt::NoBrush));
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void TimeChart::setData(const QList<QDateTime> &times, const QList<QList<double>> &values)
{
    m_keys.clear();
    for (const QDateTime &time : times)
        m_keys.append(double(time.toMSecsSinceEpoch()) / 1000);
    m_values = values;
    bool isEmpty = true;
    for (qsizetype i = 0; i < m_graphs.size() && i < values.size(); ++i) {
        setGraph(i, values.at(i));
        isEmpty = isEmpty && std::all_of(values.at(i).cbegin(), values.at(i).cend(), [this](double v) { return std::isnan(v) || (v == 0 && m_unit == Unit::PerMinute); });
    }
    setEmpty(isEmpty);
    scaleAxes();
    if (!m_keys.isEmpty())
        showAt(m_keys.constLast());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

// Axes of nothing would have the sentence stand behind bars.
void TimeChart::setEmpty(bool empty)
{
    m_empty->setVisible(empty);
    for (QCPAxis *axis : {m_plot->xAxis, m_plot->yAxis})
        axis->setVisible(!empty);
    for (QCPGraph *graph : std::as_const(m_graphs))
        graph->setVisible(!empty);
}

void TimeChart::setGraph(qsizetype series, const QList<double> &values)
{
    if (!m_series.at(series).isSampled) {
        m_graphs.at(series)->setData(m_keys, values, true);
        return;
    }
    QList<double> knownKeys;
    QList<double> knownValues;
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (std::isnan(values.at(i)))
            continue;
        knownKeys << m_keys.at(i);
        knownValues << values.at(i);
    }
    m_graphs.at(series)->setData(knownKeys, knownValues, true);
}

void TimeChart::scaleAxes()
{
    if (m_keys.isEmpty())
        return;
    m_plot->xAxis->setRange(m_keys.constFirst(), m_keys.constLast());
    double top = m_unit == Unit::Milliseconds ? 10 : 4;
    for (const QList<double> &line : m_values) {
        for (const double value : line)
            top = std::isnan(value) ? top : qMax(top, value);
    }
    m_plot->yAxis->setRange(0, top * 1.12);
}

QString TimeChart::valueText(double value) const
{
    if (std::isnan(value))
        return QStringLiteral("–");
    switch (m_unit) {
    case Unit::Count: return Texts::number(qRound64(value));
    case Unit::PerMinute: return tr("%1/min").arg(Texts::number(qRound64(value)));
    case Unit::Milliseconds: return Texts::span(std::chrono::microseconds(qRound64(value * 1000)));
    }
    return {};
}

void TimeChart::showAt(double key)
{
    if (m_keys.isEmpty())
        return;
    const auto at = std::min_element(m_keys.cbegin(), m_keys.cend(), [key](double a, double b) { return std::abs(a - key) < std::abs(b - key); });
    const qsizetype point = std::distance(m_keys.cbegin(), at);
    QStringList parts{Texts::absolute(QDateTime::fromMSecsSinceEpoch(qint64(*at * 1000))).mid(11, 5)};
    for (qsizetype i = 0; i < m_series.size() && i < m_values.size(); ++i)
        parts << QStringLiteral("%1 %2").arg(m_series.at(i).name, valueText(m_values.at(i).value(point, std::nan(""))));
    m_readout->setText(parts.join(QStringLiteral("  ·  ")));
}

void TimeChart::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyColors();
}

} // namespace jobq::console
