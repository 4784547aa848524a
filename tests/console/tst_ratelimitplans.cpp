// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "pages/ratelimitspage.h"
#include "widgets/tableview.h"

#include <QLineEdit>
#include <QTabWidget>
#include <QLabel>
#include <QSpinBox>

using namespace jobq;
using namespace jobq::console;

class TstRateLimitPlans : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void windowIsCheckedInThePreview();
    void windowsReadAsPostgresReadsThem();
    void removalTellsWhoNamesTheLimit();
    void changeKeepsTheBlanksOfAKey();
};

void TstRateLimitPlans::windowIsCheckedInThePreview()
{
    const auto window = openWindow(m_postgres.createDatabase());
    window->actions().action(QStringLiteral("register-limit"))->trigger();
    auto *dialog = window->findChild<PlanDialog *>();
    field<QLineEdit>(dialog, QStringLiteral("Key"))->setText(QStringLiteral("api"));
    auto *interval = field<QLineEdit>(dialog, QStringLiteral("Length of the window"));
    for (const char *text : {"banana", "-5 minutes", "0 seconds", "99999999 years", "5", "4000 days"}) {
        interval->setText(QStringLiteral("1 minute"));
        (void)previewedDialog(*window);
        interval->setText(QLatin1String(text));
        QTRY_COMPARE(dialog->view()->summary(), QStringLiteral("This can't be previewed."));
        QVERIFY2(!dialog->runButton()->isEnabled(), text);
        // Nothing is left of what was said before.
        for (const QLabel *label : dialog->view()->findChildren<QLabel *>())
            QVERIFY2(!label->isVisible() || !label->text().contains(QLatin1String("1 minute")), qPrintable(label->text()));
        QVERIFY(!dialog->view()->findChild<QTabWidget *>()->isVisible());
    }
    picture(dialog, QStringLiteral("limit-refused"));
    interval->setText(QStringLiteral("1 hour 30 minutes"));
    QCOMPARE(previewedDialog(*window)->view()->summary(), QStringLiteral("1 rate limit will be changed."));
    close(*window, dialog);
}

void TstRateLimitPlans::windowsReadAsPostgresReadsThem()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    for (const char *text : {"1 minute", "90 seconds", "90s", "1500 milliseconds", "250 ms", "1.5 hours", "2h 30m", "1 day", "1 week", "1 month", "2 MINUTES", "00:01:30", "1:30", "1 hour 30 minutes"}) {
        const std::optional<std::chrono::milliseconds> read = readInterval(QLatin1String(text));
        QVERIFY2(read, text);
        QCOMPARE(read->count(), m_postgres.number(settings, QStringLiteral("SELECT (extract(epoch FROM interval '%1') * 1000)::bigint").arg(QLatin1String(text))));
    }
}

void TstRateLimitPlans::removalTellsWhoNamesTheLimit()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    RateLimits(system).registerRateLimit(QStringLiteral("smtp"), 5, QStringLiteral("1 hour"));
    JobOptions limited;
    limited.rateLimitKey = QStringLiteral("smtp");
    JobEnqueue(system).addJobs(jobs(40, QStringLiteral("mail"), limited));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<RateLimitsPage *>(show(*window, QStringLiteral("rate-limits")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    page->view()->selectRow(0);
    press(page, QStringLiteral("Remove …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->preview().affected, 0);
    QVERIFY2(dialog->preview().notes.constFirst().startsWith(QLatin1String("40 jobs name it")), qPrintable(dialog->preview().notes.constFirst()));
    QVERIFY(!dialog->runButton()->isEnabled());
    picture(dialog, QStringLiteral("limit-in-use"));
    close(*window, dialog);
    m_postgres.execute(settings, QStringLiteral("DELETE FROM jobq.jobs"));
    press(page, QStringLiteral("Remove …"));
    dialog = previewedDialog(*window);
    QCOMPARE(dialog->view()->summary(), QStringLiteral("1 rate limit will be removed."));
    QCOMPARE(runAndClose(*window, dialog).summary(), QStringLiteral("1 rate limit removed"));
}

void TstRateLimitPlans::changeKeepsTheBlanksOfAKey()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    RateLimits(system).registerRateLimit(QStringLiteral(" odd "), 5, QStringLiteral("1 hour"));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<RateLimitsPage *>(show(*window, QStringLiteral("rate-limits")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    page->view()->selectRow(0);
    press(page, QStringLiteral("Change …"));
    (void)previewedDialog(*window);
    field<QSpinBox>(window->findChild<PlanDialog *>(), QStringLiteral("Jobs in a window"))->setValue(7);
    QCOMPARE(runAndClose(*window, previewedDialog(*window)).changed, 1);
    QCOMPARE(m_postgres.number(settings, QStringLiteral("SELECT count(*) FROM jobq.rate_limits")), 1);
    QCOMPARE(rateLimitOf(system, QStringLiteral(" odd "))->capacity, 7);
}

QTEST_MAIN(TstRateLimitPlans)
#include "tst_ratelimitplans.moc"
