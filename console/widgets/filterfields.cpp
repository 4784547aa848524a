// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filterfields.h"

#include "widgets/layouts.h"
#include "widgets/theme.h"

#include <QLineEdit>

namespace jobq::console {

namespace {

std::optional<QString> valueOf(const QLineEdit *edit)
{
    const QString text = edit->text().trimmed();
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

// A value that the grammar reads needs no parser of its own here.
JobFilter parsed(const QString &term)
{
    return parseFilterText(term).filter;
}

} // namespace

FilterFields::FilterFields(QWidget *parent)
    : QWidget(parent)
{
    auto *form = plainForm(this);
    form->setContentsMargins(2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid);
    setMinimumWidth(45 * Theme::grid);
    m_task = addField(tr("Task"), QStringLiteral("send-email"));
    m_queue = addField(tr("Queue"), QStringLiteral("email"));
    m_key = addField(tr("Key"), {});
    m_flags = addField(tr("Flags"), tr("a, b"));
    m_worker = addField(tr("Locked by"), {});
    m_argument = addField(tr("Argument"), QStringLiteral("to.name:Jane"));
    m_error = addField(tr("Error contains"), QStringLiteral("timeout"));
    m_age = addField(tr("Older than"), QStringLiteral("10m"));
    auto *apply = new QPushButton(tr("Filter"), this);
    setStyleProperty(apply, "primary", true);
    form->addRow(QString(), apply);
    connect(apply, &QPushButton::clicked, this, &FilterFields::applied);
}

QLineEdit *FilterFields::addField(const QString &title, const QString &example)
{
    auto *edit = new QLineEdit(this);
    edit->setPlaceholderText(example);
    edit->setAccessibleName(title);
    static_cast<QFormLayout *>(layout())->addRow(title, edit);
    connect(edit, &QLineEdit::returnPressed, this, &FilterFields::applied);
    return edit;
}

void FilterFields::setFilter(const JobFilter &filter)
{
    m_filter = filter;
    m_task->setText(filter.taskIdentifier.value_or(QString()));
    m_queue->setText(filter.queueName.value_or(QString()));
    m_key->setText(filter.jobKey.value_or(QString()));
    m_flags->setText(filter.flags.join(QStringLiteral(", ")));
    m_worker->setText(filter.workerId.value_or(QString()));
    m_error->setText(filter.errorText.value_or(QString()));
    JobFilter part;
    part.arguments = filter.arguments.mid(0, 1);
    m_argument->setText(filterText(part).mid(5)); // without "args."
    part = {};
    part.minAge = filter.minAge;
    m_age->setText(filterText(part).mid(4)); // without "age>"
}

JobFilter FilterFields::filter() const
{
    JobFilter filter = m_filter;
    filter.taskIdentifier = valueOf(m_task);
    filter.queueName = valueOf(m_queue);
    filter.jobKey = valueOf(m_key);
    filter.workerId = valueOf(m_worker);
    filter.errorText = valueOf(m_error);
    filter.flags.clear();
    for (const QString &flag : m_flags->text().split(QLatin1Char(','), Qt::SkipEmptyParts))
        filter.flags << flag.trimmed();
    const QList<ArgumentMatch> others = m_filter.arguments.mid(1);
    filter.arguments = valueOf(m_argument) ? parsed(QStringLiteral("args.") + *valueOf(m_argument)).arguments + others : others;
    filter.minAge = valueOf(m_age) ? parsed(QStringLiteral("age>") + *valueOf(m_age)).minAge : std::nullopt;
    return filter;
}

} // namespace jobq::console
