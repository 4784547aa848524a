// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/application.h"
#include "app/mainwindow.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"
#include "widgets/theme.h"

#include <QDir>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

namespace jobq::console {

/// A test with a window on a database of its own.
class ConsoleTestCase : public jobq::test::TestCase
{
    Q_OBJECT
protected:
    /// A window on `settings`, shown and connected.
    std::unique_ptr<MainWindow> openWindow(const ConnectionSettings &settings, Environment environment = Environment::Development)
    {
        auto window = std::make_unique<MainWindow>();
        window->setTransient();
        // Nothing is refreshed but what a test asks for: it looks at what its own steps make of the window.
        window->clock().setInterval(std::chrono::hours(1));
        window->show();
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("no active window");
        Profile profile = Profile::fromAddress(settings.connectionString(), nullptr);
        profile.environment = environment;
        window->openProfile(profile, settings.keyword(QStringLiteral("password")));
        if (!QTest::qWaitFor([&] { return window->database().isConnected(); }, 20'000))
            qFatal("no connection");
        return window;
    }

    static Page *show(MainWindow &window, const QString &pageId)
    {
        window.openPage(pageId);
        Page *page = window.page(pageId);
        if (!QTest::qWaitFor([page] { return page->isLoaded(); }, 20'000))
            qFatal("the page %s did not load", qPrintable(pageId));
        return page;
    }

    static void picture(QWidget *widget, const QString &name)
    {
        const QString folder = QStringLiteral(PICTURES_FOLDER);
        QVERIFY(QDir().mkpath(folder));
        QCoreApplication::processEvents(); // what was shown or hidden last finds its place
        QVERIFY(widget->grab().save(QStringLiteral("%1/%2.png").arg(folder, name)));
    }

    static QList<JobSpec> jobs(int count, const QString &task, const JobOptions &options = {})
    {
        QList<JobSpec> specs;
        for (int i = 0; i < count; ++i)
            specs.append({task, {{QStringLiteral("number"), i}}, options});
        return specs;
    }

    jobq::test::TemporaryPostgres m_postgres;

protected Q_SLOTS:
    /// Instead of the one of TestCase: the offscreen platform warns of what only a window manager could do.
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
    }

    void initTestCase()
    {
        initialiseResources();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        installTranslations(QLocale());
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("jobq-test"));
        QSettings().clear();
        Theme::apply(Theme::Mode::Light);
    }
};

} // namespace jobq::console
