// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace jobq::bench {

/// What a measured value is to reach.
struct Mark {
    enum class Sense { AtLeast, AtMost };

    QString caseName;
    QString field; ///< Of the record.
    Sense sense = Sense::AtLeast;
    double value = 0;
    QString unit; ///< For people.
    qint64 scale = 0; ///< Holds for tables of so many rows.

    [[nodiscard]] bool isReached(double measured) const;
    [[nodiscard]] QString text() const; ///< `≥ 70,000 jobs/s`
    [[nodiscard]] QJsonObject toJson() const; ///< `{"at_least": 70000, "field": "jobs_per_s"}`
};

[[nodiscard]] QList<Mark> marksOf(const QString &caseName);

} // namespace jobq::bench
