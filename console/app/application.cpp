// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/mainwindow.h"
#include "app/quitsignals.h"
#include "app/tour.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QTextStream>
#include <QTranslator>

static void initialiseGlobalResources()
{
    Q_INIT_RESOURCE(console);
}

namespace jobq::console {

void initialiseResources()
{
    initialiseGlobalResources();
}

void installTranslations(const QLocale &locale)
{
    auto *words = new QTranslator(QCoreApplication::instance());
    if (words->load(locale, QStringLiteral("jobq-console"), QStringLiteral("_"), QStringLiteral(":/console/i18n"))
        || words->load(QStringLiteral(":/console/i18n/jobq-console_en.qm")))
        QCoreApplication::installTranslator(words);
}

namespace {

struct Options {
    bool local = false;
    bool sample = false;
    QString database;
    QString tour;
    QString theme;
    QString localFolder;
    QStringList addresses;
};

Options parse(const QApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("jobq::console", "Looks after the job queues in a PostgreSQL database."));
    parser.addHelpOption();
    parser.addVersionOption();
    const auto tr = [](const char *text) { return QCoreApplication::translate("jobq::console", text); };
    parser.addOptions({{QStringLiteral("local"), tr("Opens a private PostgreSQL of your own, and starts it where it does not run.")},
                       {QStringLiteral("local-folder"), tr("Keeps that private PostgreSQL in this folder, not in the usual one."), QStringLiteral("folder")},
                       {QStringLiteral("sample"), tr("Adds a sample workload and starts embedded workers.")},
                       {QStringLiteral("database"), tr("Opens this database, for example postgresql://user@host/name."), QStringLiteral("URI")},
                       {QStringLiteral("tour"), tr("Renders every page of a working local database to PNG files in this folder, and prints their paths."), QStringLiteral("folder")},
                       {QStringLiteral("theme"), tr("dark, light or system."), QStringLiteral("name"), QStringLiteral("system")}});
    parser.addPositionalArgument(QStringLiteral("address"), tr("jobq://profile/job/42 opens that job."), QStringLiteral("[address]"));
    parser.process(application);
    return {parser.isSet(QStringLiteral("local")), parser.isSet(QStringLiteral("sample")), parser.value(QStringLiteral("database")), parser.value(QStringLiteral("tour")),
            parser.value(QStringLiteral("theme")), parser.value(QStringLiteral("local-folder")), parser.positionalArguments()};
}

// What was asked for on the command line; without anything, the dialog asks.
void open(MainWindow &window, const Options &options)
{
    if (!options.localFolder.isEmpty())
        window.database().setLocalFolder(options.localFolder);
    if (!options.addresses.isEmpty()) {
        if (window.openAddress(options.addresses.constFirst()))
            return;
        QTextStream(stderr) << QCoreApplication::translate("jobq::console", "%1 names no job of a database that is known here.").arg(options.addresses.constFirst()) << Qt::endl;
    }
    if (options.sample)
        window.startSample();
    if (!options.database.isEmpty()) {
        try {
            QString password;
            const Profile profile = Profile::fromAddress(options.database, &password);
            window.openProfile(profile, password);
        } catch (const Error &error) {
            QTextStream(stderr) << error.message() << Qt::endl;
            window.actions().action(QStringLiteral("connect"))->trigger();
        }
    } else if (options.local) {
        window.openProfile(Profile::local());
    } else {
        window.actions().action(QStringLiteral("connect"))->trigger();
    }
}

} // namespace

int runConsole(int argc, char **argv)
{
    initialiseResources();
    QCoreApplication::setOrganizationName(QStringLiteral("jobq"));
    QCoreApplication::setApplicationName(QStringLiteral("jobq-console"));
    QCoreApplication::setApplicationVersion(QStringLiteral(JOBQ_CONSOLE_VERSION));
    if (argc > 1 && qstrcmp(argv[1], "--crash-worker") == 0) {
        const QCoreApplication child(argc, argv);
        return TestWorkers::runCrashProcess(std::chrono::seconds(argc > 2 ? qMax(2, atoi(argv[2])) : 10));
    }
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("JobQ Console"));
    QGuiApplication::setDesktopFileName(QStringLiteral("jobq-console"));
    installTranslations(QLocale());
    const Options options = parse(application);
    Theme::apply(Theme::modeFromName(options.tour.isEmpty() ? options.theme : QStringLiteral("light")));
    const QuitSignals quitSignals;
    if (!options.tour.isEmpty()) {
        Tour tour(options.tour);
        QObject::connect(&quitSignals, &QuitSignals::asked, &tour, &Tour::stop);
        return tour.run();
    }
    MainWindow window;
    QObject::connect(&quitSignals, &QuitSignals::asked, &application, [&window] {
        window.closeWithoutAsking();
        QApplication::closeAllWindows();
        QCoreApplication::quit();
    });
    window.restoreLayout();
    window.show();
    open(window, options);
    return QApplication::exec();
}

} // namespace jobq::console
