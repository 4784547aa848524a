// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspectorpanel.h"

#include "models/texts.h"
#include "widgets/emptystate.h"
#include "widgets/explainview.h"
#include "widgets/icons.h"
#include "widgets/jsonview.h"
#include "widgets/layouts.h"
#include "widgets/statelabel.h"
#include "widgets/timeline.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace jobq::console {

InspectorPanel::InspectorPanel(Database &database, RefreshClock &clock, Navigator &navigator, QWidget *parent)
    : QWidget(parent)
    , m_database(database)
    , m_navigator(navigator)
    , m_stack(new QStackedWidget(this))
    , m_content(new QWidget(this))
    , m_layout(new QVBoxLayout(m_content))
{
    auto *outer = plainLayout<QVBoxLayout>(this);
    outer->addWidget(m_stack);
    auto *empty = new EmptyState(this);
    empty->set(QStringLiteral("inspect"), tr("No job is chosen"), tr("Choose a job in a list, or open one by its number."));
    m_stack->addWidget(empty);
    m_stack->addWidget(m_content);
    m_layout->setContentsMargins(Theme::grid + 4, Theme::grid + 4, Theme::grid + 4, Theme::grid);
    m_layout->setSpacing(Theme::grid);
    makeHead();
    makeTabs();
    const auto readAgain = [this] {
        if (isVisible() && m_id > 0 && m_database.isConnected())
            read();
    };
    connect(&clock, &RefreshClock::due, this, readAgain);
    connect(&m_database, &Database::connected, this, readAgain);
}

void InspectorPanel::makeHead()
{
    m_title = roleLabel({}, "title", this);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_subtitle = roleLabel({}, "muted", this);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state = new StateLabel(this);
    m_reason = new QLabel(this);
    m_reason->setWordWrap(true);
    auto *row = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    row->addWidget(m_title, 1);
    row->addWidget(m_state);
    m_layout->addLayout(row);
    m_layout->addWidget(m_subtitle);
    m_layout->addWidget(m_reason);
    auto *buttons = plainLayout<QHBoxLayout>(nullptr, Theme::grid / 2);
    const QList<std::tuple<QString, QString, QString>> actions{{QStringLiteral("reschedule"), QStringLiteral("reschedule"), tr("Reschedule")},
                                                               {QStringLiteral("replay"), QStringLiteral("replay"), tr("Replay")},
                                                               {QStringLiteral("unlock"), QStringLiteral("unlock"), tr("Unlock")},
                                                               {QStringLiteral("permanently-fail"), QStringLiteral("ban"), tr("Permanently fail")},
                                                               {QStringLiteral("enqueue-copy"), QStringLiteral("copy"), tr("Edit and enqueue as a copy")}};
    for (const auto &[id, iconName, text] : actions) {
        auto *button = new QToolButton(this);
        button->setIcon(icon(iconName));
        button->setToolTip(text);
        button->setAccessibleName(text);
        button->setIconSize({18, 18});
        connect(button, &QToolButton::clicked, this, [this, id = id] { Q_EMIT actionWanted(id); });
        buttons->addWidget(button);
    }
    buttons->addStretch();
    m_layout->addLayout(buttons);
}

void InspectorPanel::makeTabs()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->setUsesScrollButtons(true);
    m_payload = new JsonView(this);
    m_explain = new ExplainView(m_navigator, this);
    auto *attempts = new QWidget(this);
    auto *attemptsLayout = plainLayout<QVBoxLayout>(attempts, Theme::grid);
    m_timeline = new Timeline(this);
    m_results = roleLabel({}, "muted", this);
    m_results->setWordWrap(true);
    m_results->setTextFormat(Qt::RichText);
    connect(m_results, &QLabel::linkActivated, this, &InspectorPanel::followLink);
    attemptsLayout->addSpacing(Theme::grid);
    attemptsLayout->addWidget(m_timeline);
    attemptsLayout->addWidget(m_results);
    attemptsLayout->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(attempts);
    m_error = new QPlainTextEdit(this);
    m_error->setReadOnly(true);
    m_error->setAccessibleName(tr("Error"));
    m_error->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *details = new QWidget(this);
    m_details = new QFormLayout(details);
    m_details->setContentsMargins(0, Theme::grid, 0, Theme::grid);
    m_details->setHorizontalSpacing(2 * Theme::grid);
    m_details->setVerticalSpacing(Theme::grid);
    auto *detailsScroll = new QScrollArea(this);
    detailsScroll->setWidgetResizable(true);
    detailsScroll->setWidget(details);
    m_tabs->addTab(m_explain, tr("Explain"));
    m_tabs->addTab(m_payload, tr("Payload"));
    m_tabs->addTab(scroll, tr("Attempts"));
    m_tabs->addTab(m_error, tr("Error"));
    m_tabs->addTab(detailsScroll, tr("Details"));
    m_layout->addWidget(m_tabs, 1);
    setFocusProxy(m_tabs);
    connect(m_payload, &JsonView::loadAllWanted, this, &InspectorPanel::loadAll);
    connect(m_payload, &JsonView::filterTermChosen, this, [this](const QString &term) { Q_EMIT m_navigator.pageWanted(QStringLiteral("jobs"), term); });
}

void InspectorPanel::showJob(JobId id)
{
    if (m_id != id)
        m_loaded = m_wholePayload = false;
    m_id = id;
    Q_EMIT jobShown(id);
    m_busy = false;
    read();
}

void InspectorPanel::clear()
{
    m_id = 0;
    m_job.reset();
    m_loaded = m_busy = m_wholePayload = false;
    m_stack->setCurrentIndex(0);
}

void InspectorPanel::showExplanation()
{
    m_tabs->setCurrentWidget(m_explain);
}

void InspectorPanel::read()
{
    if (std::exchange(m_busy, true))
        return;
    m_database.run(
        Database::Lane::Detail, tr("Job %1").arg(m_id), this,
        [id = m_id, whole = m_wholePayload](const System &system) {
            const Inspector inspector(system);
            Facts facts;
            facts.explanation = inspector.explain(id);
            const QList<ListedJob> listed = inspector.jobsById({id}, whole ? 1'048'576 : 16'384);
            if (!listed.isEmpty())
                facts.job = listed.constFirst();
            facts.records = inspector.historyOfJob(id, whole ? 1'048'576 : 16'384);
            return facts;
        },
        [this, id = m_id](const Facts &facts) {
            m_busy = false;
            if (id == m_id)
                take(facts);
        },
        [this, id = m_id](const Error &error) {
            m_busy = false;
            if (id == m_id)
                m_reason->setText(error.message());
        });
}

void InspectorPanel::take(const Facts &facts)
{
    m_job = facts.job;
    m_stack->setCurrentWidget(m_content);
    showHead(facts);
    const ListedRecord *last = facts.records.isEmpty() ? nullptr : &facts.records.constLast();
    if (facts.job)
        m_payload->setJson(facts.job->payload.text(), facts.job->payloadBytes, facts.job->payloadCapped);
    else if (last)
        m_payload->setJson(last->payload.text(), last->payloadBytes, last->payloadCapped);
    m_explain->setExplanation(facts.explanation);
    showAttempts(facts);
    showError(facts);
    showDetails(facts);
    m_loaded = true;
    Q_EMIT loaded();
}

void InspectorPanel::showHead(const Facts &facts)
{
    const ListedRecord *last = facts.records.isEmpty() ? nullptr : &facts.records.constLast();
    const QString task = facts.job ? facts.job->taskIdentifier : last ? last->taskIdentifier : tr("No such job");
    m_title->setText(task);
    m_title->setToolTip(task);
    QStringList parts{tr("Job %1").arg(m_id)};
    if (facts.job) {
        m_state->setLook(Words::stage(facts.job->stage));
        parts << tr("queue %1").arg(Words::queue(facts.job->queueName)) << tr("attempt %1 of %2").arg(facts.job->attempts).arg(facts.job->maxAttempts);
    } else if (last) {
        m_state->setLook(Words::historyStatus(last->status));
        parts << tr("queue %1").arg(Words::queue(last->queueName)) << tr("finished %1").arg(Texts::relative(last->finishedAt));
    }
    m_subtitle->setText(parts.join(QStringLiteral("  ·  ")));
    m_subtitle->setToolTip(m_subtitle->text());
    const ExplanationCheck *decisive = facts.explanation.decisive();
    m_reason->setText(decisive ? decisive->sentence : facts.job ? tr("Nothing stands in its way.") : QString());
    m_reason->setVisible(!m_reason->text().isEmpty());
}

void InspectorPanel::showError(const Facts &facts)
{
    QString text;
    for (auto at = facts.records.crbegin(); at != facts.records.crend() && text.isEmpty(); ++at) {
        if (at->errorMessage)
            text = *at->errorMessage + (at->errorDetail ? QStringLiteral("\n\n") + *at->errorDetail : QString());
    }
    if (facts.job && facts.job->lastError && !text.startsWith(*facts.job->lastError))
        text = *facts.job->lastError + QStringLiteral("\n\n") + text;
    if (m_error->toPlainText() != text)
        m_error->setPlainText(text);
    m_tabs->setTabEnabled(m_tabs->indexOf(m_error), !text.isEmpty());
    m_tabs->setTabToolTip(m_tabs->indexOf(m_error), text.isEmpty() ? tr("It never failed") : QString());
}

void InspectorPanel::showAttempts(const Facts &facts)
{
    m_timeline->setRecords(facts.records);
    QStringList lines;
    if (facts.records.isEmpty())
        lines << tr("It has not been executed yet.");
    for (const ListedRecord &record : facts.records) {
        if (record.partialResults && record.partialResults->results.text() != QLatin1String("null"))
            lines << tr("Attempt %1 left these results: %2").arg(record.attempt).arg(Texts::singleLine(record.partialResults->results.text(), 400).toHtmlEscaped());
        if (record.partialResults && record.partialResults->retryFromStep)
            lines << tr("Attempt %1 goes on from the step “%2”.").arg(record.attempt).arg(record.partialResults->retryFromStep->toHtmlEscaped());
        if (record.replayedAs)
            lines << tr("Attempt %1 was replayed as <a href=\"job:%2\">job %2</a>.").arg(record.attempt).arg(*record.replayedAs);
    }
    m_results->setText(lines.join(QStringLiteral("<br>")));
}

void InspectorPanel::followLink(const QString &link)
{
    if (link.startsWith(QLatin1String("job:")))
        showJob(link.mid(4).toLongLong());
    else if (link.startsWith(QLatin1String("filter:")))
        Q_EMIT m_navigator.pageWanted(QStringLiteral("jobs"), link.mid(7));
    else if (link.startsWith(QLatin1String("worker:")))
        Q_EMIT m_navigator.pageWanted(QStringLiteral("locked"), link.mid(7));
    else if (link.startsWith(QLatin1String("history:")))
        Q_EMIT m_navigator.pageWanted(QStringLiteral("history"), link.mid(8));
}

void InspectorPanel::loadAll()
{
    m_wholePayload = true;
    m_busy = false;
    read();
}

} // namespace jobq::console
