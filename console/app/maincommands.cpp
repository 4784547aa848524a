// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobcommands.h"
#include "app/mainwindow.h"

#include "dialogs/connectdialog.h"
#include "models/texts.h"
#include "services/diagnosis.h"
#include "services/savedviews.h"
#include "services/wholejobs.h"
#include "widgets/inspectorpanel.h"
#include "widgets/sidebar.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>

namespace jobq::console {

// The job in the panel is meant only while one is there: a list on a page may have another selection, or none.
QList<JobId> MainWindow::chosenJobs() const
{
    if (m_inspectorIsMeant && m_inspector->isVisible() && m_inspector->jobId() > 0)
        return {m_inspector->jobId()};
    const Page *page = currentPage();
    return page ? page->selectedJobs() : QList<JobId>();
}

// What is selected on the page may be no jobs: then the page knows what the key is about, or the key does nothing.
std::function<void()> MainWindow::commandFor(const QString &actionId) const
{
    if (m_inspectorIsMeant && !chosenJobs().isEmpty())
        return {};
    return currentPage() ? currentPage()->commandFor(actionId) : std::function<void()>();
}

void MainWindow::runOnJobs(const QString &actionId, const std::function<void(const JobSelection &)> &run)
{
    if (const std::function<void()> command = commandFor(actionId))
        command();
    else
        run(chosenJobs());
}

void MainWindow::runOnInspected(const QString &actionId)
{
    m_inspectorIsMeant = true;
    updateUsable();
    runAction(actionId);
}

void MainWindow::followFocus(const QWidget *focused)
{
    const bool isInspector = focused && m_inspector->isAncestorOf(focused);
    // Menus, dialogs and the other panels leave it as it was.
    if (!isInspector && !(focused && (m_stack->isAncestorOf(focused) || m_sidebar == focused)))
        return;
    m_inspectorIsMeant = isInspector;
    updateUsable();
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
void MainWindow::readJobs(const QString &title, const QList<JobId> &ids, const std::function<void(const QList<Job> &)> &done)
{
    if (ids.isEmpty())
        return;
    m_database.run(
        Database::Lane::Detail, title, this, [ids](const System &system) { return wholeJobs(system, ids); },
        [this, done](const QList<Job> &jobs) {
            if (jobs.isEmpty())
                statusBar()->showMessage(tr("Nothing is left of it: the job is finished, and its history has expired."), 10'000);
            else
                done(jobs);
        },
        [this](const Error &error) { statusBar()->showMessage(error.message(), 10'000); });
}

void MainWindow::copyJobs(const std::function<QString(const Job &)> &format)
{
    readJobs(tr("Copy jobs"), chosenJobs().mid(0, 10'000), [this, format](const QList<Job> &jobs) {
        QStringList texts;
        for (const Job &job : jobs)
            texts << format(job);
        QApplication::clipboard()->setText(texts.join(QLatin1Char('\n')));
        statusBar()->showMessage(tr("%n job(s) copied.", nullptr, int(jobs.size())), 5000);
    });
}

void MainWindow::enqueueCopy()
{
    readJobs(tr("Read a job to copy"), chosenJobs().mid(0, 1), [this](const QList<Job> &jobs) { m_commands->enqueue(jobs.constFirst()); });
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
