// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/testworkersdock.h"

#include "models/texts.h"
#include "services/sampleworkload.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/statelabel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSpinBox>
#include <QTableWidget>

namespace jobq::console {

namespace {

StateLook lookOf(Worker::State state)
{
    switch (state) {
    case Worker::State::Stopped: return {QStringLiteral("stop"), Tone::Muted, TestWorkersDock::tr("Stopped")};
    case Worker::State::Starting: return {QStringLiteral("waiting"), Tone::Accent, TestWorkersDock::tr("Starting")};
    case Worker::State::Running: return {QStringLiteral("started"), Tone::Good, TestWorkersDock::tr("Running")};
    case Worker::State::Draining: return {QStringLiteral("drain"), Tone::Warning, TestWorkersDock::tr("Draining")};
    case Worker::State::Stopping: return {QStringLiteral("pause"), Tone::Warning, TestWorkersDock::tr("Stopping")};
    }
    return {};
}

QPushButton *button(const QString &iconName, const QString &text, const QString &toolTip)
{
    auto *made = iconButton(iconName, text);
    made->setToolTip(toolTip);
    return made;
}

} // namespace

TestWorkersDock::TestWorkersDock(Database &database, TestWorkers &workers, Navigator &navigator, QWidget *parent)
    : QWidget(parent)
    , m_database(database)
    , m_workers(workers)
    , m_navigator(navigator)
    , m_messages(new QPlainTextEdit(this))
    , m_error(roleLabel({}, "error", this))
{
    auto *layout = new QHBoxLayout;
    fillScrolling(this, layout);
    layout->setContentsMargins(Theme::grid, Theme::grid, Theme::grid, Theme::grid);
    layout->setSpacing(2 * Theme::grid);
    layout->addWidget(makeSettings());
    layout->addWidget(makeCounters());
    layout->addWidget(makePrograms(), 2);
    m_messages->setReadOnly(true);
    m_messages->setPlaceholderText(tr("What the workers have to say stands here."));
    m_messages->setAccessibleName(tr("Messages of the test workers"));
    layout->addWidget(m_messages, 2);
    loadSettings();
    connect(&m_workers, &TestWorkers::changed, this, &TestWorkersDock::updateState);
    connect(&m_database, &Database::stateChanged, this, &TestWorkersDock::updateState);
    updateState();
}

QWidget *TestWorkersDock::makeSettings()
{
    auto *box = new QWidget(this);
    auto *grid = plainLayout<QGridLayout>(box, Theme::grid);
    m_state = new StateLabel(box);
    m_threads = new QSpinBox(box);
    m_threads->setRange(1, 64);
    m_threads->setAccessibleName(tr("Threads"));
    m_sample = new QCheckBox(tr("Sample tasks"), box);
    m_sample->setToolTip(tr("checksum, thumbnail, fetch-report, send-digest, import-batch"));
    m_test = new QCheckBox(tr("Test tasks"), box);
    QStringList names;
    for (const TestTask &task : TestTasks::all())
        names << QStringLiteral("%1: %2").arg(task.identifier, task.description);
    m_test->setToolTip(names.join(QLatin1Char('\n')));
    m_start = button(QStringLiteral("play"), tr("Start"), tr("Starts workers inside this program"));
    m_drain = button(QStringLiteral("drain"), tr("Drain"), tr("Stops once nothing is left to claim"));
    m_stop = button(QStringLiteral("stop"), tr("Stop"), tr("Claims nothing more and lets running jobs end"));
    auto *sample = button(QStringLiteral("enqueue"), tr("Sample workload"), tr("Adds some thousand jobs that do real work on files of this machine"));
    auto *crashButton = button(QStringLiteral("failed"), tr("Crash a worker"), tr("Starts a worker process of its own that takes one job and dies"));
    grid->addWidget(m_state, 0, 0, 1, 3);
    grid->addWidget(new QLabel(tr("Threads"), box), 1, 0);
    grid->addWidget(m_threads, 1, 1, 1, 2);
    grid->addWidget(m_sample, 2, 0, 1, 3);
    grid->addWidget(m_test, 3, 0, 1, 3);
    grid->addWidget(m_start, 4, 0);
    grid->addWidget(m_drain, 4, 1);
    grid->addWidget(m_stop, 4, 2);
    grid->addWidget(sample, 5, 0, 1, 2);
    grid->addWidget(crashButton, 5, 2);
    grid->addWidget(m_error, 6, 0, 1, 3);
    grid->setRowStretch(7, 1);
    m_error->setWordWrap(true);
    m_error->hide();
    connect(m_start, &QPushButton::clicked, this, &TestWorkersDock::start);
    connect(m_drain, &QPushButton::clicked, &m_workers, &TestWorkers::drain);
    connect(m_stop, &QPushButton::clicked, &m_workers, &TestWorkers::stop);
    connect(sample, &QPushButton::clicked, this, &TestWorkersDock::enqueueSample);
    connect(crashButton, &QPushButton::clicked, this, &TestWorkersDock::crash);
    return box;
}

QWidget *TestWorkersDock::makeCounters()
{
    auto *box = new QWidget(this);
    auto *grid = plainLayout<QGridLayout>(box, Theme::grid / 2);
    grid->setHorizontalSpacing(2 * Theme::grid);
    grid->setContentsMargins(0, Theme::grid / 2, 0, 0);
    const QStringList names{tr("Running"), tr("Claimed ahead"), tr("Started"), tr("Completed"), tr("Failed"), tr("Exhausted"), tr("Partial"), tr("Timed out"), tr("Lost"), tr("Returned")};
    for (int i = 0; i < names.size(); ++i) {
        const int row = i % 5;
        const int column = i / 5 * 2;
        grid->addWidget(roleLabel(names.at(i), "muted", box), row, column);
        auto *figure = new QLabel(QStringLiteral("0"), box);
        figure->setAlignment(Qt::AlignRight);
        figure->setMinimumWidth(56);
        figure->setAccessibleName(names.at(i));
        grid->addWidget(figure, row, column + 1);
        m_figures.append(figure);
    }
    grid->setRowStretch(5, 1);
    return box;
}

QWidget *TestWorkersDock::makePrograms()
{
    auto *box = new QWidget(this);
    auto *layout = plainLayout<QVBoxLayout>(box, Theme::grid / 2);
    auto *head = plainLayout<QHBoxLayout>();
    head->addWidget(roleLabel(tr("Programs as tasks"), "heading", box));
    head->addStretch();
    auto *addButton = linkButton(tr("Add"), box);
    auto *removeButton = linkButton(tr("Remove"), box);
    head->addWidget(addButton);
    head->addWidget(removeButton);
    layout->addLayout(head);
    m_programs = new QTableWidget(0, 3, box);
    m_programs->setHorizontalHeaderLabels({tr("Task"), tr("Program"), tr("Limit (s)")});
    m_programs->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_programs->verticalHeader()->hide();
    m_programs->setShowGrid(false);
    m_programs->setWordWrap(false);
    m_programs->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_programs->horizontalHeaderItem(2)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_programs->setAccessibleName(tr("Programs as tasks"));
    m_programs->setToolTip(tr("The payload goes to the program's standard input. Exit code 0 completes the job; another fails it with what the program "
                              "wrote to its standard error. It sees nothing of how to reach the database."));
    layout->addWidget(m_programs);
    connect(addButton, &QPushButton::clicked, this, [this] { addProgramRow({QStringLiteral("my-task"), QStringLiteral("/usr/bin/wc -c"), std::chrono::seconds(60)}); });
    connect(removeButton, &QPushButton::clicked, this, [this] { m_programs->removeRow(m_programs->currentRow()); });
    return box;
}

void TestWorkersDock::addProgramRow(const ProgramTask &program)
{
    const int row = m_programs->rowCount();
    m_programs->insertRow(row);
    m_programs->setItem(row, 0, new QTableWidgetItem(program.taskIdentifier));
    m_programs->setItem(row, 1, new QTableWidgetItem(program.command));
    auto *limit = new QTableWidgetItem(QString::number(std::chrono::duration_cast<std::chrono::seconds>(program.timeLimit).count()));
    limit->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_programs->setItem(row, 2, limit);
}

TestWorkers::Options TestWorkersDock::options() const
{
    TestWorkers::Options options;
    options.threads = m_threads->value();
    options.sampleTasks = m_sample->isChecked();
    options.testTasks = m_test->isChecked();
    for (int row = 0; row < m_programs->rowCount(); ++row)
        options.programs.append({m_programs->item(row, 0)->text().trimmed(), m_programs->item(row, 1)->text(), std::chrono::seconds(qMax(1, m_programs->item(row, 2)->text().toInt()))});
    return options;
}

void TestWorkersDock::start()
{
    m_error->hide();
    if (!m_database.system() || !m_database.isConnected())
        return;
    try {
        m_workers.start(*m_database.system(), options());
        saveSettings();
    } catch (const Error &error) {
        m_error->setText(error.message());
        m_error->show();
    }
    updateState();
}

void TestWorkersDock::enqueueSample()
{
    m_database.run(
        Database::Lane::Change, tr("Sample workload"), this, [](const System &system) { return SampleWorkload::enqueue(system); },
        [this](qsizetype added) { Q_EMIT m_navigator.messageWanted(tr("%n job(s) added.", nullptr, int(added))); },
        [this](const Error &error) { Q_EMIT m_navigator.messageWanted(error.message()); });
}

void TestWorkersDock::crash()
{
    m_database.run(
        Database::Lane::Change, tr("Crash a worker"), this, [](const System &system) { TestWorkers::enqueueCrash(system); },
        [this] {
            if (m_database.system())
                m_workers.startCrashProcess(*m_database.system());
        },
        [this](const Error &error) { Q_EMIT m_navigator.messageWanted(error.message()); });
}

void TestWorkersDock::updateState()
{
    const Worker::State state = m_workers.state();
    m_state->setLook(lookOf(state));
    const QString whyNot = m_database.whyNot(Right::Enqueue);
    const bool isStopped = state == Worker::State::Stopped;
    m_start->setEnabled(isStopped && whyNot.isEmpty());
    m_drain->setEnabled(state == Worker::State::Running);
    m_stop->setEnabled(!isStopped && state != Worker::State::Stopping);
    for (QWidget *widget : {static_cast<QWidget *>(m_threads), static_cast<QWidget *>(m_sample), static_cast<QWidget *>(m_test), static_cast<QWidget *>(m_programs)})
        widget->setEnabled(isStopped);
    const WorkerCounters c = m_workers.counters();
    const QList<qint64> figures{c.running, c.prefetched, c.started, c.completed, c.failed, c.exhausted, c.partialSuccesses, c.timedOut, c.lost, c.returned};
    for (qsizetype i = 0; i < figures.size(); ++i)
        m_figures.at(i)->setText(Texts::number(figures.at(i)));
    const QString messages = QStringList(m_workers.messages()).join(QLatin1Char('\n'));
    if (m_messages->toPlainText() != messages)
        m_messages->setPlainText(messages);
}

void TestWorkersDock::saveSettings() const
{
    QSettings settings;
    const TestWorkers::Options now = options();
    settings.setValue(QStringLiteral("testWorkers/threads"), now.threads);
    settings.setValue(QStringLiteral("testWorkers/sample"), now.sampleTasks);
    settings.setValue(QStringLiteral("testWorkers/test"), now.testTasks);
    settings.beginWriteArray(QStringLiteral("testWorkers/programs"), int(now.programs.size()));
    for (int i = 0; i < now.programs.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("task"), now.programs.at(i).taskIdentifier);
        settings.setValue(QStringLiteral("command"), now.programs.at(i).command);
        settings.setValue(QStringLiteral("seconds"), qint64(now.programs.at(i).timeLimit.count() / 1000));
    }
    settings.endArray();
}

void TestWorkersDock::loadSettings()
{
    QSettings settings;
    m_threads->setValue(settings.value(QStringLiteral("testWorkers/threads"), 4).toInt());
    m_sample->setChecked(settings.value(QStringLiteral("testWorkers/sample"), true).toBool());
    m_test->setChecked(settings.value(QStringLiteral("testWorkers/test"), true).toBool());
    const int count = settings.beginReadArray(QStringLiteral("testWorkers/programs"));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        addProgramRow({settings.value(QStringLiteral("task")).toString(), settings.value(QStringLiteral("command")).toString(),
                       std::chrono::seconds(settings.value(QStringLiteral("seconds"), 60).toInt())});
    }
    settings.endArray();
    if (count == 0)
        addProgramRow({QStringLiteral("word-count"), QStringLiteral("/usr/bin/wc -c"), std::chrono::seconds(10)});
}

} // namespace jobq::console
