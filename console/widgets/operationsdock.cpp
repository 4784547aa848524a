// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/operationsdock.h"

#include "models/texts.h"
#include "services/audit.h"
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
    m_view->setMinimumHeight(4 * Theme::rowHeight); // the header and the newest three, whole
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
    connect(&m_database, &Database::stateChanged, this, &OperationsDock::handleState);
    updateButtons();
}

void OperationsDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void OperationsDock::refresh()
{
    if (!m_database.isConnected())
        return;
    m_wanted = true;
    readAudit();
}

// What is asked for while it reads follows: what was changed meanwhile may be missing in that answer.
void OperationsDock::readAudit()
{
    if (m_busy || !std::exchange(m_wanted, false))
        return;
    m_busy = true;
    m_database.run(
        Database::Lane::Detail, tr("Audit"), this, newestOperations,
        [this](const QList<Operation> &operations) {
            m_busy = false;
            m_audit = operations;
            rebuild();
            readAudit();
        },
        [this](const Error &) { m_busy = m_wanted = false; });
}

void OperationsDock::handleState(Database::State state)
{
    if (state == Database::State::Connecting || state == Database::State::Closed) {
        m_audit.clear();
        rebuild();
    } else {
        updateButtons();
    }
}

void OperationsDock::rebuild()
{
    const QString role = m_database.facts() ? m_database.facts()->role : QString();
    m_model->setRows(operationLines(m_operations.runs(), m_database.profile().place(), m_audit, role));
    m_view->setLoaded(true);
    updateButtons();
    Q_EMIT changed();
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
    m_cancel->setToolTip(tr("Stops the running operation; the batches that are done stay done"));
}

// The newest of one's own. While it is not known whether that can be undone it is none: never the one before it.
const OperationLine *OperationsDock::undoable() const
{
    for (const OperationLine &line : m_model->rows()) {
        if (line.isOwn && (line.canBeUndone || line.awaitsAudit))
            return line.canBeUndone ? &line : nullptr;
    }
    return nullptr;
}

bool OperationsDock::canUndo() const
{
    return undoable() != nullptr;
}

void OperationsDock::undoLast()
{
    if (const OperationLine *line = undoable())
        undo(*line);
}

void OperationsDock::undo(const OperationLine &line)
{
    QList<OperationId> ids = line.ids;
    std::sort(ids.begin(), ids.end(), std::greater<>());
    const QString what = line.isOwn ? line.title : tr("%1 (by %2)").arg(line.title, line.actor);
    Q_EMIT m_navigator.planWanted(Plans::undo(ids, what));
}

} // namespace jobq::console
