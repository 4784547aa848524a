// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/planforms.h"

#include "models/texts.h"
#include "widgets/layouts.h"
#include "widgets/theme.h"
#include "widgets/timeedit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QSpinBox>

namespace jobq::console {

namespace {

constexpr int canaryJobs = 5;

QSpinBox *attemptsBox(QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setRange(1, 1'000'000);
    box->setValue(25);
    return box;
}

} // namespace

RescheduleForm::RescheduleForm(const JobSelection &jobs, QWidget *parent)
    : PlanForm(parent)
    , m_jobs(jobs)
    , m_setRunAt(new QCheckBox(tr("Run at"), this))
    , m_setPriority(new QCheckBox(tr("Priority"), this))
    , m_setAttempts(new QCheckBox(tr("Max attempts"), this))
    , m_runAt(new TimeEdit(this))
    , m_priority(new QSpinBox(this))
    , m_attempts(attemptsBox(this))
{
    auto *grid = plainLayout<QGridLayout>(this, Theme::grid);
    m_runAt->setAccessibleTitle(tr("Run at"));
    m_priority->setRange(-2'000'000'000, 2'000'000'000);
    m_priority->setToolTip(tr("Lower runs first"));
    m_priority->setAccessibleName(tr("Priority"));
    m_attempts->setAccessibleName(tr("Max attempts"));
    auto *now = linkButton(tr("Now"), this);
    auto *hour = linkButton(tr("In an hour"), this);
    auto *times = plainLayout<QHBoxLayout>();
    times->addWidget(m_runAt);
    times->addWidget(now);
    times->addWidget(hour);
    times->addStretch();
    grid->addWidget(m_setRunAt, 0, 0);
    grid->addLayout(times, 0, 1);
    grid->addWidget(m_setPriority, 1, 0);
    grid->addWidget(m_priority, 1, 1, Qt::AlignLeft);
    grid->addWidget(m_setAttempts, 2, 0);
    grid->addWidget(m_attempts, 2, 1, Qt::AlignLeft);
    grid->setColumnStretch(1, 1);
    m_setRunAt->setChecked(true);
    connect(now, &QPushButton::clicked, this, [this] { m_runAt->setTime(Texts::now()); });
    connect(hour, &QPushButton::clicked, this, [this] { m_runAt->setTime(Texts::now().addSecs(3600)); });
    const auto pair = [this](QCheckBox *check, QWidget *field) {
        field->setEnabled(check->isChecked());
        connect(check, &QCheckBox::toggled, field, &QWidget::setEnabled);
        connect(check, &QCheckBox::toggled, this, &PlanForm::changed);
    };
    pair(m_setRunAt, m_runAt);
    pair(m_setPriority, m_priority);
    pair(m_setAttempts, m_attempts);
    connect(m_runAt, &TimeEdit::edited, this, &PlanForm::changed);
    connect(m_priority, &QSpinBox::valueChanged, this, &PlanForm::changed);
    connect(m_attempts, &QSpinBox::valueChanged, this, &PlanForm::changed);
}

std::optional<Plan> RescheduleForm::plan(QString *whyNot) const
{
    RescheduleOptions options;
    if (m_setRunAt->isChecked())
        options.runAt = m_runAt->time();
    if (m_setPriority->isChecked())
        options.priority = m_priority->value();
    if (m_setAttempts->isChecked())
        options.maxAttempts = m_attempts->value();
    if (!options.runAt && !options.priority && !options.maxAttempts) {
        *whyNot = tr("Choose at least one value to change.");
        return {};
    }
    return Plans::reschedule(m_jobs, options);
}

FailForm::FailForm(const JobSelection &jobs, QWidget *parent)
    : PlanForm(parent)
    , m_jobs(jobs)
    , m_error(new QLineEdit(this))
{
    auto *form = plainForm(this);
    m_error->setText(tr("failed by an operator"));
    m_error->setAccessibleName(tr("Error to record"));
    form->addRow(tr("Error to record"), m_error);
    centreLabels(form);
    connect(m_error, &QLineEdit::textChanged, this, &PlanForm::changed);
}

std::optional<Plan> FailForm::plan(QString *whyNot) const
{
    if (m_error->text().trimmed().isEmpty()) {
        *whyNot = tr("Say what the jobs' last error shall be.");
        return {};
    }
    return Plans::permanentlyFail(m_jobs, m_error->text().trimmed());
}

ReplayForm::ReplayForm(const std::optional<JobSelection> &jobs, QWidget *parent)
    : PlanForm(parent)
    , m_jobs(jobs)
    , m_setFrom(new QCheckBox(tr("Failed since"), this))
    , m_setTo(new QCheckBox(tr("Failed until"), this))
    , m_from(new TimeEdit(this))
    , m_to(new TimeEdit(this))
    , m_task(new QLineEdit(this))
    , m_canary(new QCheckBox(tr("A canary first: %n job(s)", nullptr, canaryJobs), this))
    , m_attempts(attemptsBox(this))
{
    auto *grid = plainLayout<QGridLayout>(this, Theme::grid);
    grid->addWidget(m_setFrom, 0, 0);
    grid->addWidget(m_from, 0, 1, Qt::AlignLeft);
    grid->addWidget(new QLabel(tr("Task"), this), 0, 2);
    grid->addWidget(m_task, 0, 3);
    grid->addWidget(m_setTo, 1, 0);
    grid->addWidget(m_to, 1, 1, Qt::AlignLeft);
    grid->addWidget(new QLabel(tr("Attempts"), this), 1, 2);
    grid->addWidget(m_attempts, 1, 3, Qt::AlignLeft);
    grid->addWidget(m_canary, 2, 0, 1, 4);
    grid->setColumnStretch(3, 1);
    m_from->setTime(Texts::now().addSecs(-3600));
    m_from->setAccessibleTitle(tr("Failed since"));
    m_to->setAccessibleTitle(tr("Failed until"));
    m_task->setPlaceholderText(tr("any"));
    m_task->setAccessibleName(tr("Task"));
    m_attempts->setAccessibleName(tr("Attempts"));
    m_attempts->setToolTip(tr("How often each of the new jobs may try"));
    m_canary->setToolTip(tr("See whether these succeed, then replay the rest: what was replayed before is skipped"));
    m_setFrom->setChecked(!jobs);
    for (const auto &[check, field] : {std::pair(m_setFrom, m_from), std::pair(m_setTo, m_to)}) {
        field->setEnabled(check->isChecked());
        connect(check, &QCheckBox::toggled, field, &QWidget::setEnabled);
        connect(check, &QCheckBox::toggled, this, &PlanForm::changed);
        connect(field, &TimeEdit::edited, this, &PlanForm::changed);
    }
    connect(m_task, &QLineEdit::textChanged, this, &PlanForm::changed);
    connect(m_canary, &QCheckBox::toggled, this, &PlanForm::changed);
    connect(m_attempts, &QSpinBox::valueChanged, this, &PlanForm::changed);
}

std::optional<Plan> ReplayForm::plan(QString *whyNot) const
{
    ReplayOptions options;
    if (m_setFrom->isChecked())
        options.from = m_from->time();
    if (m_setTo->isChecked())
        options.to = m_to->time();
    if (!m_task->text().trimmed().isEmpty())
        options.taskIdentifier = m_task->text().trimmed();
    options.maxAttempts = m_attempts->value();
    if (!m_jobs && !options.from && !options.to && !options.taskIdentifier) {
        *whyNot = tr("Give a time or a task.");
        return {};
    }
    return Plans::replay(m_jobs, options, m_canary->isChecked() ? canaryJobs : 0);
}

ResetForm::ResetForm(std::chrono::milliseconds timeout, QWidget *parent)
    : PlanForm(parent)
    , m_number(new QSpinBox(this))
    , m_unit(new QComboBox(this))
{
    auto *row = plainLayout<QHBoxLayout>(this, Theme::grid);
    row->addWidget(new QLabel(tr("Locks held for at least"), this));
    row->addWidget(m_number);
    row->addWidget(m_unit);
    row->addStretch();
    m_number->setRange(0, 100'000);
    m_number->setAccessibleName(tr("Age"));
    m_unit->addItem(tr("seconds"), 1);
    m_unit->addItem(tr("minutes"), 60);
    m_unit->addItem(tr("hours"), 3600);
    m_unit->setAccessibleName(tr("Unit of the age"));
    const qint64 seconds = timeout.count() / 1000;
    m_unit->setCurrentIndex(seconds % 3600 == 0 ? 2 : seconds % 60 == 0 ? 1 : 0);
    m_number->setValue(int(seconds / m_unit->currentData().toInt()));
    connect(m_number, &QSpinBox::valueChanged, this, &PlanForm::changed);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &PlanForm::changed);
}

std::optional<Plan> ResetForm::plan(QString *) const
{
    return Plans::resetLocked(std::chrono::seconds(qint64(m_number->value()) * m_unit->currentData().toInt()));
}

RateLimitForm::RateLimitForm(const QString &key, int capacity, const QString &interval, QWidget *parent)
    : PlanForm(parent)
    , m_key(new QLineEdit(key, this))
    , m_capacity(new QSpinBox(this))
    , m_interval(new QLineEdit(interval, this))
{
    auto *form = plainForm(this);
    m_capacity->setRange(0, 1'000'000'000);
    m_capacity->setValue(capacity);
    m_key->setAccessibleName(tr("Key"));
    m_capacity->setAccessibleName(tr("Jobs in a window"));
    m_interval->setAccessibleName(tr("Length of the window"));
    m_key->setReadOnly(!key.isEmpty());
    m_key->setPlaceholderText(tr("For example smtp"));
    m_interval->setPlaceholderText(tr("For example 1 minute"));
    form->addRow(tr("Key"), m_key);
    form->addRow(tr("Jobs in a window"), m_capacity);
    form->addRow(tr("Length of the window"), m_interval);
    centreLabels(form);
    connect(m_key, &QLineEdit::textChanged, this, &PlanForm::changed);
    connect(m_capacity, &QSpinBox::valueChanged, this, &PlanForm::changed);
    connect(m_interval, &QLineEdit::textChanged, this, &PlanForm::changed);
}

std::optional<Plan> RateLimitForm::plan(QString *whyNot) const
{
    // The key of a limit that there is already is taken as it is, blanks and all.
    const QString key = m_key->isReadOnly() ? m_key->text() : m_key->text().trimmed();
    if (key.isEmpty() || m_interval->text().trimmed().isEmpty()) {
        *whyNot = tr("Give the limit a key and a window.");
        return {};
    }
    return Plans::registerRateLimit(key, m_capacity->value(), m_interval->text().trimmed());
}

} // namespace jobq::console
