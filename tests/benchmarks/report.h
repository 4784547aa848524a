// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "benchmarks/marks.h"

#include <QJsonValue>
#include <QList>
#include <QString>

#include <utility>

namespace jobq::bench {

class Server;

/// One measured line: named values in order, the figure that people read, and the marks that go with it.
class Record
{
public:
    explicit Record(const QString &caseName);

    /// Which of several lines of a case this is, for people.
    Record &variant(const QString &text);
    Record &add(const QString &name, const QJsonValue &value);
    /// A measured value, rounded to what a measurement can tell.
    Record &measured(const QString &name, double value);
    /// For people: what the measured values say.
    Record &figure(const QString &text);
    /// With how many of what the mark counts it was measured; a mark for more is not judged.
    Record &scale(qint64 rows);

    [[nodiscard]] QString json(const Server &server) const;
    [[nodiscard]] QString tableLine() const;
    [[nodiscard]] static QString tableHead();

private:
    [[nodiscard]] double value(const QString &name) const;
    /// Null: there is no mark, or it is for a larger scale.
    [[nodiscard]] QJsonValue reached() const;

    QString m_case;
    QString m_variant;
    QString m_figure;
    qint64 m_scale = -1;
    QList<Mark> m_marks;
    QList<std::pair<QString, QJsonValue>> m_values;
};

/// `83,120`
[[nodiscard]] QString grouped(double value, int decimals = 0);

} // namespace jobq::bench
