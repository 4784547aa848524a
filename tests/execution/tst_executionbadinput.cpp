// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "executiontestcase.h"

#include <functional>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Gets a job that is locked by the worker `w`.
using Call = std::function<void(const WorkerExecution &, const ClaimedJob &)>;
const QString Nul = u"a\0b"_s;
const QString LongName(256, u'x');

} // namespace
Q_DECLARE_METATYPE(Call)

// Every bad input: the kind, the argument, nothing changed, and the connection goes on.
class ExecutionBadInputTest : public ExecutionTestCase
{
    Q_OBJECT

    static void row(const char *name, const char *argument, const Call &call, Error::Kind kind = Error::Kind::Usage)
    {
        QTest::newRow(name) << QString::fromLatin1(argument) << int(kind) << call;
    }

    static void claims()
    {
        const auto claiming = [](const ClaimOptions &options) {
            return [options](const WorkerExecution &exec, const ClaimedJob &) { Q_UNUSED(exec.getJobs(u"w"_s, options)) };
        };
        row("batch: negative", "batchSize", claiming({.batchSize = -1}));
        row("batch: zero", "batchSize", claiming({.batchSize = 0}));
        row("batch: huge", "batchSize", claiming({.batchSize = 100'000}));
        row("task: empty", "taskIdentifiers", claiming({.taskIdentifiers = QStringList{u"t"_s, QString()}}));
        row("task: long", "taskIdentifiers", claiming({.taskIdentifiers = QStringList{LongName}}));
        row("task: NUL", "taskIdentifiers", claiming({.taskIdentifiers = QStringList{Nul}}));
        row("flag: empty", "forbiddenFlags", claiming({.forbiddenFlags = {u""_s}}));
        row("flag: long", "forbiddenFlags", claiming({.forbiddenFlags = {LongName}}));
        row("flag: NUL", "forbiddenFlags", claiming({.forbiddenFlags = {Nul}}));
        for (const char *interval : {"", "soon", "1 fortnight", "-1 day", "1 day -25 hours", "100000 years", "9999999999 years", "infinity"})
            row(qPrintable(u"interval: '%1'"_s.arg(QLatin1String(interval))), "historyRetention", claiming({.historyRetention = QString::fromLatin1(interval)}));
        row("interval: null", "historyRetention", claiming({.historyRetention = QString()}));
        row("interval: NUL", "historyRetention", claiming({.historyRetention = u"1 day\0"_s}));
    }

    static void workerIds()
    {
        const QList<std::pair<const char *, QString>> names{{"empty", QString()}, {"long", LongName}, {"NUL", Nul}};
        for (const auto &[what, id] : names) {
            const auto named = [&](const char *function) { return QByteArray(function) + ": worker " + what; };
            row(named("get"), "workerId", [id](const WorkerExecution &exec, const ClaimedJob &) { Q_UNUSED(exec.getJobs(id)) });
            row(named("complete"), "workerId", [id](const WorkerExecution &exec, const ClaimedJob &job) { exec.completeJobs(id, {job}, 1us); });
            row(named("fail"), "workerId", [id](const WorkerExecution &exec, const ClaimedJob &job) { exec.failJobs(id, {{job, u"x"_s}}, 1us); });
            row(named("partial"), "workerId", [id](const WorkerExecution &exec, const ClaimedJob &job) { exec.reportPartialSuccess(id, job, {}, 1us); });
            row(named("finish"), "workerId", [id](const WorkerExecution &exec, const ClaimedJob &job) { exec.finishJobs(id, {Outcome{.job = job}}); });
            row(named("return"), "workerId", [id](const WorkerExecution &exec, const ClaimedJob &job) { exec.returnJobs(id, {job}); });
        }
    }

    static void outcomes()
    {
        row("complete: negative time", "executionTime", [](const WorkerExecution &exec, const ClaimedJob &job) { exec.completeJobs(u"w"_s, {job}, -1us); });
        row("fail: negative time", "executionTime", [](const WorkerExecution &exec, const ClaimedJob &job) { exec.failJobs(u"w"_s, {{job, u"x"_s}}, -1us); });
        row("partial: negative time", "executionTime", [](const WorkerExecution &exec, const ClaimedJob &job) { exec.reportPartialSuccess(u"w"_s, job, {}, -1us); });
        const auto partial = [](const char *name, const char *argument, const PartialResults &results) {
            row(name, argument, [results](const WorkerExecution &exec, const ClaimedJob &job) { exec.reportPartialSuccess(u"w"_s, job, results, 1us); }, Error::Kind::Validation);
            row(QByteArray("completed, ") + name, argument, [results](const WorkerExecution &exec, const ClaimedJob &job) {
                exec.finishJobs(u"w"_s, {Outcome{.job = job, .partialResults = results}});
            }, Error::Kind::Validation);
        };
        partial("results: no JSON", "results", {{}, {}, {}, Payload::fromText(u"{"_s)});
        partial("results: nothing", "results", {{}, {}, {}, Payload::fromText(QString())});
        partial("results: two values", "results", {{}, {}, {}, Payload::fromText(u"1, 2"_s)});
        partial("results: injected", "results", {{}, {}, {}, Payload::fromText(u"1, \"retryFromStep\": 2"_s)});
        partial("results: NUL", "results", {{}, {}, {}, Payload::fromText(uR"("\u0000")"_s)});
        partial("results: surrogate", "results", {{}, {}, {}, Payload::fromText(uR"("\ud800")"_s)});
        partial("results: large", "results", {{}, {}, {}, Payload(QString(1024 * 1024, u'x'))});
        partial("results: too many digits", "results", {{}, {}, {}, Payload::fromText(u"0."_s + QString(20'000, u'1'))});
        partial("completed step: NUL", "completedSteps", {.completedSteps = {Nul}});
        partial("failed step: NUL", "failedSteps", {.failedSteps = {Nul}});
        partial("retry from: NUL", "retryFromStep", {.retryFromStep = Nul});
    }

    [[nodiscard]] QString snapshot() const
    {
        return scalar(u"SELECT concat((SELECT string_agg(j::text, ',' ORDER BY id) FROM jobq.jobs j), (SELECT string_agg(h::text, ',') FROM jobq.history h))"_s).toString();
    }

private Q_SLOTS:
    // One database for all rows: a new one for each takes far longer than the test.
    void init()
    {
        if (!m_system) {
            ExecutionTestCase::init();
            return;
        }
        TestCase::init();
        sql(u"DELETE FROM jobq.jobs; DELETE FROM jobq.history"_s);
    }

    void changesNothing_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<int>("kind");
        QTest::addColumn<Call>("call");
        claims();
        workerIds();
        outcomes();
    }

    void changesNothing()
    {
        QFETCH(QString, argument);
        QFETCH(int, kind);
        QFETCH(Call, call);
        add();
        const ClaimedJob job = claim().constFirst();
        add();
        const QString before = snapshot();
        const Error error = errorOf([&] { call(execution(), job); });
        QCOMPARE(int(error.kind()), kind);
        QCOMPARE(error.argument(), argument);
        QVERIFY2(error.message().startsWith(argument + u": "_s), error.what());
        QCOMPARE(snapshot(), before);
        QVERIFY(execution().completeJobs(u"w"_s, {job}, 1us).isComplete());
        QCOMPARE(claim().size(), 1);
    }

    // One that is bad keeps the others of its call from being recorded: the caller may leave it out and try again.
    void oneBadOutcomeChangesNoneOfItsCall()
    {
        add();
        add();
        const QList<ClaimedJob> jobs = claim(2);
        const QString before = snapshot();
        const Outcome bad{.job = jobs.at(1), .partialResults = {{}, {}, {}, Payload::fromText(u"{"_s)}};
        QCOMPARE(errorOf([&] { execution().finishJobs(u"w"_s, {Outcome{.job = jobs.at(0)}, bad}); }).kind(), Error::Kind::Validation);
        QCOMPARE(snapshot(), before);
        QVERIFY(execution().completeJobs(u"w"_s, jobs, 1us).isComplete());
    }

    // What an exception says must never keep the failure from being recorded.
    void errorTextsAreMadeStorable()
    {
        add();
        QVERIFY(execution().failJobs(u"w"_s, {{claim().constFirst(), u"NUL\0inside"_s, u"detail\0"_s}}, 1us).isComplete());
        QCOMPARE(scalar(u"SELECT last_error FROM jobq.jobs"_s).toString(), u"NUL\uFFFDinside"_s);
        QCOMPARE(scalar(u"SELECT error_detail FROM jobq.history"_s).toString(), u"detail\uFFFD"_s);
    }

    void escapedBackslashesInResultsAreFine()
    {
        add();
        const PartialResults results{{}, {}, {}, Payload::fromText(uR"("a\\u0000")"_s)};
        QVERIFY(execution().reportPartialSuccess(u"w"_s, claim().constFirst(), results, 1us).isComplete());
        makeDue();
        QCOMPARE(claim().constFirst().lastPartialResults->results.value().toString(), u"a\\u0000"_s);
    }
};

QTEST_GUILESS_MAIN(ExecutionBadInputTest)
#include "tst_executionbadinput.moc"
