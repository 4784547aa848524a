// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sqllogdock.h"

#include "models/texts.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/tableview.h"

#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

constexpr auto slow = std::chrono::milliseconds(500);

QList<Column<LoggedCall>> logColumns()
{
    using C = LoggedCall;
    return {
        {QStringLiteral("at"), SqlLogDock::tr("At"), 100, false, [](const C &call) { return Texts::absolute(call.at).mid(11, 12); }},
        {QStringLiteral("time"), SqlLogDock::tr("Time"), 84, true, [](const C &call) { return Texts::span(call.time); },
         [](const C &call, int role) -> QVariant { return role == ToneRole && call.time > slow ? QVariant(int(Tone::Warning)) : QVariant(); }},
        {QStringLiteral("rows"), SqlLogDock::tr("Rows"), 72, true, [](const C &call) { return Texts::number(call.rows); }},
        {QStringLiteral("what"), SqlLogDock::tr("Statement"), 260, false, [](const C &call) { return call.title; },
         [](const C &call, int role) -> QVariant {
             if (role == IconNameRole && !call.error.isEmpty())
                 return QStringLiteral("failed");
             return role == ToneRole && !call.error.isEmpty() ? QVariant(int(Tone::Bad)) : QVariant();
         }},
        {QStringLiteral("error"), SqlLogDock::tr("Error"), 260, false, [](const C &call) { return Texts::singleLine(call.error); }},
    };
}

} // namespace

SqlLogDock::SqlLogDock(CallLog &log, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_model(new TableModel<LoggedCall>([](const LoggedCall &call) { return QString::number(call.number); }, logColumns(), this))
    , m_view(new TableView(this))
    , m_sql(new QPlainTextEdit(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::grid, Theme::grid, Theme::grid, Theme::grid);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_view);
    splitter->addWidget(m_sql);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    layout->addWidget(splitter, 1);
    m_sql->setReadOnly(true);
    m_sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_sql->setPlaceholderText(tr("Choose a statement to see its SQL"));
    m_sql->setAccessibleName(tr("SQL"));
    m_view->setAccessibleName(tr("SQL log"));
    m_view->setRows(m_model, QStringLiteral("sql-log"));
    m_view->emptyState()->set(QStringLiteral("terminal"), tr("Nothing was asked yet"), tr("Every statement stands here with its time."));
    m_view->setLoaded(true);
    m_delay.setSingleShot(true);
    m_delay.setInterval(250);
    connect(&m_delay, &QTimer::timeout, this, &SqlLogDock::rebuild);
    connect(&m_log, &CallLog::changed, this, [this] {
        if (isVisible() && !m_delay.isActive())
            m_delay.start();
    });
    connect(m_view, &TableView::selectionOfRowsChanged, this, &SqlLogDock::showSelected);
}

void SqlLogDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    rebuild();
}

void SqlLogDock::rebuild()
{
    const bool isReading = m_view->isScrolledAway() || !m_view->selectedRows().isEmpty();
    m_model->setRows(m_log.calls().mid(0, 500), isReading ? RowsModel::NewRows::Hold : RowsModel::NewRows::Show);
}

void SqlLogDock::showSelected()
{
    const QList<int> rows = m_view->selectedRows();
    if (rows.isEmpty())
        return;
    const LoggedCall &call = m_model->at(rows.constFirst());
    m_sql->setPlainText(call.sql.isEmpty() ? call.title : call.sql);
}

} // namespace jobq::console
