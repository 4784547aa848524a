// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "consolefixture.h"
#include "dialogs/plandialog.h"
#include "dialogs/planview.h"
#include "execution/workerexecution.h"

#include <QMenu>
#include <QPushButton>

namespace jobq::console {

/// A test that drives dialogs of changes by mouse and keys, as an operator would.
class PlanTestCase : public ConsoleTestCase
{
    Q_OBJECT
protected:
    /// A job that is exhausted by its first failure.
    static JobOptions once()
    {
        JobOptions options;
        options.maxAttempts = 1;
        return options;
    }

    /// The dialog that is open now, once it shows what it would do.
    static PlanDialog *previewedDialog(MainWindow &window)
    {
        PlanDialog *dialog = nullptr;
        const bool isThere = QTest::qWaitFor([&] { return (dialog = window.findChild<PlanDialog *>()) && dialog->isPreviewed(); }, 10'000);
        if (!isThere)
            qFatal("no preview: %s", dialog ? qPrintable(dialog->view()->summary()) : "no dialog");
        return dialog;
    }

    static PlanDialog *trigger(MainWindow &window, const char *action)
    {
        QAction *wanted = window.actions().action(QLatin1String(action));
        if (!QTest::qWaitFor([wanted] { return wanted->isEnabled(); }))
            qFatal("%s can't be triggered: %s", action, qPrintable(wanted->toolTip()));
        wanted->trigger();
        return previewedDialog(window);
    }

    static void press(QWidget *parent, const QString &text)
    {
        for (auto *button : parent->findChildren<QPushButton *>()) {
            if (button->text().trimmed() == text && button->isVisible()) {
                // A click on what is still grey is lost, and nobody is told.
                if (!QTest::qWaitFor([button] { return button->isEnabled(); }))
                    qFatal("the button %s stays grey", qPrintable(text));
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        qFatal("no button %s", qPrintable(text));
    }

    /// Chooses an entry of the menu of what can be done to all jobs that match.
    static void chooseFromAllMenu(QWidget *page, const QString &text)
    {
        auto *button = field<QPushButton>(page, QStringLiteral("All that match"));
        for (QAction *action : button->menu()->actions()) {
            if (action->text() == text) {
                action->trigger();
                return;
            }
        }
        qFatal("no entry %s", qPrintable(text));
    }

    template<typename Field>
    static Field *field(QWidget *parent, const QString &name)
    {
        for (auto *found : parent->findChildren<Field *>()) {
            if (found->accessibleName() == name)
                return found;
        }
        // A check box is named by its own text.
        for (auto *found : parent->findChildren<Field *>()) {
            if (found->accessibleName().isEmpty() && found->property("text").toString() == name)
                return found;
        }
        qFatal("no field %s", qPrintable(name));
        return nullptr;
    }

    static QPushButton *button(QWidget *page, const QString &text)
    {
        for (auto *found : page->findChildren<QPushButton *>()) {
            if (found->text().trimmed() == text)
                return found;
        }
        qFatal("no button %s", qPrintable(text));
        return nullptr;
    }

    /// Presses the button and waits for the report; closes the dialog, and returns what the report says.
    static OperationRun runAndClose(MainWindow &window, PlanDialog *dialog, const QString &pictureName = {})
    {
        if (!pictureName.isEmpty())
            picture(dialog, pictureName);
        if (!dialog->runButton()->isEnabled())
            qFatal("can't be run: %s", qPrintable(dialog->runButton()->toolTip()));
        QSignalSpy reported(dialog, &PlanDialog::reported);
        QTest::mouseClick(dialog->runButton(), Qt::LeftButton);
        if (reported.isEmpty() && !reported.wait(20'000))
            qFatal("no report");
        if (!pictureName.isEmpty())
            picture(dialog, pictureName + QStringLiteral("-report"));
        const OperationRun run = window.operations().runs().constFirst();
        close(window, dialog);
        return run;
    }

    static void close(MainWindow &window, PlanDialog *dialog)
    {
        QTest::mouseClick(dialog->cancelButton(), Qt::LeftButton);
        if (!QTest::qWaitFor([&] { return window.findChild<PlanDialog *>() == nullptr; }))
            qFatal("the dialog stays open");
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not come back");
    }

    static qint64 count(const System &system, const QString &filter)
    {
        const ParsedFilter parsed = parseFilterText(filter);
        if (parsed.error)
            qFatal("no filter: %s", qPrintable(filter));
        return Inspector(system).countJobs(parsed.filter);
    }

    /// Executes all jobs of that task once, and fails them.
    static void failAll(const System &system, const QString &task, const QString &error)
    {
        const WorkerExecution execution(system);
        ClaimOptions options;
        options.batchSize = 1000;
        options.taskIdentifiers = QStringList{task};
        QList<FailedJob> failed;
        for (const ClaimedJob &job : execution.getJobs(QStringLiteral("w1"), options))
            failed.append(FailedJob(job, error));
        execution.failJobs(QStringLiteral("w1"), failed, std::chrono::milliseconds(5));
    }

    static QList<ClaimedJob> claim(const System &system, const QString &worker, int count)
    {
        ClaimOptions options;
        options.batchSize = count;
        return WorkerExecution(system).getJobs(worker, options);
    }
};

} // namespace jobq::console
