// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "inspecttest.h"

#include <QtTest>

#include <functional>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Call = std::function<void(const Inspector &)>;
const QString Nul = u"a\0b"_s;
const QDateTime Early = QDateTime(QDate(-5, 1, 1), QTime(), Qt::UTC);
const QDateTime Late = QDateTime(QDate(20000, 1, 1), QTime(), Qt::UTC);
const QDateTime Fine = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);

} // namespace
Q_DECLARE_METATYPE(Call)

// Every bad input: a Usage error that names the argument, and the connection goes on.
class InspectorBadInputTest : public InspectTest
{
    Q_OBJECT

    static void row(const QByteArray &name, const char *argument, const Call &call)
    {
        QTest::newRow(name.constData()) << QString::fromLatin1(argument) << call;
    }

    static void jobFilters()
    {
        const auto with = [](const QByteArray &name, const char *argument, const JobFilter &filter) {
            row("jobs, " + name, argument, [filter](const Inspector &i) { (void)i.jobs(filter); });
            row("estimate, " + name, argument, [filter](const Inspector &i) { (void)i.estimateJobs(filter); });
            row("count, " + name, argument, [filter](const Inspector &i) { (void)i.countJobs(filter); });
        };
        with("NUL in task", "filter.taskIdentifier", {.taskIdentifier = Nul});
        with("NUL in queue", "filter.queueName", {.queueName = Nul});
        with("NUL in key", "filter.jobKey", {.jobKey = Nul});
        with("NUL in flag", "filter.flags", {.flags = {u"a"_s, Nul}});
        with("NUL in limit", "filter.rateLimitKey", {.rateLimitKey = Nul});
        with("NUL in worker", "filter.workerId", {.workerId = Nul});
        with("NUL in path", "filter.arguments", {.arguments = {{{Nul}, u"x"_s}}});
        with("NUL in value", "filter.arguments", {.arguments = {{{u"x"_s}, Nul}}});
        with("no path", "filter.arguments", {.arguments = {{{}, u"x"_s}}});
        with("NUL in error", "filter.errorText", {.errorText = Nul});
        with("NUL in fingerprint", "filter.errorFingerprint", {.errorFingerprint = Nul});
        with("negative age", "filter.minAge", {.minAge = -1ms});
        with("endless age", "filter.maxAge", {.maxAge = std::chrono::milliseconds::max()});
        with("nothing of it", "filter.taskIdentifier", {.stages = {}, .taskIdentifier = Nul});
    }

    static void historyFilters()
    {
        const auto with = [](const QByteArray &name, const char *argument, const HistoryFilter &filter) {
            row("history, " + name, argument, [filter](const Inspector &i) { (void)i.history(filter); });
            row("estimate history, " + name, argument, [filter](const Inspector &i) { (void)i.estimateHistory(filter); });
            row("count history, " + name, argument, [filter](const Inspector &i) { (void)i.countHistory(filter); });
        };
        with("invalid time", "filter.from", {.from = QDateTime()});
        with("early", "filter.from", {.from = Early});
        with("late", "filter.to", {.to = Late});
        with("NUL in task", "filter.taskIdentifier", {.taskIdentifier = Nul});
        with("NUL in queue", "filter.queueName", {.queueName = Nul});
        with("only started", "filter.statuses", {.statuses = {HistoryStatus::Failed, HistoryStatus::Started}});
        with("NUL in worker", "filter.workerId", {.workerId = Nul});
        with("no path", "filter.arguments", {.arguments = {{{}, u"x"_s}}});
        with("NUL in error", "filter.errorText", {.errorText = Nul});
        with("NUL in fingerprint", "filter.errorFingerprint", {.errorFingerprint = Nul});
    }

    static void requests()
    {
        const auto with = [](const QByteArray &name, const char *argument, const PageRequest &request) {
            row("jobs, " + name, argument, [request](const Inspector &i) { (void)i.jobs({}, JobOrder::ByStage, request); });
            row("newest jobs, " + name, argument, [request](const Inspector &i) { (void)i.jobs({}, JobOrder::NewestFirst, request); });
            row("history, " + name, argument, [request](const Inspector &i) { (void)i.history({}, HistoryOrder::NewestFirst, request); });
            row("queues, " + name, argument, [request](const Inspector &i) { (void)i.queues({}, request); });
            row("locked, " + name, argument, [request](const Inspector &i) { (void)i.lockedJobs({}, request); });
            row("workers, " + name, argument, [request](const Inspector &i) { (void)i.workers({}, request); });
            row("limits, " + name, argument, [request](const Inspector &i) { (void)i.rateLimits({}, request); });
            row("tasks, " + name, argument, [request](const Inspector &i) { (void)i.tasks(request); });
        };
        with("limit 0", "request.limit", {.limit = 0});
        with("negative limit", "request.limit", {.limit = -1});
        with("high limit", "request.limit", {.limit = 10'001});
        with("text limit", "request.textLimit", {.textLimit = -1});
        with("strange cursor", "request.cursor", {.cursor = Cursor::fromString(u"x"_s)});
        with("cursor of another list", "request.cursor", {.cursor = Cursor::fromString(uR"([">","no such list","1"])"_s)});
        with("NUL in cursor", "request.cursor", {.cursor = Cursor::fromString(uR"([">","\u0000","\u0000"])"_s)});
        for (const char *list : {"unnamed", "named", "workers", "rate_limits", "tasks"}) {
            const PageRequest request{.cursor = Cursor::fromString(uR"([">","%1","a\u0000b"])"_s.arg(QLatin1String(list)))};
            row(QByteArray("NUL in cursor of ") + list, "request.cursor", [=](const Inspector &i) {
                const QString name = QLatin1String(list);
                if (name == u"workers"_s)
                    (void)i.workers({}, request);
                else if (name == u"rate_limits"_s)
                    (void)i.rateLimits({}, request);
                else if (name == u"tasks"_s)
                    (void)i.tasks(request);
                else
                    (void)i.queues({}, request);
            });
        }
    }

    static void theRest()
    {
        row("queues: NUL", "filter.nameContains", [](const Inspector &i) { (void)i.queues({.nameContains = Nul}); });
        row("queue: NUL", "name", [](const Inspector &i) { (void)i.queue(Nul); });
        row("locked: NUL in worker", "filter.workerId", [](const Inspector &i) { (void)i.lockedJobs({.workerId = Nul}); });
        row("locked: NUL in task", "filter.taskIdentifier", [](const Inspector &i) { (void)i.lockedJobs({.taskIdentifier = Nul}); });
        row("locked: endless", "filter.minLockedFor", [](const Inspector &i) { (void)i.lockedJobs({.minLockedFor = std::chrono::milliseconds::max()}); });
        row("failures: NUL", "taskIdentifier", [](const Inspector &i) { (void)i.failures(Fine, Fine.addSecs(1), Nul); });
        row("failures: invalid", "from", [](const Inspector &i) { (void)i.failures({}, Fine); });
        row("failures: late", "to", [](const Inspector &i) { (void)i.failures(Fine, Late); });
        row("failures: reversed", "from", [](const Inspector &i) { (void)i.failures(Fine, Fine); });
        row("overview: invalid", "to", [](const Inspector &i) { (void)i.overview(Fine, {}); });
        row("overview: early", "from", [](const Inspector &i) { (void)i.overview(Early, Fine); });
        row("overview: reversed", "from", [](const Inspector &i) { (void)i.overview(Fine, Fine.addSecs(-1)); });
        row("overview: no bucket", "buckets", [](const Inspector &i) { (void)i.overview(Fine, Fine.addSecs(1), 0); });
        row("overview: many buckets", "buckets", [](const Inspector &i) { (void)i.overview(Fine, Fine.addSecs(1), 241); });
        row("names: NUL", "prefix", [](const Inspector &i) { (void)i.names(NameKind::Task, Nul); });
        row("names: no limit", "limit", [](const Inspector &i) { (void)i.names(NameKind::Queue, {}, 0); });
        row("expiredHistory: no limit", "limit", [](const Inspector &i) { (void)i.expiredHistory(0); });
        row("expiredHistory: too many", "limit", [](const Inspector &i) { (void)i.expiredHistory(1001); });
        row("by id: many", "ids", [](const Inspector &i) { (void)i.jobsById(QList<JobId>(10'001, 1)); });
        row("by id: text limit", "textLimit", [](const Inspector &i) { (void)i.jobsById({1}, -1); });
        row("history of job: text limit", "textLimit", [](const Inspector &i) { (void)i.historyOfJob(1, 2'000'000); });
    }

private Q_SLOTS:
    void initTestCase() { prepare(); }

    void isNamed_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<Call>("call");
        jobFilters();
        historyFilters();
        requests();
        theRest();
    }

    void isNamed()
    {
        QFETCH(QString, argument);
        QFETCH(Call, call);
        const Error error = errorOf([&] { call(inspector()); });
        QCOMPARE(error.kind(), Error::Kind::Usage);
        QCOMPARE(error.argument(), argument);
        QVERIFY2(error.message().startsWith(argument + u": "_s), error.what());
        QCOMPARE(inspector().countJobs({}), 0);
    }

    // Where nothing can be found, nothing is an answer.
    void whatIsNotThereIsNoError()
    {
        QVERIFY(!inspector().job(-1));
        QVERIFY(!inspector().queue(u"none"_s));
        QVERIFY(inspector().historyOfJob(4711).isEmpty());
        QVERIFY(!inspector().historyRecord(4711, QUuid::createUuid()));
        QVERIFY(inspector().jobs({.taskIdentifier = QString(300, u'x')}).rows.isEmpty());
        QVERIFY(!inspector().explain(4711).checks.isEmpty());
    }
};

QTEST_GUILESS_MAIN(InspectorBadInputTest)
#include "tst_inspectorbadinput.moc"
