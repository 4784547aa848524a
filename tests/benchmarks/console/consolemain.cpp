// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the console on large tables, in a real window: see docs/performance.md.
#include "app/application.h"
#include "app/mainwindow.h"
#include "benchmarks/console/watchedapplication.h"
#include "benchmarks/interrupt.h"
#include "benchmarks/largetables.h"
#include "benchmarks/workload.h"
#include "pages/listpage.h"
#include "widgets/tableview.h"
#include "widgets/theme.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTimer>

#include <cstdio>

using namespace jobq;
using namespace jobq::bench;
using namespace Qt::StringLiterals;

namespace {

using console::MainWindow;

void runUntil(const std::function<bool()> &condition, const char *what)
{
    const Stopwatch watch;
    QTimer wakes; // a condition need not come with an event
    wakes.start(5);
    while (!condition()) {
        throwIfInterrupted();
        if (watch.seconds() > 60)
            throw std::runtime_error(std::string("nothing came within a minute: ") + what);
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
}

void runFor(double seconds)
{
    const Stopwatch watch;
    runUntil([&] { return watch.seconds() >= seconds; }, "time");
}

/// As an operator who looks for something far below: page after page, as they come.
void scrollDown(console::TableView *view)
{
    for (int n = 0; n < 60; ++n) {
        for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease})
            QCoreApplication::postEvent(view, new QKeyEvent(type, Qt::Key_PageDown, Qt::NoModifier));
        runFor(0.03);
    }
}

struct Visit {
    double firstMs = 0;
    double blockMs = 0;
    QString blockedBy;
};

Visit visit(WatchedApplication &application, MainWindow &window, console::Page *page)
{
    Visit visited;
    application.startWatching();
    const Stopwatch watch;
    // As a click would: in an event.
    QMetaObject::invokeMethod(&window, [&window, page] { window.openPage(page->id()); }, Qt::QueuedConnection);
    runUntil([&window, page] { return window.currentPage() == page && page->isLoaded(); }, "first rows");
    QCoreApplication::processEvents(); // and they are painted
    visited.firstMs = watch.seconds() * 1000;
    runFor(1.5); // counts, charts, a refresh
    if (auto *list = qobject_cast<console::ListPageBase *>(page))
        scrollDown(list->view());
    visited.blockMs = application.longestStretchMs();
    visited.blockedBy = application.longestStretch();
    return visited;
}

void measurePages(const Context &context, WatchedApplication &application, const bench::Database &database)
{
    MainWindow window;
    window.setTransient();
    window.resize(1400, 900);
    window.show();
    context.progress.step(u"connecting"_s);
    QString password;
    const console::Profile profile = console::Profile::fromAddress(database.settings().connectionString(), &password);
    window.openProfile(profile, password);
    runUntil([&window] { return window.database().isConnected() && window.currentPage()->isLoaded(); }, "the first page");
    runFor(1);
    // The page that was open is visited from another, like the rest.
    QList<console::Page *> pages = window.pages();
    pages.append(pages.takeFirst());
    for (console::Page *page : std::as_const(pages)) {
        context.progress.step(page->id());
        const Visit visited = visit(application, window, page);
        context.report(Record(u"console"_s)
                           .variant(page->id())
                           .add(u"page"_s, page->id())
                           .add(u"jobs"_s, context.options.rows)
                           .add(u"history"_s, context.options.rows)
                           .scale(context.options.rows)
                           .measured(u"first_ms"_s, visited.firstMs)
                           .measured(u"gui_block_ms"_s, visited.blockMs)
                           .add(u"gui_block_by"_s, visited.blockedBy)
                           .figure(u"%1 ms to first rows, GUI thread blocked for %2 ms at most"_s.arg(grouped(visited.firstMs, 1), grouped(visited.blockMs, 1))));
    }
}

void run(WatchedApplication &application, const Options &options)
{
    Progress progress;
    progress.beginCase(u"console"_s);
    progress.step(u"starting"_s);
    Server server(options.database);
    const InterruptGuard guard([&server] { server.cancelQueries(); });
    const auto print = [](const QString &line) {
        std::printf("%s\n", line.toUtf8().constData());
        std::fflush(stdout);
    };
    const auto report = [&](const Record &record) {
        progress.clear();
        print(options.json ? record.json(server) : record.tableLine());
    };
    progress.clear();
    if (!options.json)
        print(u"PostgreSQL %1, fsync %2\n\n%3"_s.arg(server.version(), server.fsync(), Record::tableHead()));
    const Context context{options, server, progress, report};
    const bench::Database database(server);
    makeLargeTables(context, database);
    measurePages(context, application, database);
}

} // namespace

int main(int argc, char **argv)
{
    // Without a display the same is painted, into memory.
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    WatchedApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"jobq-bench-console"_s);
    QCoreApplication::setOrganizationName(u"jobq-bench"_s);
    QStandardPaths::setTestModeEnabled(true);
    console::initialiseResources();
    console::installTranslations(QLocale(QLocale::English, QLocale::UnitedStates));
    console::Theme::apply(console::Theme::Mode::Light);
    try {
        run(application, readOptions(QCoreApplication::arguments(), {u"console"_s}, u"  console  Each page: until its first rows stand there, and for how long the GUI thread was blocked."_s));
    } catch (const BadArguments &mistake) {
        std::fprintf(stderr, "jobq-bench-console: %s\nTry --help.\n", mistake.what());
        return 2;
    } catch (const std::exception &exception) {
        std::fprintf(stderr, "jobq-bench-console: %s\n", isInterrupted() ? "interrupted" : exception.what());
        return isInterrupted() ? 130 : 1;
    }
    return 0;
}
