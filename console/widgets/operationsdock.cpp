// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/operationsdock.h"

#include "models/texts.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/tableview.h"

#include <QVBoxLayout>

namespace jobq::console {

namespace {

QList<Column<OperationLine>> operationColumns()
{
    using O = OperationLine;
    return {
        {QStringLiteral("at"), OperationsDock::tr("When"), 110, false, [](const O &line) { return Texts::relative(line.at); },
         [](const O &line, int role) -> QVariant { return role == Qt::ToolTipRole ? QVariant(Texts::absolute(line.at)) : QVariant(); }},
        {QStringLiteral("what"), OperationsDock::tr("What"), 250, false, [](const O &line) { return line.title; },
         [](const O &line, int role) -> QVariant {
             if (role == IconToneRole)
                 return int(Tone::Muted);
             return role == IconNameRole ? QVariant(line.icon) : QVariant();
         }},
        {QStringLiteral("result"), OperationsDock::tr("Result"), 230, false, [](const O &line) { return line.result; },
         [](const O &line, int role) -> QVariant {
             if (role == FractionRole && line.fraction >= 0)
                 return line.fraction;
             if (role == ToneRole && (line.isBad || line.fraction >= 0))
                 return int(line.isBad ? Tone::Bad : Tone::Accent);
             return {};
         }},
        {QStringLiteral("who"), OperationsDock::tr("Who"), 130, false, [](const O &line) { return line.actor; }},
        {QStringLiteral("why"), OperationsDock::tr("Why"), 220, false, [](const O &line) { return line.reason; }},
        {QStringLiteral("undo"), OperationsDock::tr("Undo"), 240, false,
         [](const O &line) { return line.canBeUndone ? OperationsDock::tr("possible") : line.whyNotUndo; }},
    };
}

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

OperationLine lineOf(const OperationRun &run)
{
    OperationLine line;
    line.key = run.group;
    line.group = run.group;
    line.at = run.at;
    line.title = run.title;
    line.icon = run.icon;
    line.actor = OperationsDock::tr("this console");
    line.reason = run.reason;
    line.result = run.summary();
    if (run.state == OperationRun::State::Running)
        line.fraction = run.planned > 0 ? double(run.processed) / double(run.planned) : 0;
    line.isBad = run.state == OperationRun::State::Failed;
    line.canBeUndone = run.canBeUndone && !run.operationIds.isEmpty() && run.state != OperationRun::State::Running;
    line.whyNotUndo = run.canBeUndone ? QString() : run.undoNote;
    line.ids = run.operationIds;
    line.affected = run.changed;
    return line;
}

} // namespace

OperationsDock::OperationsDock(Database &database, Operations &operations, Navigator &navigator, QWidget *parent)
    : QWidget(parent)
    , m_database(database)
    , m_operations(operations)
    , m_navigator(navigator)
    , m_model(new TableModel<OperationLine>([](const OperationLine &line) { return line.key; }, operationColumns(), this))
    , m_view(new TableView(this))
    , m_undo(iconButton(QStringLiteral("undo"), tr("Undo …"), this))
    , m_cancel(iconButton(QStringLiteral("stop"), tr("Cancel"), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::grid, Theme::grid, Theme::grid, Theme::grid);
    layout->addWidget(m_view, 1);
    auto *buttons = plainLayout<QVBoxLayout>(nullptr, Theme::grid);
    buttons->addWidget(m_undo);
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    layout->addLayout(buttons);
    m_view->setAccessibleName(tr("Operations"));
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setRows(m_model, QStringLiteral("operations"));
    m_view->emptyState()->set(QStringLiteral("operations"), tr("Nothing was changed yet"), tr("Every change stands here: who, when, what and why."));
    connect(m_view, &TableView::selectionOfRowsChanged, this, &OperationsDock::updateButtons);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        if (const OperationLine *line = selected())
            undo(*line);
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (const OperationLine *line = selected())
            m_operations.cancel(line->group);
    });
    connect(&m_operations, &Operations::changed, this, &OperationsDock::rebuild);
    connect(&m_operations, &Operations::finished, this, &OperationsDock::refresh);
    connect(&m_database, &Database::connected, this, &OperationsDock::refresh);
    updateButtons();
}

void OperationsDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void OperationsDock::refresh()
{
    if (!m_database.isConnected() || std::exchange(m_busy, true))
        return;
    m_database.run(
        Database::Lane::Detail, tr("Audit"), this, [](const System &system) { return JobAdmin(system).operations(); },
        [this](const QList<Operation> &operations) {
            m_busy = false;
            m_audit = operations;
            rebuild();
        },
        [this](const Error &) { m_busy = false; });
}

// The batches of one action carry the same group: one line. What this session ran has a line already.
QList<OperationLine> OperationsDock::auditLines() const
{
    QList<OperationLine> lines;
    QHash<QString, qsizetype> groups;
    for (const Operation &operation : m_audit) {
        const QString group = operation.group.value_or(QString());
        if (!group.isEmpty() && m_operations.find(group))
            continue;
        const auto at = groups.constFind(group);
        if (!group.isEmpty() && at != groups.cend()) {
            OperationLine &line = lines[*at];
            line.affected += operation.affectedCount;
            line.result = resultText(operation.kind, line.affected);
            // What can't be taken back any more does not keep the rest from it.
            if (operation.canBeUndone) {
                line.canBeUndone = true;
                line.whyNotUndo.clear();
                line.ids.append(operation.id);
            }
            continue;
        }
        OperationLine line;
        line.key = QString::number(operation.id);
        line.at = operation.at;
        line.title = kindWords(operation.kind);
        line.icon = kindIcon(operation.kind);
        line.actor = operation.actor;
        line.reason = operation.reason.value_or(QString());
        line.affected = operation.affectedCount;
        line.result = resultText(operation.kind, operation.affectedCount);
        line.canBeUndone = operation.canBeUndone;
        line.whyNotUndo = operation.whyNot;
        if (operation.canBeUndone)
            line.ids = {operation.id};
        if (!group.isEmpty())
            groups.insert(group, lines.size());
        lines.append(line);
    }
    return lines;
}

void OperationsDock::rebuild()
{
    QList<OperationLine> lines;
    for (const OperationRun &run : m_operations.runs()) {
        lines.append(lineOf(run));
        // Whether it still can be undone only the audit knows.
        for (const Operation &operation : std::as_const(m_audit)) {
            if (!operation.canBeUndone && lines.last().ids.removeAll(operation.id) > 0 && lines.constLast().ids.isEmpty()) {
                lines.last().canBeUndone = false;
                lines.last().whyNotUndo = operation.whyNot;
            }
        }
    }
    lines += auditLines();
    std::stable_sort(lines.begin(), lines.end(), [](const OperationLine &a, const OperationLine &b) { return a.at > b.at; });
    m_model->setRows(lines);
    m_view->setLoaded(true);
    updateButtons();
}

const OperationLine *OperationsDock::selected() const
{
    const QList<int> rows = m_view->selectedRows();
    return rows.isEmpty() ? nullptr : &m_model->at(rows.constFirst());
}

void OperationsDock::updateButtons()
{
    const OperationLine *line = selected();
    m_undo->setEnabled(line && line->canBeUndone && m_database.whyNoChanges().isEmpty());
    m_undo->setToolTip(line && !line->canBeUndone ? line->whyNotUndo : tr("Takes the selected operation back, as far as its jobs have not changed since"));
    m_cancel->setEnabled(line && line->fraction >= 0);
    m_cancel->setToolTip(tr("Stops the running operation after its current batch"));
}

bool OperationsDock::canUndo() const
{
    return std::any_of(m_model->rows().cbegin(), m_model->rows().cend(), [](const OperationLine &line) { return line.canBeUndone; });
}

void OperationsDock::undoLast()
{
    for (const OperationLine &line : m_model->rows()) {
        if (line.canBeUndone) {
            undo(line);
            return;
        }
    }
}

void OperationsDock::undo(const OperationLine &line)
{
    QList<OperationId> ids = line.ids;
    std::sort(ids.begin(), ids.end(), std::greater<>());
    Q_EMIT m_navigator.planWanted(Plans::undo(ids, line.title));
}

} // namespace jobq::console
