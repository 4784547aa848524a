// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/operationlines.h"

#include "widgets/operationsdock.h"

#include <QHash>

namespace jobq::console {

namespace {

QString kindWords(const QString &kind)
{
    QString words = kind;
    words.replace(QLatin1Char('_'), QLatin1Char(' '));
    return words.isEmpty() ? words : words.at(0).toUpper() + words.mid(1);
}

QString kindIcon(const QString &kind)
{
    static const QList<QPair<QString, QString>> icons{{QStringLiteral("fail"), QStringLiteral("ban")},      {QStringLiteral("reschedule"), QStringLiteral("reschedule")},
                                                      {QStringLiteral("unlock"), QStringLiteral("unlock")}, {QStringLiteral("replay"), QStringLiteral("replay")},
                                                      {QStringLiteral("reset"), QStringLiteral("unlock")},  {QStringLiteral("undo"), QStringLiteral("undo")},
                                                      {QStringLiteral("rate"), QStringLiteral("gauge")},    {QStringLiteral("gc"), QStringLiteral("trash")}};
    for (const auto &[word, iconName] : icons) {
        if (kind.contains(word))
            return iconName;
    }
    return QStringLiteral("operations");
}

// What is kept of a kind that changes no jobs is only that it was done.
QString resultText(const QString &kind, qint64 affected)
{
    if (kind.contains(QLatin1String("rate_limit")) || kind.contains(QLatin1String("period")))
        return OperationsDock::tr("Done");
    if (kind.startsWith(QLatin1String("gc")))
        return OperationsDock::tr("%n deleted", nullptr, int(affected));
    return OperationRun::changedText(Counted::Jobs, affected);
}

OperationLine lineOfRun(const OperationRun &run)
{
    OperationLine line;
    line.key = run.group;
    line.group = run.group;
    line.at = run.at;
    line.title = run.title;
    line.icon = run.icon;
    line.actor = OperationsDock::tr("this console");
    line.isOwn = true;
    line.reason = run.reason;
    line.result = run.summary();
    if (run.state == OperationRun::State::Running)
        line.fraction = run.planned > 0 ? double(run.processed) / double(run.planned) : 0;
    line.isBad = run.state == OperationRun::State::Failed;
    line.whyNotUndo = run.canBeUndone ? QString() : run.undoNote;
    line.awaitsAudit = run.canBeUndone && !run.operationIds.isEmpty() && run.state != OperationRun::State::Running;
    line.affected = run.changed;
    return line;
}

OperationLine lineOfOperation(const Operation &operation)
{
    OperationLine line;
    line.key = QString::number(operation.id);
    line.at = operation.at;
    line.title = kindWords(operation.kind);
    line.icon = kindIcon(operation.kind);
    line.actor = operation.actor;
    line.reason = operation.reason.value_or(QString());
    return line;
}

// What can't be taken back any more does not keep the rest from it.
void takeUndo(OperationLine &line, const Operation &operation)
{
    line.awaitsAudit = false;
    if (operation.canBeUndone) {
        line.canBeUndone = true;
        line.whyNotUndo.clear();
        line.ids.append(operation.id);
    } else if (!line.canBeUndone && line.whyNotUndo.isEmpty()) {
        line.whyNotUndo = operation.whyNot;
    }
}

} // namespace

QList<OperationLine> operationLines(const QList<OperationRun> &runs, const QString &place, const QList<Operation> &audit, const QString &role)
{
    QList<OperationLine> lines;
    QHash<QString, qsizetype> groups;
    for (const OperationRun &run : runs) {
        if (run.place != place)
            continue;
        groups.insert(run.group, lines.size());
        lines.append(lineOfRun(run));
    }
    // The batches of one action carry the same group: one line.
    const qsizetype ofRuns = lines.size();
    for (const Operation &operation : audit) {
        const QString group = operation.group.value_or(QString());
        const qsizetype at = group.isEmpty() ? lines.size() : groups.value(group, lines.size());
        if (at == lines.size()) {
            lines.append(lineOfOperation(operation));
            lines.last().isOwn = operation.actor == role;
            if (!group.isEmpty())
                groups.insert(group, at);
        }
        OperationLine &line = lines[at];
        if (at >= ofRuns) {
            line.affected += operation.affectedCount;
            line.result = resultText(operation.kind, line.affected);
        }
        if (line.fraction < 0) // what runs is not undone yet
            takeUndo(line, operation);
    }
    std::stable_sort(lines.begin(), lines.end(), [](const OperationLine &a, const OperationLine &b) { return a.at > b.at; });
    return lines;
}

} // namespace jobq::console
