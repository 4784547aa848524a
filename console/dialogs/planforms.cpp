// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/planforms.h"

#include "models/texts.h"
#include "widgets/layouts.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QDateTimeEdit>
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

RescheduleForm::RescheduleForm(const QList<JobId> &ids, QWidget *parent)
    : PlanForm(parent)
    , m_ids(ids)
    , m_setRunAt(new QCheckBox(tr("Run at"), this))
    , m_setPriority(new QCheckBox(tr("Priority"), this))
    , m_setAttempts(new QCheckBox(tr("Max attempts"), this))
    , m_runAt(new QDateTimeEdit(Texts::now().toLocalTime(), this))
    , m_priority(new QSpinBox(this))
    , m_attempts(attemptsBox(this))
{
    auto *grid = plainLayout<QGridLayout>(this, Theme::grid);
    m_runAt->setCalendarPopup(true);
    m_runAt->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    m_runAt->setAccessibleName(tr("Run at"));
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
    connect(now, &QPushButton::clicked, this, [this] { m_runAt->setDateTime(Texts::now().toLocalTime()); });
    connect(hour, &QPushButton::clicked, this, [this] { m_runAt->setDateTime(Texts::now().toLocalTime().addSecs(3600)); });
    const auto pair = [this](QCheckBox *check, QWidget *field) {
        field->setEnabled(check->isChecked());
        connect(check, &QCheckBox::toggled, field, &QWidget::setEnabled);
        connect(check, &QCheckBox::toggled, this, &PlanForm::changed);
    };
    pair(m_setRunAt, m_runAt);
    pair(m_setPriority, m_priority);
    pair(m_setAttempts, m_attempts);
    connect(m_runAt, &QDateTimeEdit::dateTimeChanged, this, &PlanForm::changed);
    connect(m_priority, &QSpinBox::valueChanged, this, &PlanForm::changed);
    connect(m_attempts, &QSpinBox::valueChanged, this, &PlanForm::changed);
}

std::optional<Plan> RescheduleForm::plan(QString *whyNot) const
{
    RescheduleOptions options;
    if (m_setRunAt->isChecked())
        options.runAt = m_runAt->dateTime().toUTC();
    if (m_setPriority->isChecked())
        options.priority = m_priority->value();
    if (m_setAttempts->isChecked())
        options.maxAttempts = m_attempts->value();
    if (!options.runAt && !options.priority && !options.maxAttempts) {
        *whyNot = tr("Choose at least one value to change.");
        return {};
    }
    return Plans::reschedule(m_ids, options);
}

FailForm::FailForm(const QList<JobId> &ids, QWidget *parent)
    : PlanForm(parent)
    , m_ids(ids)
    , m_error(new QLineEdit(this))
{
    auto *form = plainForm(this);
    m_error->setText(tr("failed by an operator"));
    m_error->setAccessibleName(tr("Error to record"));
    form->addRow(tr("Error to record"), m_error);
    connect(m_error, &QLineEdit::textChanged, this, &PlanForm::changed);
}

std::optional<Plan> FailForm::plan(QString *whyNot) const
{
    if (m_error->text().trimmed().isEmpty()) {
        *whyNot = tr("Say what the jobs' last error shall be.");
        return {};
    }
    return Plans::permanentlyFail(m_ids, m_error->text().trimmed());
}

ReplayForm::ReplayForm(const ReplayOptions &options, QWidget *parent)
    : PlanForm(parent)
    , m_options(options)
    , m_canary(new QCheckBox(tr("A canary first: only %1 jobs").arg(canaryJobs), this))
    , m_attempts(attemptsBox(this))
{
    auto *row = plainLayout<QHBoxLayout>(this, Theme::grid);
    row->addWidget(new QLabel(tr("Attempts of the new jobs"), this));
    row->addWidget(m_attempts);
    row->addSpacing(2 * Theme::grid);
    row->addWidget(m_canary);
    row->addStretch();
    m_canary->setToolTip(tr("See whether these succeed, then replay the rest: what was replayed before is skipped"));
    connect(m_canary, &QCheckBox::toggled, this, &PlanForm::changed);
    connect(m_attempts, &QSpinBox::valueChanged, this, &PlanForm::changed);
}

std::optional<Plan> ReplayForm::plan(QString *) const
{
    ReplayOptions options = m_options;
    options.maxAttempts = m_attempts->value();
    Plan plan = Plans::replay(options);
    if (m_canary->isChecked()) {
        plan.preview = [preview = plan.preview](const System &system) {
            PlanPreview cut = preview(system);
            cut.jobs.eligible = cut.jobs.eligible.mid(0, canaryJobs);
            cut.jobs.sample = cut.jobs.sample.mid(0, canaryJobs);
            cut.affected = cut.jobs.eligible.size();
            return cut;
        };
    }
    return plan;
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
    m_key->setReadOnly(!key.isEmpty());
    m_key->setPlaceholderText(tr("For example smtp"));
    m_interval->setPlaceholderText(tr("For example 1 minute"));
    form->addRow(tr("Key"), m_key);
    form->addRow(tr("Jobs in a window"), m_capacity);
    form->addRow(tr("Length of the window"), m_interval);
    connect(m_key, &QLineEdit::textChanged, this, &PlanForm::changed);
    connect(m_capacity, &QSpinBox::valueChanged, this, &PlanForm::changed);
    connect(m_interval, &QLineEdit::textChanged, this, &PlanForm::changed);
}

std::optional<Plan> RateLimitForm::plan(QString *whyNot) const
{
    if (m_key->text().trimmed().isEmpty() || m_interval->text().trimmed().isEmpty()) {
        *whyNot = tr("Give the limit a key and a window.");
        return {};
    }
    return Plans::registerRateLimit(m_key->text().trimmed(), m_capacity->value(), m_interval->text().trimmed());
}

} // namespace jobq::console
