// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobcommands.h"
#include "app/mainwindow.h"

#include "dialogs/connectdialog.h"
#include "models/texts.h"
#include "services/diagnosis.h"
#include "services/savedviews.h"
#include "widgets/inspectorpanel.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStatusBar>

namespace jobq::console {

QList<JobId> MainWindow::chosenJobs() const
{
    const Page *page = currentPage();
    QList<JobId> ids = page ? page->selectedJobs() : QList<JobId>();
    // Where no list has a selection, the job in the panel is meant.
    if (ids.isEmpty() && m_inspector->isVisible() && m_inspector->jobId() > 0)
        ids.append(m_inspector->jobId());
    return ids;
}

void MainWindow::saveView()
{
    bool isAccepted = false;
    const QString suggestion = currentPage()->filter().isEmpty() ? currentPage()->title() : currentPage()->filter();
    const QString name = QInputDialog::getText(this, tr("Save view"), tr("Name of the view"), QLineEdit::Normal, suggestion, &isAccepted);
    if (!isAccepted || name.trimmed().isEmpty())
        return;
    SavedViews::add({name.trimmed(), currentPage()->id(), currentPage()->filter()});
    updateSidebar();
}

void MainWindow::openView(const QString &name)
{
    for (const SavedView &view : SavedViews::all()) {
        if (view.name == name)
            openPage(view.pageId, view.filter, true);
    }
}

void MainWindow::exportViews()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export views"), QStringLiteral("jobq-views.json"), tr("JSON (*.json)"));
    if (path.isEmpty())
        return;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(SavedViews::toJson(SavedViews::all())) < 0)
        statusBar()->showMessage(tr("Can't write %1: %2").arg(path, file.errorString()), 10'000);
}

void MainWindow::importViews()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Import views"), {}, tr("JSON (*.json)"));
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return;
    const QList<SavedView> views = SavedViews::fromJson(file.readAll());
    for (const SavedView &view : views)
        SavedViews::add(view);
    statusBar()->showMessage(tr("%n view(s) added.", nullptr, int(views.size())), 5000);
    updateSidebar();
}

void MainWindow::askForJob()
{
    bool isAccepted = false;
    const QString number = QInputDialog::getText(this, tr("Open job"), tr("Number of the job"), QLineEdit::Normal, {}, &isAccepted);
    if (isAccepted && number.trimmed().toLongLong() > 0)
        openJob(number.trimmed().toLongLong());
}

void MainWindow::showConnectDialog(const QString &problem)
{
    // One at a time, however often a connection fails.
    auto *dialog = findChild<ConnectDialog *>(QString(), Qt::FindDirectChildrenOnly);
    if (!dialog) {
        dialog = new ConnectDialog(m_database, this);
        dialog->open();
    }
    if (!problem.isEmpty())
        dialog->choose(m_database.profile(), problem);
}

void MainWindow::diagnose()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Diagnose"), QStringLiteral("jobq-diagnosis.json"), tr("JSON (*.json)"));
    if (path.isEmpty())
        return;
    m_database.run(
        Database::Lane::Detail, tr("Diagnose"), this, [](const System &system) { return Diagnosis::collect(system); },
        [this, path](const QByteArray &bundle) {
            QFile file(path);
            const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(bundle) == bundle.size();
            statusBar()->showMessage(isWritten ? tr("Written to %1.").arg(path) : tr("Can't write %1: %2").arg(path, file.errorString()), 10'000);
        },
        [this](const Error &error) { statusBar()->showMessage(error.message(), 10'000); });
}

void MainWindow::askBeforeClosing()
{
    if (findChild<QMessageBox *>(QStringLiteral("close-question")))
        return;
    auto *box = new QMessageBox(QMessageBox::Question, tr("A change is running"), tr("A change is still running. Stop it and quit? The batches that are done stay done."), QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("close-question"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *stop = box->addButton(tr("Stop it and quit"), QMessageBox::DestructiveRole);
    QPushButton *stay = box->addButton(tr("Let it run"), QMessageBox::RejectRole);
    box->setDefaultButton(stay);
    connect(stop, &QPushButton::clicked, this, [this] {
        closeWithoutAsking();
        close();
    });
    // When it has ended there is nothing to ask any more.
    connect(&m_operations, &Operations::finished, box, [this, box] {
        if (!m_operations.isRunning())
            box->close();
    });
    box->open();
}

// The exact and whole text is read first: lists hold it cut.
void MainWindow::copyJobs(const std::function<QString(const Job &)> &format)
{
    m_database.run(
        Database::Lane::Detail, tr("Copy jobs"), this,
        [ids = chosenJobs()](const System &system) { return Inspector(system).jobsById(ids.mid(0, 10'000), 1'048'576); },
        [this, format](const QList<ListedJob> &jobs) {
            QStringList texts;
            for (const ListedJob &job : jobs)
                texts << format(job);
            QApplication::clipboard()->setText(texts.join(QLatin1Char('\n')));
            statusBar()->showMessage(tr("%n job(s) copied.", nullptr, int(jobs.size())), 5000);
        },
        [this](const Error &error) { statusBar()->showMessage(error.message(), 10'000); });
}

void MainWindow::enqueueCopy()
{
    const QList<JobId> ids = chosenJobs();
    if (ids.isEmpty())
        return;
    const std::optional<Job> fallback = currentPage()->currentJob();
    m_database.run(
        Database::Lane::Detail, tr("Job %1").arg(ids.constFirst()), this, [id = ids.constFirst()](const System &system) { return Inspector(system).job(id); },
        [this, fallback](const std::optional<ListedJob> &job) {
            if (job)
                m_commands->enqueue(*job);
            else if (fallback)
                m_commands->enqueue(*fallback);
        });
}

void MainWindow::cycleClock()
{
    Texts::setClock(Clock((int(Texts::clock()) + 1) % 3));
    if (!m_transient)
        QSettings().setValue(QStringLiteral("clock"), int(Texts::clock()));
    updateStatusBar();
    m_clock.refreshNow();
}

} // namespace jobq::console
