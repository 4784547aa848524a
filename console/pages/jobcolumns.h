// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "models/texts.h"
#include "services/types.h"
#include "widgets/words.h"

#include <QCoreApplication>

namespace jobq::console {

/// The columns of lists of jobs and of executions.
class JobColumns
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::JobColumns)
public:
    static QList<Column<ListedJob>> jobs();
    /// `longest` execution shown, in microseconds: the durations' bars are measured by it.
    static QList<Column<ListedRecord>> history(const std::shared_ptr<double> &longest);
    static QString keyOf(const ListedJob &job) { return QString::number(job.id); }
    static QString keyOfRecord(const ListedRecord &record);
    /// Relative, with the absolute time as the tooltip.
    template<typename Row>
    static Column<Row> time(const QString &id, const QString &title, const std::function<QDateTime(const Row &)> &get)
    {
        return {id, title, 100, false, [get](const Row &row) { return Texts::relative(get(row)); },
                [get](const Row &row, int role) -> QVariant {
                    if (role == Qt::ToolTipRole || role == PlainTextRole)
                        return Texts::absolute(get(row));
                    return {};
                }};
    }
    /// What is no text is told apart by its tone: “(none)”, “–”.
    template<typename Row>
    static Column<Row> queue(const std::function<std::optional<QString>(const Row &)> &get)
    {
        return {QStringLiteral("queue"), tr("Queue"), 116, false, [get](const Row &row) { return Words::queue(get(row)); },
                [get](const Row &row, int role) -> QVariant {
                    return role == ToneRole && get(row).value_or(QString()).isEmpty() ? QVariant(int(Tone::Muted)) : QVariant();
                }};
    }
};

} // namespace jobq::console
