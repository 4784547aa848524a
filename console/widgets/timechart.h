// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QDateTime>
#include <QFrame>
#include <QList>

class QCustomPlot;
class QCPGraph;
class QCPItemTracer;
class QLabel;

namespace jobq::console {

/// Lines over time with a title, a legend and the values under the pointer.
class TimeChart : public QFrame
{
    Q_OBJECT
public:
    enum class Unit { Count, PerMinute, Milliseconds };

    struct Series {
        QString name;
        Tone tone = Tone::Accent;
        bool isFilled = false;
        Qt::PenStyle line = Qt::SolidLine; ///< So that two lines differ without colour.
        bool isSampled = false; ///< Known at some times only: the line goes on between them.
    };

    TimeChart(const QString &title, Unit unit, const QList<Series> &series, QWidget *parent = nullptr);

    /// `values[series][point]`; NaN leaves a gap.
    void setData(const QList<QDateTime> &times, const QList<QList<double>> &values);
    /// Said in the middle while there is nothing to draw.
    void setEmptyText(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyColors();
    void scaleAxes();
    void showAt(double key);
    void setEmpty(bool empty);
    void setGraph(qsizetype series, const QList<double> &values);
    [[nodiscard]] QString valueText(double value) const;

    Unit m_unit;
    QList<Series> m_series;
    QCustomPlot *m_plot;
    QLabel *m_readout;
    QLabel *m_empty;
    QList<QCPGraph *> m_graphs;
    QList<double> m_keys;
    QList<QList<double>> m_values;
};

} // namespace jobq::console
