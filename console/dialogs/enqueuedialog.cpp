// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/enqueuedialog.h"

#include "models/jsontext.h"
#include "models/texts.h"
#include "services/testworkers.h"
#include "widgets/icons.h"
#include "widgets/jsonedit.h"
#include "widgets/layouts.h"
#include "widgets/nameedit.h"
#include "widgets/timeedit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

QStringList splitFlags(const QString &text)
{
    QStringList flags;
    for (const QString &flag : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!flag.trimmed().isEmpty())
            flags << flag.trimmed();
    }
    return flags;
}

std::optional<QString> optionalText(const QLineEdit *edit)
{
    return edit->text().trimmed().isEmpty() ? std::nullopt : std::optional(edit->text().trimmed());
}

} // namespace

EnqueueDialog::EnqueueDialog(Database &database, Operations &operations, const Job &like, QWidget *parent)
    : QDialog(parent)
    , m_database(database)
    , m_operations(operations)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(like.id > 0 ? tr("Enqueue a copy of job %1").arg(like.id) : tr("Enqueue a job"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid + 4);
    auto *columns = plainLayout<QHBoxLayout>(nullptr, 3 * Theme::grid);
    columns->addWidget(makeFields(), 3);
    columns->addWidget(makeOptions(), 2);
    layout->addLayout(columns, 1);
    layout->addWidget(makeConfirmation());
    auto *buttons = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_enqueue = new QPushButton(tr("Enqueue"), this);
    m_enqueue->setDefault(true);
    m_wasNotAdded = linkButton(tr("I have looked: it was not added"), this);
    m_wasNotAdded->setToolTip(tr("Lets you enqueue it once more"));
    m_wasNotAdded->hide();
    connect(m_wasNotAdded, &QPushButton::clicked, this, [this] {
        m_outcomeUnknown = false;
        check();
    });
    layout->addWidget(m_wasNotAdded, 0, Qt::AlignLeft);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_enqueue);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_enqueue, &QPushButton::clicked, this, &EnqueueDialog::enqueue);
    connect(m_copies, &QSpinBox::valueChanged, this, &EnqueueDialog::check);
    // It was filled in for this database.
    connect(&m_database, &Database::stateChanged, this, [this](Database::State state) {
        if (!m_running && (state == Database::State::Connecting || state == Database::State::Closed))
            reject();
    });
    fill(like);
    resize(760, 480);
    m_task->setFocus();
}

// No reason is asked for: the audit holds changes of jobs that there are, and has no place for one of new jobs.
QWidget *EnqueueDialog::makeConfirmation()
{
    auto *box = new QWidget(this);
    auto *row = plainLayout<QHBoxLayout>(box, Theme::grid);
    m_summary = roleLabel({}, "heading", box);
    m_summary->setToolTip(tr("Jobs that are added stand in no audit: each keeps when it was created"));
    m_countLabel = new QLabel(box);
    m_count = new QLineEdit(box);
    m_count->setAccessibleName(tr("The count, typed in"));
    m_count->setFixedWidth(12 * Theme::grid);
    row->addWidget(m_summary, 1);
    row->addWidget(m_countLabel);
    row->addWidget(m_count);
    connect(m_count, &QLineEdit::textChanged, this, &EnqueueDialog::check);
    return box;
}

QWidget *EnqueueDialog::makeFields()
{
    auto *box = new QWidget(this);
    auto *layout = plainLayout<QVBoxLayout>(box, Theme::grid);
    m_task = new NameEdit(m_database, NameKind::Task, box);
    m_task->setPlaceholderText(tr("Task identifier, for example send-email"));
    m_task->setAccessibleName(tr("Task"));
    auto *tests = iconButton(QStringLiteral("flask"), tr("Test tasks"), box);
    tests->setToolTip(tr("Fills in a task that the test workers know"));
    tests->setAutoDefault(false);
    makeTestMenu(tests);
    auto *row = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    row->addWidget(m_task, 1);
    row->addWidget(tests);
    m_payload = new JsonEdit(box);
    m_mistake = roleLabel({}, "error", box);
    m_mistake->setWordWrap(true);
    auto *pretty = linkButton(tr("Lay out"), box);
    pretty->setToolTip(tr("Lays the JSON out with one member a line"));
    auto *head = plainLayout<QHBoxLayout>();
    head->addWidget(roleLabel(tr("Payload (JSON)"), "heading", box));
    head->addStretch();
    head->addWidget(pretty);
    layout->addWidget(roleLabel(tr("Task"), "heading", box));
    layout->addLayout(row);
    layout->addLayout(head);
    layout->addWidget(m_payload, 1);
    layout->addWidget(m_mistake);
    connect(pretty, &QPushButton::clicked, this, [this] { m_payload->setPlainText(prettyJson(m_payload->toPlainText())); });
    connect(m_payload, &JsonEdit::checked, this, &EnqueueDialog::check);
    connect(m_task, &QLineEdit::textChanged, this, &EnqueueDialog::check);
    return box;
}

QWidget *EnqueueDialog::makeOptions()
{
    auto *box = new QWidget(this);
    auto *form = plainForm(box);
    m_queue = new NameEdit(m_database, NameKind::Queue, box);
    m_queue->setPlaceholderText(tr("none: runs beside any other"));
    m_key = new QLineEdit(box);
    m_keyMode = new QComboBox(box);
    m_keyMode->addItems({tr("Replace the waiting job"), tr("Replace, keep its run-at"), tr("Keep any job with this key")});
    m_flags = new QLineEdit(box);
    m_flags->setPlaceholderText(tr("a, b"));
    m_rateLimit = new NameEdit(m_database, NameKind::RateLimit, box);
    m_priority = new QSpinBox(box);
    m_priority->setRange(-2'000'000'000, 2'000'000'000);
    m_attempts = new QSpinBox(box);
    m_attempts->setRange(1, 1'000'000);
    m_attempts->setValue(25);
    m_later = new QCheckBox(tr("Not before"), box);
    m_runAt = new TimeEdit(box);
    m_runAt->setTime(Texts::now().addSecs(3600));
    m_runAt->setAccessibleTitle(tr("Not before"));
    m_runAt->setEnabled(false);
    m_copies = new QSpinBox(box);
    m_copies->setRange(1, 10'000);
    form->addRow(tr("Queue"), m_queue);
    form->addRow(m_later, m_runAt);
    form->addRow(tr("Priority"), m_priority);
    form->addRow(tr("Max attempts"), m_attempts);
    form->addRow(tr("Key"), m_key);
    form->addRow(tr("With this key"), m_keyMode);
    form->addRow(tr("Flags"), m_flags);
    form->addRow(tr("Rate limit"), m_rateLimit);
    form->addRow(tr("How many"), m_copies);
    centreLabels(form);
    connect(m_later, &QCheckBox::toggled, m_runAt, &QWidget::setEnabled);
    const auto allowKey = [this] {
        m_keyMode->setEnabled(!m_key->text().isEmpty());
        m_copies->setEnabled(m_key->text().isEmpty());
    };
    connect(m_key, &QLineEdit::textChanged, this, allowKey);
    connect(m_key, &QLineEdit::textChanged, this, &EnqueueDialog::check);
    allowKey();
    return box;
}

void EnqueueDialog::makeTestMenu(QPushButton *button)
{
    auto *menu = new QMenu(button);
    for (const TestTask &task : TestTasks::all()) {
        menu->addAction(QStringLiteral("%1: %2").arg(task.identifier, task.description), this, [this, task] {
            m_task->setText(task.identifier);
            m_payload->setPlainText(task.payload);
        });
    }
    button->setMenu(menu);
}

void EnqueueDialog::fill(const Job &like)
{
    m_task->setText(like.taskIdentifier);
    m_payload->setPlainText(like.taskIdentifier.isEmpty() ? QStringLiteral("{}") : prettyJson(like.payload.text()));
    m_queue->setText(like.queueName.value_or(QString()));
    m_flags->setText(like.flags.join(QStringLiteral(", ")));
    m_rateLimit->setText(like.rateLimitKey.value_or(QString()));
    m_priority->setValue(like.priority);
    m_attempts->setValue(like.maxAttempts);
    check();
}

JobSpec EnqueueDialog::spec() const
{
    JobSpec spec;
    spec.taskIdentifier = m_task->text().trimmed();
    spec.payload = Payload::fromText(m_payload->toPlainText());
    spec.options.queueName = optionalText(m_queue);
    spec.options.jobKey = optionalText(m_key);
    if (spec.options.jobKey)
        spec.options.jobKeyMode = JobKeyMode(m_keyMode->currentIndex());
    spec.options.flags = splitFlags(m_flags->text());
    spec.options.rateLimitKey = optionalText(m_rateLimit);
    spec.options.priority = m_priority->value();
    spec.options.maxAttempts = m_attempts->value();
    if (m_later->isChecked())
        spec.options.runAt = m_runAt->time();
    return spec;
}

int EnqueueDialog::copies() const
{
    return m_copies->isEnabled() ? m_copies->value() : 1;
}

QString EnqueueDialog::whyNotEnqueue() const
{
    const QString whyNot = m_database.whyNot(Right::Enqueue);
    if (!whyNot.isEmpty())
        return whyNot;
    if (m_task->text().trimmed().isEmpty())
        return tr("Name the task.");
    if (!m_payload->mistake().isEmpty())
        return m_payload->mistake();
    if (m_operations.needsTypedCount(copies()) && m_count->text().trimmed() != QString::number(copies()))
        return tr("Type the count to confirm.");
    return {};
}

void EnqueueDialog::check()
{
    m_wasNotAdded->setVisible(m_outcomeUnknown);
    if (m_running || m_outcomeUnknown) {
        m_enqueue->setEnabled(false);
        m_enqueue->setToolTip(m_outcomeUnknown ? tr("It may have been added already.") : QString());
        return;
    }
    m_mistake->setText(m_payload->mistake());
    m_summary->setText(tr("%Ln job(s) will be added.", nullptr, copies()));
    m_countLabel->setText(tr("Type %1 to confirm").arg(copies()));
    m_countLabel->setVisible(m_operations.needsTypedCount(copies()));
    m_count->setVisible(m_operations.needsTypedCount(copies()));
    const QString whyNot = whyNotEnqueue();
    m_enqueue->setEnabled(whyNot.isEmpty());
    m_enqueue->setToolTip(whyNot);
}

void EnqueueDialog::enqueue()
{
    const Plan plan = Plans::enqueue(QList<JobSpec>(copies(), spec()));
    PlanPreview preview;
    preview.affected = copies();
    m_running = true;
    check();
    const QString group = m_operations.start(plan, preview, {});
    connect(&m_operations, &Operations::finished, this, [this, group](const QString &finished) {
        const OperationRun *run = finished == group ? m_operations.find(group) : nullptr;
        if (run)
            takeEnd(*run);
    });
}

void EnqueueDialog::takeEnd(const OperationRun &run)
{
    m_running = false;
    if (run.state == OperationRun::State::Done) {
        accept();
        return;
    }
    // What was typed in stays, to be mended.
    m_outcomeUnknown = run.isOutcomeUnknown;
    check();
    m_mistake->setText(m_outcomeUnknown ? tr("It is not known whether it was added: the answer was lost. Look at the list of jobs before you enqueue it again.") : run.message);
}

} // namespace jobq::console
