// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "inspecttest.h"

#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class HistoryPagesTest : public InspectTest
{
    Q_OBJECT

    void fill() const
    {
        execute(u"INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us, attempt,"
                "                          priority, status, task_identifier, queue_name, worker_id, payload, error_message)"
                "SELECT 1 + i % 40, i, t - interval '1 s', t, t + (i % 5) * interval '10 days' + interval '5 days', 1000, 2000 + i, 1 + i / 40, 0,"
                "       (ARRAY['completed', 'failed', 'completed', 'partial_success', 'abandoned'])[1 + i % 5]::jobq.history_status,"
                "       'task-' || i % 3, CASE WHEN i % 4 = 0 THEN 'queue-' || i % 8 END, 'worker-' || i % 6,"
                "       jsonb_build_object('n', i, 'who', jsonb_build_object('name', 'user ' || i % 3)),"
                "       CASE WHEN i % 5 = 1 THEN 'Can''t reach 10.1.2.' || i % 250 WHEN i % 5 = 4 THEN 'the worker \"w' || i || '\" died' END"
                "  FROM (SELECT i, now() - i * interval '1 minute' AS t FROM generate_series(1, 200) i) s"_s);
    }

    [[nodiscard]] QStringList listed(const HistoryFilter &filter, HistoryOrder order, Direction direction, int limit) const
    {
        QStringList ids;
        for (const ListedRecord &record : allRows([&](const PageRequest &request) { return inspector().history(filter, order, request); }, direction, limit))
            ids += record.correlationId.toString(QUuid::WithoutBraces);
        return ids;
    }

    [[nodiscard]] QStringList selected(const QString &condition) const
    {
        return TemporaryPostgres::column(m_settings, u"SELECT jobq.correlation_id(claim_token, job_id) FROM jobq.history WHERE %1"
                                                     " ORDER BY finished_at, job_id"_s.arg(condition));
    }

private Q_SLOTS:
    void init() { prepare(); }

    void aFilterFindsExactlyItsRecords_data()
    {
        QTest::addColumn<HistoryFilter>("filter");
        QTest::addColumn<QString>("condition");
        const auto row = [](const char *name, const HistoryFilter &filter, const QString &condition) { QTest::newRow(name) << filter << condition; };
        const QDateTime past = QDateTime::currentDateTimeUtc().addSecs(-6030);
        const QString when = u"'%1'"_s.arg(past.toString(Qt::ISODateWithMs));
        row("all", {}, u"true"_s);
        row("from", {.from = past}, u"finished_at >= "_s + when);
        row("to", {.to = past}, u"finished_at < "_s + when);
        row("task", {.taskIdentifier = u"task-1"_s}, u"task_identifier = 'task-1'"_s);
        row("queue", {.queueName = u"queue-4"_s}, u"queue_name = 'queue-4'"_s);
        row("unnamed queue", {.queueName = u""_s}, u"queue_name IS NULL"_s);
        row("completed", {.statuses = {HistoryStatus::Completed}}, u"status = 'completed'"_s);
        row("failed", {.statuses = {HistoryStatus::Failed}}, u"status = 'failed'"_s);
        row("two statuses", {.statuses = {HistoryStatus::PartialSuccess, HistoryStatus::Abandoned}}, u"status IN ('partial_success', 'abandoned')"_s);
        row("worker", {.workerId = u"worker-2"_s}, u"worker_id = 'worker-2'"_s);
        row("job", {.jobId = 7}, u"job_id = 7"_s);
        row("job and status", {.statuses = {HistoryStatus::Failed}, .jobId = 7}, u"job_id = 7 AND status = 'failed'"_s);
        row("unknown job", {.jobId = 7000}, u"false"_s);
        row("number", {.arguments = {{{u"n"_s}, u"17"_s}}}, u"payload ->> 'n' = '17'"_s);
        row("text", {.arguments = {{{u"who"_s, u"name"_s}, u"user 2"_s}}}, u"payload #>> '{who,name}' = 'user 2'"_s);
        row("error", {.errorText = u"WORKER"_s}, u"status = 'abandoned'"_s);
    }

    void aFilterFindsExactlyItsRecords()
    {
        QFETCH(HistoryFilter, filter);
        QFETCH(QString, condition);
        fill();
        const QStringList expected = selected(condition);
        QStringList descending = expected;
        std::reverse(descending.begin(), descending.end());
        for (Direction direction : {Direction::Forward, Direction::Backward}) {
            QCOMPARE(listed(filter, HistoryOrder::OldestFirst, direction, 11), expected);
            QCOMPARE(listed(filter, HistoryOrder::NewestFirst, direction, 11), descending);
        }
        QCOMPARE(inspector().countHistory(filter), expected.size());
        QCOMPARE(inspector().estimateHistory(filter), (Count{expected.size(), true}));
    }

    void pagesStayInPlaceWhileJobsFinish()
    {
        fill();
        const HistoryPage first = inspector().history({}, HistoryOrder::NewestFirst, {.limit = 20});
        const HistoryPage second = inspector().history({}, HistoryOrder::NewestFirst, {.cursor = first.end, .limit = 20});
        add();
        complete(claim(u"w"_s).first());
        const HistoryPage again = inspector().history({}, HistoryOrder::NewestFirst, {.cursor = first.end, .limit = 20});
        QCOMPARE(again.rows.first().correlationId, second.rows.first().correlationId);
        const HistoryPage newer = inspector().history({}, HistoryOrder::NewestFirst, {.cursor = first.begin, .direction = Direction::Backward});
        QCOMPARE(newer.rows.size(), 1);
        QCOMPARE(newer.rows.first().taskIdentifier, u"t"_s);
    }

    void whatHasOnlyStartedIsNoFilter()
    {
        const Error error = errorOf([&] { (void)inspector().history({.statuses = {HistoryStatus::Started}}); });
        QCOMPARE(error.kind(), Error::Kind::Usage);
        QCOMPARE(error.argument(), u"filter.statuses"_s);
    }

    void aJobsTimelineEndsWithTheRunningExecution()
    {
        const Job job = add(u"t"_s, {.queueName = u"q"_s, .priority = 3}, {{"a"_L1, 1}});
        fail(claim(u"w1"_s).first(), u"boom"_s);
        execute(u"UPDATE jobq.jobs SET run_at = now()"_s);
        const ClaimedJob running = claim(u"w2"_s).first();
        const QList<ListedRecord> records = inspector().historyOfJob(job.id);
        QCOMPARE(records.size(), 2);
        QCOMPARE(records.at(0).status, HistoryStatus::Failed);
        QCOMPARE(records.at(0).errorMessage, u"boom"_s);
        QCOMPARE(records.at(0).executionTime, 9000us);
        QCOMPARE(records.at(0).attempt, 1);
        QCOMPARE(records.at(0).workerId, u"w1"_s);
        QCOMPARE(records.at(0).queueName, u"q"_s);
        QCOMPARE(records.at(0).priority, 3);
        QVERIFY(records.at(0).finishedAt.isValid() && records.at(0).expiresAt.isValid());
        QCOMPARE(records.at(1).status, HistoryStatus::Started);
        QCOMPARE(records.at(1).correlationId, running.correlationId);
        QCOMPARE(records.at(1).attempt, 2);
        QVERIFY(!records.at(1).finishedAt.isValid());
    }

    void oneRecordIsReadWhole()
    {
        const Job job = add(u"t"_s, {}, {{"text"_L1, QString(5000, u'x')}});
        const ClaimedJob claimed = claim(u"w"_s).first();
        QCOMPARE(inspector().historyRecord(job.id, claimed.correlationId)->status, HistoryStatus::Started);
        WorkerExecution(*m_system).failJobs(u"w"_s, {{claimed, u"e"_s, QString(4000, u'd')}}, 1ms);
        const ListedRecord shown = inspector().history().rows.first();
        QVERIFY(shown.payloadCapped && shown.errorCapped);
        QCOMPARE(shown.errorDetail->size(), 2048);
        const std::optional<ListedRecord> whole = inspector().historyRecord(job.id, claimed.correlationId);
        QVERIFY(!whole->payloadCapped && !whole->errorCapped);
        QCOMPARE(whole->payload, job.payload);
        QCOMPARE(whole->errorDetail->size(), 4000);
        QVERIFY(!inspector().historyRecord(job.id, QUuid::createUuid()));
        QVERIFY(!inspector().historyRecord(job.id + 1, claimed.correlationId));
    }

    void failuresAreGroupedByKind()
    {
        fill();
        const QDateTime now = QDateTime::currentDateTimeUtc().addSecs(60);
        const FailureGroups failures = inspector().failures(now.addDays(-1), now);
        QVERIFY(failures.complete);
        QCOMPARE(failures.groups.size(), 3);
        QHash<QString, FailureGroup> byPattern;
        for (const FailureGroup &group : failures.groups) {
            QCOMPARE(group.count, 40);
            QCOMPARE(std::accumulate(group.trend.cbegin(), group.trend.cend(), qint64(0)), 40);
            byPattern.insert(group.pattern, group);
        }
        const FailureGroup group = byPattern.value(u"Can't reach #.#.#.#"_s);
        QCOMPARE(group.sample, u"Can't reach 10.1.2.1"_s);
        QCOMPARE(group.lastJobId, 2);
        QCOMPARE(group.tasks, QStringList({u"task-0"_s, u"task-1"_s, u"task-2"_s}));
        QVERIFY(group.firstSeen < group.lastSeen);
        QVERIFY(byPattern.contains(u"the worker \"…\" died"_s));
        QVERIFY(byPattern.contains(u"(no message)"_s));
        QCOMPARE(inspector().countHistory({.errorFingerprint = group.fingerprint}), 40);
        QCOMPARE(inspector().failures(now.addDays(-1), now, u"task-1"_s).groups.size(), 3);
        QVERIFY(inspector().failures(now, now.addDays(1)).groups.isEmpty());
        QCOMPARE(errorOf([&] { (void)inspector().failures(now, now); }).argument(), u"from"_s);
    }

    void patternsForgetWhatDiffers_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("pattern");
        QTest::newRow("number") << u"took 10ms, limit 5.5 s"_s << u"took #ms, limit #.# s"_s;
        QTest::newRow("uuid") << u"job 550e8400-e29b-41d4-a716-446655440000 lost"_s << u"job # lost"_s;
        QTest::newRow("hexadecimal") << u"at 0xDEADbeef in deadbeef1234"_s << u"at # in #"_s;
        QTest::newRow("words stay") << u"decade of bad cafe x"_s << u"decade of bad cafe x"_s;
        QTest::newRow("quoted") << u"no \"a b\" in 'c' or `d` or “e”"_s << u"no \"…\" in \"…\" or \"…\" or \"…\""_s;
        QTest::newRow("apostrophe") << u"can't and won't"_s << u"can't and won't"_s;
    }

    void patternsForgetWhatDiffers()
    {
        QFETCH(QString, message);
        QFETCH(QString, pattern);
        QCOMPARE(TemporaryPostgres::scalar(m_settings, u"SELECT jobq.error_pattern('%1')"_s.arg(message.replace(u'\'', u"''"_s))).toString(), pattern);
    }
};

QTEST_GUILESS_MAIN(HistoryPagesTest)
#include "tst_historypages.moc"
