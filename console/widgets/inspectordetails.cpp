// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/texts.h"
#include "widgets/inspectorpanel.h"
#include "widgets/layouts.h"
#include "widgets/words.h"

#include <QFormLayout>
#include <QLabel>

namespace jobq::console {

void InspectorPanel::addDetail(const QString &name, const QString &value, const QString &link)
{
    if (value.isEmpty())
        return;
    auto *label = new QLabel(link.isEmpty() ? value : QStringLiteral("<a href=\"%1\">%2</a>").arg(link.toHtmlEscaped(), value.toHtmlEscaped()));
    label->setTextFormat(link.isEmpty() ? Qt::PlainText : Qt::RichText);
    label->setTextInteractionFlags(link.isEmpty() ? Qt::TextSelectableByMouse : Qt::TextBrowserInteraction);
    label->setWordWrap(true);
    connect(label, &QLabel::linkActivated, this, &InspectorPanel::followLink);
    m_details->addRow(roleLabel(name, "muted"), label);
}

void InspectorPanel::showDetails(const Facts &facts)
{
    while (m_details->rowCount() > 0)
        m_details->removeRow(0);
    if (!facts.job) {
        addDetail(tr("State"), tr("It is in the queue no more: what is left is its history."));
        return;
    }
    const ListedJob &job = *facts.job;
    addDetail(tr("Id"), QString::number(job.id));
    addDetail(tr("Task"), job.taskIdentifier, QStringLiteral("filter:task:\"%1\"").arg(job.taskIdentifier));
    addDetail(tr("Queue"), Words::queue(job.queueName), job.queueName ? QStringLiteral("filter:queue:\"%1\"").arg(*job.queueName) : QString());
    addDetail(tr("Priority"), QString::number(job.priority));
    addDetail(tr("Run at"), Texts::absolute(job.runAt));
    addDetail(tr("Attempts"), tr("%1 of %2").arg(job.attempts).arg(job.maxAttempts));
    addDetail(tr("Key"), job.jobKey.value_or(QString()));
    addDetail(tr("Flags"), job.flags.join(QStringLiteral(", ")));
    addDetail(tr("Rate limit"), job.rateLimitKey.value_or(QString()), job.rateLimitKey ? QStringLiteral("filter:limit:\"%1\"").arg(*job.rateLimitKey) : QString());
    addDetail(tr("Locked by"), job.lockedBy.value_or(QString()), job.lockedBy ? QStringLiteral("worker:%1").arg(*job.lockedBy) : QString());
    addDetail(tr("Locked at"), Texts::absolute(job.lockedAt));
    addDetail(tr("Progress"), job.progress ? QStringLiteral("%1 %  %2").arg(qRound(*job.progress * 100)).arg(job.progressNote.value_or(QString())) : QString());
    addDetail(tr("Created"), Texts::absolute(job.createdAt));
    addDetail(tr("Updated"), Texts::absolute(job.updatedAt));
    addDetail(tr("Revision"), QString::number(job.revision));
    addDetail(tr("History"), tr("all its executions"), QStringLiteral("history:job:%1").arg(job.id));
}

} // namespace jobq::console
