// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/historypage.h"

#include "pages/jobcolumns.h"
#include "services/historyexport.h"
#include "services/historyfiltertext.h"
#include "widgets/emptystate.h"
#include "widgets/filteredit.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"
#include "widgets/tableview.h"
#include "widgets/timeedit.h"
#include "widgets/timerangebox.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QProgressDialog>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

// Takes the only term that begins like this out of the terms; none where there is none, or another.
QString takeOut(QStringList &terms, const QString &beginning)
{
    const QStringList found = terms.filter(QRegularExpression(QLatin1Char('^') + QRegularExpression::escape(beginning)));
    if (found.size() != 1)
        return {};
    terms.removeOne(found.constFirst());
    return found.constFirst().mid(beginning.size());
}

} // namespace

HistoryPage::HistoryPage(const PageContext &context, QWidget *parent)
    : HistoryPage(context, std::make_shared<double>(1), parent)
{
}

HistoryPage::HistoryPage(const PageContext &context, const std::shared_ptr<double> &longest, QWidget *parent)
    : ListPage(context, QStringLiteral("history"), tr("History"), QStringLiteral("history"), JobColumns::keyOfRecord, JobColumns::history(longest), parent)
    , m_longest(longest)
    , m_text(new FilterEdit(context.database, this))
    , m_status(new QComboBox(this))
    , m_range(new TimeRangeBox(true, this))
{
    enableCount();
    makeFilterRow();
    addHeadButton(QStringLiteral("export"), tr("Export …"), tr("Writes what the filter matches into a file (CSV or JSON)"), [this] { exportHistory(); },
                  {{}, [this] { return filterProblem(); }});
    addAllJobsMenu([this] { return selectionOfAll(); }, {QStringLiteral("replay")});
    view()->emptyState()->set(QStringLiteral("history"), tr("No execution matches"),
                              tr("What workers have finished stands here until it expires, 30 days by default."));
}

void HistoryPage::makeFilterRow()
{
    m_text->setKeywords(HistoryFilterText::keywords());
    m_text->setPlaceholderText(tr("Filter: job: task: queue: worker: args.a.b: error: age<   (press / to come here)"));
    m_status->addItem(tr("Any status"));
    QStringList words;
    for (const HistoryStatus status : HistoryFilterText::statuses()) {
        const StateLook look = Words::historyStatus(status);
        m_status->addItem(icon(look.icon, look.tone), look.word, historyStatusKey(status));
        words << historyStatusKey(status);
    }
    m_text->setStatuses(words);
    m_status->setAccessibleName(tr("Status"));
    m_range->addCustom();
    filterRow()->addWidget(m_text, 1);
    filterRow()->addWidget(m_status);
    filterRow()->addWidget(m_range);
    body()->insertWidget(body()->indexOf(filterRow()) + 1, makeTimeFields());
    setFilterField(m_text);
    connect(m_text, &FilterEdit::textChanged, this, [this] { setFilterProblem(tr("The filter is being typed in.")); });
    connect(m_text, &FilterEdit::filterEdited, this, &HistoryPage::takeFilter);
    connect(m_status, &QComboBox::currentIndexChanged, this, &HistoryPage::takeFilter);
    connect(m_range, &QComboBox::currentIndexChanged, this, &HistoryPage::takeFilter);
}

QWidget *HistoryPage::makeTimeFields()
{
    m_times = new QWidget(this);
    m_from = new TimeEdit(m_times);
    m_to = new TimeEdit(m_times);
    m_from->setTime(Texts::now().addDays(-1));
    m_from->setAccessibleTitle(tr("Finished from"));
    m_to->setAccessibleTitle(tr("Finished before"));
    auto *row = plainLayout<QHBoxLayout>(m_times, Theme::grid);
    row->addStretch();
    row->addWidget(new QLabel(tr("Finished from"), m_times));
    row->addWidget(m_from);
    row->addWidget(new QLabel(tr("and before"), m_times));
    row->addWidget(m_to);
    m_times->hide();
    connect(m_from, &TimeEdit::edited, this, &HistoryPage::takeFilter);
    connect(m_to, &TimeEdit::edited, this, &HistoryPage::takeFilter);
    return m_times;
}

void HistoryPage::takeFilter()
{
    m_times->setVisible(m_range->isCustom());
    const QString text = filter();
    const std::optional<FilterTextError> error = HistoryFilterText::parse(text, Texts::now()).error;
    // What the fields say twice stands behind the text.
    m_text->showMistake(error ? error->message : QString(), error ? qMin(error->position, m_text->text().size()) : 0);
    setFilterMistake(error ? error->message : QString());
    if (error || text == m_taken)
        return;
    m_taken = text;
    restart();
    Q_EMIT filterChanged(text);
}

JobSelection HistoryPage::selectionOfAll() const
{
    return JobSelection(historyFilter(), m_taken.isEmpty() ? tr("the jobs of all executions") : tr("the jobs of the executions that match %1").arg(m_taken));
}

HistoryFilter HistoryPage::historyFilter() const
{
    return HistoryFilterText::parse(m_taken, Texts::now()).filter;
}

QString HistoryPage::takeOutStatus(QStringList &terms)
{
    const QString status = takeOut(terms, QStringLiteral("status:"));
    if (status.isEmpty() || m_status->findData(status) >= 0)
        return status;
    terms << QStringLiteral("status:") + status; // several, or a mistake: both stand in the text
    return {};
}

void HistoryPage::takeOutTimes(QStringList &terms)
{
    QStringList others = terms;
    const QString age = takeOut(others, QStringLiteral("age<"));
    const QDateTime from = QDateTime::fromString(takeOut(others, QStringLiteral("from:")), Qt::ISODateWithMs);
    const QDateTime to = QDateTime::fromString(takeOut(others, QStringLiteral("to:")), Qt::ISODateWithMs);
    if (from.isValid() && to.isValid() && age.isEmpty()) {
        m_range->setCustom();
        m_from->setTime(from);
        m_to->setTime(to);
        terms = others;
        return;
    }
    m_range->setSeconds(0);
    const std::optional<std::chrono::milliseconds> length = parseFilterText(QStringLiteral("age<") + age).filter.maxAge;
    if (length && m_range->setAge(*length))
        takeOut(terms, QStringLiteral("age<"));
}

void HistoryPage::setFilter(const QString &filter)
{
    QStringList terms = HistoryFilterText::terms(filter);
    {
        const QSignalBlocker noStatus(m_status);
        const QSignalBlocker noRange(m_range);
        const QSignalBlocker noFrom(m_from);
        const QSignalBlocker noTo(m_to);
        m_status->setCurrentIndex(qMax(0, m_status->findData(takeOutStatus(terms))));
        takeOutTimes(terms);
        m_text->setText(terms.join(QLatin1Char(' ')));
    }
    takeFilter();
}

QString HistoryPage::filter() const
{
    QStringList terms{m_text->text().trimmed()};
    if (m_status->currentIndex() > 0)
        terms << QStringLiteral("status:") + m_status->currentData().toString();
    terms << m_range->term();
    if (m_range->isCustom())
        terms << QStringLiteral("from:") + m_from->time().toString(Qt::ISODate) << QStringLiteral("to:") + m_to->time().toString(Qt::ISODate);
    terms.removeAll(QString());
    return terms.join(QLatin1Char(' '));
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
