// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/report.h"

#include "benchmarks/server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int CaseWidth = 38;
constexpr int FigureWidth = 58;
constexpr int MarkWidth = 34;

QString textOf(const QJsonValue &value)
{
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(wrapped.mid(1, wrapped.size() - 2));
}

/// Four digits tell what a measurement can tell; of large figures all that stand before the point.
double rounded(double value)
{
    return std::abs(value) >= 1000 ? std::round(value) : QString::number(value, 'g', 4).toDouble();
}

QString row(const QString &what, const QString &figure, const QString &mark, const QString &reached)
{
    return what.leftJustified(CaseWidth) + u' ' + figure.leftJustified(FigureWidth) + u' ' + mark.leftJustified(MarkWidth) + u' '
        + reached;
}

} // namespace

QString grouped(double value, int decimals)
{
    return QLocale(QLocale::English).toString(value, 'f', decimals);
}

Record::Record(const QString &caseName)
    : m_case(caseName)
    , m_marks(marksOf(caseName))
{
}

Record &Record::variant(const QString &text)
{
    m_variant = text;
    return *this;
}

Record &Record::add(const QString &name, const QJsonValue &value)
{
    m_values.append({name, value});
    return *this;
}

Record &Record::measured(const QString &name, double value)
{
    return add(name, rounded(value));
}

Record &Record::figure(const QString &text)
{
    m_figure = text;
    return *this;
}

Record &Record::scale(qint64 rows)
{
    m_scale = rows;
    return *this;
}

double Record::value(const QString &name) const
{
    const auto at = std::find_if(m_values.cbegin(), m_values.cend(), [&](const auto &pair) { return pair.first == name; });
    return at == m_values.cend() ? std::nan("") : at->second.toDouble();
}

QJsonValue Record::reached() const
{
    bool all = true;
    bool judged = false;
    for (const Mark &mark : m_marks) {
        const double measured = value(mark.field);
        if (std::isnan(measured) || (m_scale >= 0 && m_scale < mark.scale))
            continue;
        judged = true;
        all = all && mark.isReached(measured);
    }
    return judged ? QJsonValue(all) : QJsonValue();
}

QString Record::json(const Server &server) const
{
    QStringList members{u"\"case\":"_s + textOf(m_case)};
    for (const auto &[name, value] : m_values)
        members += textOf(name) + u':' + textOf(value);
    members += u"\"server\":"_s + textOf(server.version());
    members += u"\"fsync\":"_s + textOf(server.fsync());
    QJsonArray reach;
    for (const Mark &mark : m_marks) {
        if (!std::isnan(value(mark.field)))
            reach += mark.toJson();
    }
    if (!reach.isEmpty()) {
        members += u"\"reach\":"_s + textOf(reach);
        members += u"\"reached\":"_s + textOf(reached());
    }
    return u'{' + members.join(u',') + u'}';
}

QString Record::tableLine() const
{
    QStringList texts;
    qint64 neededScale = 0;
    for (const Mark &mark : m_marks) {
        if (std::isnan(value(mark.field)))
            continue;
        texts += mark.text();
        neededScale = std::max(neededScale, mark.scale);
    }
    const QJsonValue verdict = reached();
    QString answer;
    if (!texts.isEmpty() && verdict.isNull())
        answer = u"needs %1 rows"_s.arg(grouped(double(neededScale)));
    else if (!texts.isEmpty())
        answer = verdict.toBool() ? u"yes"_s : u"no"_s;
    return row(m_variant.isEmpty() ? m_case : m_case + u": "_s + m_variant, m_figure, texts.join(u", "_s), answer);
}

QString Record::tableHead()
{
    const QString head = row(u"case"_s, u"measured"_s, u"reach"_s, u"reached"_s);
    return head + u'\n' + QString(head.size(), u'-');
}

} // namespace jobq::bench
