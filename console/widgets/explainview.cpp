// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/explainview.h"

#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/words.h"

#include <QEvent>
#include <QFontDatabase>
#include <QToolButton>
#include <QVBoxLayout>

namespace jobq::console {

ExplainView::ExplainView(Navigator &navigator, QWidget *parent)
    : QScrollArea(parent)
    , m_navigator(navigator)
{
    setWidgetResizable(true);
    setAccessibleName(tr("Why it runs or does not"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void ExplainView::setExplanation(const Explanation &explanation)
{
    QString said;
    for (const ExplanationCheck &check : explanation.checks)
        said += QStringLiteral("%1 %2 %3\n").arg(int(check.kind)).arg(int(check.verdict)).arg(check.sentence);
    if (said == m_shown && widget())
        return;
    m_shown = said;
    m_explanation = explanation;
    rebuild();
}

void ExplainView::rebuild()
{
    auto *content = new QWidget;
    auto *list = new QVBoxLayout(content);
    list->setContentsMargins(0, Theme::grid, Theme::grid, Theme::grid);
    list->setSpacing(Theme::grid + 4);
    const ExplanationCheck *decisive = m_explanation.decisive();
    for (const ExplanationCheck &check : std::as_const(m_explanation.checks))
        list->addWidget(makeCheck(m_explanation, check, decisive && check.kind == decisive->kind));
    list->addStretch();
    setWidget(content);
}

// Its marks are pictures in the colours of before.
void ExplainView::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && widget())
        QMetaObject::invokeMethod(this, &ExplainView::rebuild, Qt::QueuedConnection);
}

QWidget *ExplainView::makeCheck(const Explanation &explanation, const ExplanationCheck &check, bool isDecisive)
{
    const StateLook look = Words::verdict(check.verdict);
    auto *box = new QWidget;
    auto *grid = plainLayout<QGridLayout>(box, Theme::grid / 2);
    grid->setHorizontalSpacing(Theme::grid);
    auto *mark = new QLabel(box);
    mark->setPixmap(iconPixmap(look.icon, Theme::color(look.tone), 18, devicePixelRatioF()));
    mark->setToolTip(look.word);
    grid->addWidget(mark, 0, 0, Qt::AlignTop);
    auto *title = roleLabel(QStringLiteral("%1: %2").arg(Words::check(check.kind), look.word), isDecisive ? "heading" : "muted", box);
    grid->addWidget(title, 0, 1);
    auto *sentence = new QLabel(check.sentence, box);
    sentence->setWordWrap(true);
    sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(sentence, 1, 1);
    grid->setColumnStretch(1, 1);
    auto *buttons = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    const QString fix = Words::fix(check.fix);
    if (!fix.isEmpty()) {
        auto *button = new QPushButton(fix, box);
        connect(button, &QPushButton::clicked, this, [this, id = explanation.jobId, check] { runFix(id, check); });
        buttons->addWidget(button);
    }
    auto *sql = roleLabel(check.sql, "code", box);
    sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    sql->setWordWrap(true);
    sql->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sql->hide();
    if (!check.sql.isEmpty()) {
        auto *toggle = linkButton(tr("SQL"), box);
        toggle->setToolTip(tr("Shows the statement that this was read with"));
        connect(toggle, &QPushButton::clicked, sql, [sql] { sql->setVisible(!sql->isVisible()); });
        buttons->addWidget(toggle);
    }
    buttons->addStretch();
    grid->addLayout(buttons, 2, 1);
    grid->addWidget(sql, 3, 1);
    return box;
}

void ExplainView::runFix(JobId job, const ExplanationCheck &check)
{
    switch (check.fix) {
    case Fix::Reschedule: Q_EMIT m_navigator.rescheduleWanted(QList<JobId>{job}); break;
    case Fix::Replay: Q_EMIT m_navigator.replayWanted(QList<JobId>{job}); break;
    case Fix::ForceUnlockWorker: Q_EMIT m_navigator.planWanted(Plans::unlockWorkers({check.value(QStringLiteral("worker")).toString()})); break;
    case Fix::ForceUnlockQueue: Q_EMIT m_navigator.planWanted(Plans::unlockQueues({check.value(QStringLiteral("queue")).toString()})); break;
    case Fix::ShowFront: Q_EMIT m_navigator.explanationWanted(check.value(QStringLiteral("holderJob")).toLongLong()); break;
    case Fix::RaiseRateLimit:
        Q_EMIT m_navigator.rateLimitWanted(check.value(QStringLiteral("rateLimit")).toString(), qMax(1, check.value(QStringLiteral("capacity")).toInt()), {});
        break;
    case Fix::StartWorker:
    case Fix::AddConcurrency: Q_EMIT m_navigator.actionWanted(QStringLiteral("show-test-workers")); break;
    case Fix::RunMaintenance: Q_EMIT m_navigator.pageWanted(QStringLiteral("maintenance"), {}); break;
    case Fix::None:
    case Fix::Wait: break;
    }
}

} // namespace jobq::console
