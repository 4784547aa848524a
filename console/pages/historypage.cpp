// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/historypage.h"

#include "pages/jobcolumns.h"
#include "services/historyexport.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/tableview.h"
#include "widgets/timerangebox.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressDialog>

namespace jobq::console {

namespace {

const QList<HistoryStatus> &statuses()
{
    static const QList<HistoryStatus> all{HistoryStatus::Completed, HistoryStatus::Failed, HistoryStatus::PartialSuccess, HistoryStatus::Abandoned};
    return all;
}

// History has terms of its own; those that it shares with jobs are read by the same grammar.
void takeTerms(const QString &text, HistoryFilter &filter)
{
    QStringList rest;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (word.startsWith(QLatin1String("job:")))
            filter.jobId = word.mid(4).toLongLong();
        else
            rest << word;
    }
    const ParsedFilter parsed = parseFilterText(rest.join(QLatin1Char(' ')));
    if (parsed.error)
        return;
    filter.taskIdentifier = parsed.filter.taskIdentifier;
    filter.queueName = parsed.filter.queueName;
    filter.workerId = parsed.filter.workerId;
    filter.arguments = parsed.filter.arguments;
    filter.errorText = parsed.filter.errorText;
    filter.errorFingerprint = parsed.filter.errorFingerprint;
}

} // namespace

HistoryPage::HistoryPage(const PageContext &context, QWidget *parent)
    : HistoryPage(context, std::make_shared<double>(1), parent)
{
}

HistoryPage::HistoryPage(const PageContext &context, const std::shared_ptr<double> &longest, QWidget *parent)
    : ListPage(context, QStringLiteral("history"), tr("History"), QStringLiteral("history"), JobColumns::keyOfRecord, JobColumns::history(longest), parent)
    , m_longest(longest)
    , m_text(new QLineEdit(this))
    , m_status(new QComboBox(this))
    , m_range(new TimeRangeBox(true, this))
{
    enableCount();
    makeFilterRow();
    addHeadButton(QStringLiteral("export"), tr("Export …"), tr("Writes what the filter matches into a file (CSV or JSON)"), [this] { exportHistory(); });
    addAllMenu([this] { return JobSelection(historyFilter()); }, {QStringLiteral("replay")});
    view()->emptyState()->set(QStringLiteral("history"), tr("No execution matches"),
                              tr("What workers have finished stands here until it expires, 30 days by default."));
}

void HistoryPage::makeFilterRow()
{
    m_text->setPlaceholderText(tr("Filter: job: task: queue: worker: args.a.b: error:   (press / to come here)"));
    m_text->setClearButtonEnabled(true);
    m_text->setAccessibleName(tr("Filter"));
    m_text->addAction(icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    m_status->addItem(tr("Any status"));
    for (const HistoryStatus status : statuses()) {
        const StateLook look = Words::historyStatus(status);
        m_status->addItem(icon(look.icon, look.tone), look.word);
    }
    m_status->setAccessibleName(tr("Status"));
    filterRow()->addWidget(m_text, 1);
    filterRow()->addWidget(m_status);
    filterRow()->addWidget(m_range);
    m_delay.setSingleShot(true);
    m_delay.setInterval(350);
    connect(m_text, &QLineEdit::textChanged, &m_delay, qOverload<>(&QTimer::start));
    connect(&m_delay, &QTimer::timeout, this, &HistoryPage::takeFilter);
    connect(m_status, &QComboBox::currentIndexChanged, this, &HistoryPage::takeFilter);
    connect(m_range, &QComboBox::currentIndexChanged, this, &HistoryPage::takeFilter);
}

void HistoryPage::takeFilter()
{
    restart();
    Q_EMIT filterChanged(filter());
}

HistoryFilter HistoryPage::historyFilter() const
{
    HistoryFilter filter;
    takeTerms(m_text->text(), filter);
    filter.from = m_range->from();
    if (m_status->currentIndex() > 0)
        filter.statuses = {statuses().at(m_status->currentIndex() - 1)};
    return filter;
}

void HistoryPage::setFilter(const QString &filter)
{
    QString text = filter;
    int status = 0;
    for (int i = 0; i < statuses().size(); ++i) {
        const QString term = QStringLiteral("status:") + historyStatusKey(statuses().at(i));
        if (text.contains(term)) {
            status = i + 1;
            text.remove(term);
        }
    }
    m_status->setCurrentIndex(status);
    m_text->setText(text.simplified());
}

QString HistoryPage::filter() const
{
    QString text = m_text->text().trimmed();
    if (m_status->currentIndex() > 0)
        text = QStringLiteral("status:%1 %2").arg(historyStatusKey(statuses().at(m_status->currentIndex() - 1)), text).trimmed();
    return text;
}

void HistoryPage::focusFilter()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

QList<JobId> HistoryPage::selectedJobs() const
{
    QList<JobId> ids;
    for (const int row : view()->selectedRows()) {
        if (!ids.contains(model()->at(row).jobId))
            ids.append(model()->at(row).jobId);
    }
    return ids;
}

std::optional<Job> HistoryPage::currentJob() const
{
    const QList<int> selected = view()->selectedRows();
    if (selected.isEmpty())
        return {};
    const ListedRecord &record = model()->at(selected.constFirst());
    Job job;
    job.id = record.jobId;
    job.taskIdentifier = record.taskIdentifier;
    job.queueName = record.queueName;
    job.payload = record.payload;
    job.priority = record.priority;
    job.rateLimitKey = record.rateLimitKey;
    return job;
}

void HistoryPage::rowsShown()
{
    double longest = 1;
    for (const ListedRecord &record : model()->rows())
        longest = qMax(longest, double(record.executionTime.count()));
    if (std::exchange(*m_longest, longest) == longest || model()->rowCount() == 0)
        return;
    const int column = model()->columnOf(QStringLiteral("duration"));
    Q_EMIT model()->dataChanged(model()->index(0, column), model()->index(model()->rowCount() - 1, column));
}

HistoryPage::Reader HistoryPage::reader() const
{
    return [filter = historyFilter()](const Inspector &inspector, const PageRequest &request) {
        return inspector.history(filter, HistoryOrder::NewestFirst, request);
    };
}

void HistoryPage::estimateCount()
{
    const quint64 generation = window().generation();
    context().database.run(
        Database::Lane::Detail, tr("Estimate the history"), this,
        [filter = historyFilter()](const System &system) { return Inspector(system).estimateHistory(filter); },
        [this, generation](const Count &count) {
            if (generation == window().generation())
                setCountText(tr("%1 execution(s)", nullptr, int(count.value)).arg(Texts::count(count.value, count.exact)), count.exact);
        });
}

void HistoryPage::countExactly()
{
    const quint64 generation = window().generation();
    setCountText(tr("Counting …"), false);
    context().database.run(
        Database::Lane::Detail, tr("Count the history exactly"), this,
        [filter = historyFilter()](const System &system) { return Inspector(system).countHistory(filter); },
        [this, generation](qint64 count) {
            if (generation == window().generation())
                setCountText(tr("%1 execution(s), counted at %2", nullptr, int(count)).arg(Texts::number(count), Texts::absolute(Texts::now()).mid(11, 8)), true);
        });
}

void HistoryPage::exportHistory()
{
    QString chosen;
    const QString path = QFileDialog::getSaveFileName(this, tr("Export history"), QStringLiteral("history.csv"), tr("CSV (*.csv);;JSON (*.json)"), &chosen);
    if (path.isEmpty())
        return;
    const auto format = path.endsWith(QLatin1String(".json")) ? HistoryExport::Format::Json : HistoryExport::Format::Csv;
    auto *task = new HistoryExport(context().database, historyFilter(), format, path, this);
    auto *progress = new QProgressDialog(tr("Exporting …"), tr("Cancel"), 0, 0, this);
    progress->setAttribute(Qt::WA_DeleteOnClose);
    auto *timer = new QTimer(progress);
    connect(timer, &QTimer::timeout, progress, [progress, task] { progress->setLabelText(tr("%1 records written").arg(Texts::number(task->written()))); });
    timer->start(200);
    connect(progress, &QProgressDialog::canceled, task, &HistoryExport::cancel);
    connect(task, &HistoryExport::finished, this, [this, task, progress, path](qint64 records, bool cancelled) {
        progress->close();
        task->deleteLater();
        Q_EMIT context().navigator.messageWanted(cancelled ? tr("The export was cancelled; no file was written.")
                                                           : tr("%1 record(s) were written to %2.", nullptr, int(records)).arg(Texts::number(records), path));
    });
    connect(task, &HistoryExport::failed, this, [this, task, progress](const QString &message) {
        progress->close();
        task->deleteLater();
        showError(message);
    });
    task->start();
}

} // namespace jobq::console
