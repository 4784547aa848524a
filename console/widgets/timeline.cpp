// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timeline.h"

#include "models/texts.h"
#include "widgets/icons.h"
#include "widgets/words.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace jobq::console {

namespace {

constexpr int rowHeight = 28;
constexpr int labelWidth = 112;
constexpr int axisHeight = 20;
constexpr int timeWidth = 64;
constexpr int mostRows = 12;

QDateTime endOf(const ListedRecord &record)
{
    return record.finishedAt.isValid() ? record.finishedAt : Texts::now();
}

} // namespace

Timeline::Timeline(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Timeline::setRecords(const QList<ListedRecord> &records)
{
    m_records = records.size() > mostRows ? records.mid(records.size() - mostRows) : records;
    setAccessibleName(tr("%n attempt(s)", nullptr, int(records.size())));
    updateGeometry();
    update();
}

QSize Timeline::sizeHint() const
{
    return {320, int(m_records.size()) * rowHeight + axisHeight};
}

QList<Timeline::Bar> Timeline::bars() const
{
    QList<Bar> bars;
    if (m_records.isEmpty())
        return bars;
    const auto beginOf = [](const ListedRecord &record) { return record.startedAt.addMSecs(-record.queueTime.count() / 1000); };
    const qint64 first = beginOf(m_records.constFirst()).toMSecsSinceEpoch();
    const qint64 last = qMax(first + 1, endOf(m_records.constLast()).toMSecsSinceEpoch());
    const double room = qMax(40, width() - labelWidth - timeWidth);
    const auto x = [&](const QDateTime &time) {
        return labelWidth + room * double(qBound(first, time.toMSecsSinceEpoch(), last) - first) / double(last - first);
    };
    for (qsizetype i = 0; i < m_records.size(); ++i) {
        const ListedRecord &record = m_records.at(i);
        const double top = double(i) * rowHeight;
        const double start = x(record.startedAt);
        Bar bar;
        bar.row = QRectF(0, top, width(), rowHeight);
        bar.waiting = QRectF(QPointF(x(beginOf(record)), top + rowHeight / 2.0 - 1.5), QPointF(start, top + rowHeight / 2.0 + 1.5));
        bar.running = QRectF(start, top + 7, qMax(4.0, x(endOf(record)) - start), rowHeight - 14);
        bars.append(bar);
    }
    return bars;
}

void Timeline::paintRow(QPainter &painter, const ListedRecord &record, const Bar &bar) const
{
    const StateLook look = Words::historyStatus(record.status);
    const QColor color = Theme::color(look.tone);
    const int middle = int(bar.row.center().y());
    painter.drawPixmap(0, middle - 8, iconPixmap(look.icon, color, 16, devicePixelRatioF()));
    painter.setPen(Theme::color(Tone::Neutral));
    painter.drawText(QRectF(22, bar.row.top(), labelWidth - 28, rowHeight), Qt::AlignVCenter, tr("%1  %2").arg(record.attempt).arg(look.word));
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::border());
    painter.drawRect(bar.waiting);
    painter.setBrush(color);
    painter.drawRoundedRect(bar.running, 3, 3);
    const QString time = Texts::span(record.status == HistoryStatus::Started ? std::chrono::milliseconds(record.startedAt.msecsTo(Texts::now()))
                                                                            : record.executionTime);
    painter.setPen(Theme::muted());
    painter.drawText(QRectF(width() - timeWidth, bar.row.top(), timeWidth, rowHeight), Qt::AlignVCenter | Qt::AlignRight, time);
}

void Timeline::paintEvent(QPaintEvent *)
{
    if (m_records.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QList<Bar> all = bars();
    for (qsizetype i = 0; i < all.size(); ++i)
        paintRow(painter, m_records.at(i), all.at(i));
    const QRectF axis(labelWidth, height() - axisHeight, width() - labelWidth - timeWidth, axisHeight);
    painter.setPen(Theme::border());
    painter.drawLine(axis.topLeft(), axis.topRight());
    painter.setPen(Theme::muted());
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignBottom, Texts::absolute(m_records.constFirst().startedAt).mid(11, 8));
    painter.drawText(axis, Qt::AlignRight | Qt::AlignBottom, Texts::absolute(endOf(m_records.constLast())).mid(11, 8));
}

QString Timeline::toolTipOf(const ListedRecord &record) const
{
    QStringList lines{tr("Attempt %1: %2").arg(record.attempt).arg(Words::historyStatus(record.status).word),
                      tr("Started %1").arg(Texts::absolute(record.startedAt)), tr("Waited %1").arg(Texts::span(record.queueTime)),
                      tr("Worker %1").arg(record.workerId)};
    if (record.errorMessage)
        lines << Texts::singleLine(*record.errorMessage);
    return lines.join(QLatin1Char('\n'));
}

bool Timeline::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int row = help->pos().y() / rowHeight;
    if (row >= 0 && row < m_records.size())
        QToolTip::showText(help->globalPos(), toolTipOf(m_records.at(row)), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace jobq::console
