// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour.h"

#include "dialogs/plandialog.h"
#include "services/sampleworkload.h"
#include "widgets/inspectorpanel.h"
#include "widgets/tableview.h"
#include "widgets/theme.h"
#include "widgets/timerangebox.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QTabWidget>
#include <QTextStream>

namespace jobq::console {

using namespace std::chrono_literals;

Tour::Tour(const QString &folder)
    : m_folder(folder)
{
    // Under root the server runs as another user, who must be able to pass through.
    QFile::setPermissions(m_data.path(), QFile::permissions(m_data.path()) | QFile::ExeGroup | QFile::ExeOther);
}

Tour::~Tour()
{
    m_window.reset();
}

bool Tour::waitFor(const std::function<bool()> &condition, std::chrono::milliseconds limit)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (m_stopped || timer.elapsed() > limit.count())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
    }
    return true;
}

// Enough has been done, and has failed, for every page to have something to show.
bool Tour::isDatabaseBusy()
{
    const WorkerCounters counters = m_window->testWorkers().counters();
    m_completed = counters.completed;
    return counters.completed >= 800 && counters.failed >= 30 && counters.exhausted >= 1;
}

bool Tour::picture(const QString &name)
{
    QCoreApplication::processEvents();
    const QString path = QDir(m_folder).filePath(name + QStringLiteral(".png"));
    QPixmap pixmap = m_window->grab();
    // A dialog stands in the middle of its window, as on a screen.
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (!qobject_cast<QDialog *>(widget) || !widget->isVisible())
            continue;
        QPainter painter(&pixmap);
        painter.fillRect(m_window->rect(), QColor(0, 0, 0, 70));
        const QPixmap dialog = widget->grab();
        // The title bar is the window manager's, which is not there.
        const int titleHeight = widget->windowTitle().isEmpty() ? 0 : 4 * Theme::grid;
        const QPoint at((m_window->width() - widget->width()) / 2, (m_window->height() - widget->height() + titleHeight) / 3);
        const QRect title(at.x(), at.y() - titleHeight, widget->width(), titleHeight);
        painter.fillRect(title.united(QRect(at, widget->size())).adjusted(-1, -1, 1, 1), Theme::border());
        painter.setPen(QApplication::palette().color(QPalette::WindowText));
        painter.drawText(title, Qt::AlignCenter, painter.fontMetrics().elidedText(widget->windowTitle(), Qt::ElideRight, title.width() - 2 * Theme::grid));
        painter.drawPixmap(at, dialog);
    }
    if (!pixmap.save(path))
        return false;
    QTextStream(stdout) << path << Qt::endl;
    return true;
}

// A worker process that dies: what the pages on workers and locks are for.
void Tour::makeTrouble()
{
    m_window->database().run(
        Database::Lane::Change, tr("Crash a worker"), this, [](const System &system) { TestWorkers::enqueueCrash(system); },
        [this] { m_window->testWorkers().startCrashProcess(*m_window->database().system()); });
}

void Tour::hideDocks()
{
    for (const char *id : {"inspector", "operations", "sql-log", "test-workers"})
        m_window->dock(QLatin1String(id))->hide();
}

QList<Tour::Stop> Tour::stops()
{
    QList<Stop> all;
    for (Page *page : m_window->pages()) {
        all.append({page->id(),
                    [this, page] {
                        hideDocks();
                        if (auto *range = page->findChild<TimeRangeBox *>())
                            range->setSeconds(page->id() == QLatin1String("history") ? 0 : 900);
                        m_window->openPage(page->id());
                    },
                    [this, page] {
                        // The queues' sparklines need some reads to become lines.
                        const bool isOld = page->id() != QLatin1String("queues") || m_arranged.elapsed() > 12'000;
                        return page->isLoaded() && isOld;
                    }});
    }
    all += inspectorStops() + dialogStops() + dockStops();
    for (int i = 0; i < all.size(); ++i)
        all[i].name = QStringLiteral("%1-%2").arg(i + 1, 2, 10, QLatin1Char('0')).arg(all.at(i).name);
    // The overview at last, when its charts have something to tell.
    all.append(all.takeFirst());
    return all;
}

QList<Tour::Stop> Tour::inspectorStops()
{
    const auto stop = [this](const QString &name, int tab) {
        const auto arrange = [this, tab] {
            m_window->openPage(QStringLiteral("jobs"));
            m_window->openJob(m_failedJob);
            m_window->inspector()->tabs()->setCurrentIndex(tab);
        };
        return Stop{name, arrange, [this] { return m_window->inspector()->isLoaded(); }};
    };
    return {stop(QStringLiteral("explain"), 0), stop(QStringLiteral("attempts"), 2), stop(QStringLiteral("payload"), 1)};
}

void Tour::closeDialogs()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (qobject_cast<QDialog *>(widget))
            widget->close();
    }
}

QList<Tour::Stop> Tour::dialogStops()
{
    const auto stop = [this](const QString &name, const QString &action) {
        const auto arrange = [this, action] {
            closeDialogs();
            m_window->actions().action(action)->trigger();
        };
        const auto isReady = [this] {
            const QList<PlanDialog *> plans = m_window->findChildren<PlanDialog *>();
            return std::all_of(plans.cbegin(), plans.cend(), [](const PlanDialog *dialog) { return !dialog->isVisible() || dialog->isPreviewed(); });
        };
        return Stop{name, arrange, isReady};
    };
    return {stop(QStringLiteral("enqueue"), QStringLiteral("enqueue")),      stop(QStringLiteral("reschedule"), QStringLiteral("reschedule")),
            stop(QStringLiteral("replay"), QStringLiteral("replay-range")),  stop(QStringLiteral("reset-locked"), QStringLiteral("reset-locked")),
            stop(QStringLiteral("connect"), QStringLiteral("connect")),      stop(QStringLiteral("command-palette"), QStringLiteral("palette"))};
}

QList<Tour::Stop> Tour::dockStops()
{
    const auto stop = [this](const QString &id, const std::function<void()> &then = {}) {
        const auto arrange = [this, id, then] {
            closeDialogs();
            hideDocks();
            m_window->dock(id)->show();
            m_window->dock(id)->raise();
            QCoreApplication::processEvents();
            if (then)
                then();
        };
        return Stop{id, arrange, [] { return true; }};
    };
    return {stop(QStringLiteral("test-workers")),
            stop(QStringLiteral("sql-log"), [this] { m_window->dock(QStringLiteral("sql-log"))->findChild<TableView *>()->selectRow(0); }),
            stop(QStringLiteral("operations"))};
}

int Tour::run()
{
    QTextStream errors(stderr);
    if (!QDir().mkpath(m_folder) || !m_data.isValid()) {
        errors << tr("Can't write to %1.").arg(m_folder) << Qt::endl;
        return 1;
    }
    QString problem;
    m_window = std::make_unique<MainWindow>();
    m_window->setTransient();
    connect(&m_window->database(), &Database::openFailed, this, [&problem](const Error &error) { problem = error.message(); });
    m_window->database().setLocalFolder(m_data.path() + QStringLiteral("/postgres"));
    m_window->show();
    m_window->openProfile(Profile::local());
    m_window->startSample();
    if (!waitFor([&] { return m_window->database().isConnected() || !problem.isEmpty(); }, 90s) || !problem.isEmpty()) {
        errors << tr("The local database did not start: %1").arg(problem) << Qt::endl;
        return 1;
    }
    makeTrouble();
    if (!waitFor([this] { return isDatabaseBusy(); }, 180s))
        errors << tr("Only %1 jobs were done so far; the pictures show what there is.").arg(m_completed) << Qt::endl;
    m_window->database().run(
        Database::Lane::Page, tr("A job that failed"), this,
        [](const System &system) {
            JobFilter filter;
            filter.taskIdentifier = QStringLiteral("fetch-report");
            filter.minAttempts = 2;
            const JobPage page = Inspector(system).jobs(filter);
            return page.rows.isEmpty() ? JobId(1) : page.rows.constFirst().id;
        },
        [this](JobId id) { m_failedJob = id; });
    waitFor([this] { return m_failedJob > 0; }, 10s);
    for (const Stop &stop : stops()) {
        if (m_stopped)
            return 1;
        m_arranged.start();
        stop.arrange();
        waitFor(stop.isReady, 20s);
        const QString &name = stop.name;
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            Theme::apply(mode);
            if (!picture(mode == Theme::Mode::Dark ? name + QStringLiteral("-dark") : name))
                return 1;
        }
    }
    return 0;
}

} // namespace jobq::console
