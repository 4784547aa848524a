// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "inspecttest.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class JobPagesTest : public InspectTest
{
    Q_OBJECT

    // Every stage, several tasks, queues, flags, keys, limits and errors; 200 jobs and more.
    void fill() const
    {
        execute(u"INSERT INTO jobq.rate_limits (key, capacity, interval, tokens) VALUES ('smtp', 100, '1 hour', 100);"
                "SELECT jobq.add_job('task-' || i % 7, jsonb_build_object('n', i, 'who', jsonb_build_object('name', 'user ' || i % 3),"
                "           'tags', jsonb_build_array('a' || i % 4, 'b')),"
                "           queue_name => CASE WHEN i % 3 = 0 THEN 'queue-' || i % 5 END, priority => i % 4,"
                "           run_at => CASE WHEN i % 6 = 1 THEN now() + i * interval '1 hour' END,"
                "           flags => CASE WHEN i % 5 = 0 THEN ARRAY['slow', 'f' || i % 2] END,"
                "           job_key => CASE WHEN i % 50 = 0 THEN 'key-' || i END,"
                "           rate_limit_key => CASE WHEN i % 11 = 0 THEN 'smtp' END)"
                "  FROM generate_series(1, 240) i;"
                "SELECT jobq.promote_due(1000, true);"
                "UPDATE jobq.jobs SET created_at = now() - id * interval '1 minute', attempts = id % 4;"
                "UPDATE jobq.jobs SET state = 'exhausted', last_error = 'Connection to 10.0.0.' || id || ' refused' WHERE id % 9 = 4 AND queue_name IS NULL;"
                "UPDATE jobq.jobs SET state = 'locked', locked_by = 'worker-' || id % 3, locked_at = now(), claim_token = id, history_retention = '1 day'"
                " WHERE id % 8 = 2 AND state = 'ready'"_s);
    }

    [[nodiscard]] QList<JobId> listed(const JobFilter &filter, JobOrder order, Direction direction, int limit) const
    {
        return idsOf(allRows([&](const PageRequest &request) { return inspector().jobs(filter, order, request); }, direction, limit));
    }

    [[nodiscard]] QList<JobId> selected(const QString &condition) const
    {
        QList<JobId> ids;
        for (const QString &id : TemporaryPostgres::column(m_settings, u"SELECT id FROM jobq.jobs WHERE %1 ORDER BY id"_s.arg(condition)))
            ids += id.toLongLong();
        return ids;
    }

private Q_SLOTS:
    void init() { prepare(); }

    void anEmptyDatabaseGivesAnEmptyPage()
    {
        for (JobOrder order : {JobOrder::ByStage, JobOrder::NewestFirst, JobOrder::OldestFirst}) {
            for (Direction direction : {Direction::Forward, Direction::Backward}) {
                const JobPage page = inspector().jobs({}, order, {.direction = direction});
                QVERIFY(page.rows.isEmpty());
                QVERIFY(!page.hasBefore && !page.hasAfter && !page.incomplete);
            }
        }
    }

    void aFilterFindsExactlyItsJobs_data()
    {
        QTest::addColumn<JobFilter>("filter");
        QTest::addColumn<QString>("condition");
        const auto row = [](const char *name, const JobFilter &filter, const QString &condition) { QTest::newRow(name) << filter << condition; };
        row("all", {}, u"true"_s);
        row("no stage", {.stages = {}}, u"false"_s);
        row("ready", {.stages = JobStage::Ready}, u"state = 'ready'"_s);
        row("waiting", {.stages = JobStage::Waiting}, u"state = 'waiting'"_s);
        row("scheduled", {.stages = JobStage::Scheduled}, u"state = 'scheduled'"_s);
        row("locked", {.stages = JobStage::Locked}, u"state = 'locked'"_s);
        row("exhausted", {.stages = JobStage::Exhausted}, u"state = 'exhausted'"_s);
        row("available", {.stages = AvailableStages}, u"state IN ('ready', 'waiting', 'scheduled')"_s);
        row("task", {.taskIdentifier = u"task-3"_s}, u"task_identifier = 'task-3'"_s);
        row("unknown task", {.taskIdentifier = u"task-99"_s}, u"false"_s);
        row("queue", {.queueName = u"queue-3"_s}, u"queue_name = 'queue-3'"_s);
        row("unnamed queue", {.queueName = u""_s}, u"queue_name IS NULL"_s);
        row("unnamed queue, null text", {.queueName = QString()}, u"queue_name IS NULL"_s);
        row("key", {.jobKey = u"key-100"_s}, u"job_key = 'key-100'"_s);
        row("key and another task", {.taskIdentifier = u"no"_s, .jobKey = u"key-100"_s}, u"false"_s);
        row("flag", {.flags = {u"slow"_s}}, u"flags @> '{slow}'"_s);
        row("flags", {.flags = {u"slow"_s, u"f1"_s}}, u"flags @> '{slow,f1}'"_s);
        row("rate limit", {.rateLimitKey = u"smtp"_s}, u"rate_limit_key = 'smtp'"_s);
        row("worker", {.workerId = u"worker-1"_s}, u"locked_by = 'worker-1'"_s);
        row("worker of a queue", {.queueName = u"queue-1"_s, .workerId = u"worker-1"_s}, u"locked_by = 'worker-1' AND queue_name = 'queue-1'"_s);
        row("priority", {.priority = 2}, u"priority = 2"_s);
        row("attempts", {.minAttempts = 3}, u"attempts >= 3"_s);
        row("number", {.arguments = {{{u"n"_s}, u"17"_s}}}, u"payload ->> 'n' = '17'"_s);
        row("nested text", {.arguments = {{{u"who"_s, u"name"_s}, u"user 1"_s}}}, u"payload #>> '{who,name}' = 'user 1'"_s);
        row("element", {.arguments = {{{u"tags"_s}, u"a2"_s}}}, u"payload #>> '{tags,0}' = 'a2'"_s);
        row("two arguments", {.arguments = {{{u"tags"_s}, u"a2"_s}, {{u"who"_s, u"name"_s}, u"user 1"_s}}},
            u"payload #>> '{tags,0}' = 'a2' AND payload #>> '{who,name}' = 'user 1'"_s);
        row("quotes in an argument", {.arguments = {{{u"\"') OR"_s}, u"\"' --"_s}}}, u"false"_s);
        row("error", {.errorText = u"connection TO"_s}, u"last_error IS NOT NULL"_s);
        row("error, signs", {.errorText = u"10.0.0.4%"_s}, u"false"_s);
        row("age", {.minAge = 100min}, u"created_at <= now() - interval '100 minutes'"_s);
        row("younger", {.maxAge = 100min}, u"created_at >= now() - interval '100 minutes'"_s);
        row("several", {.stages = AvailableStages, .taskIdentifier = u"task-1"_s, .priority = 1},
            u"state IN ('ready', 'waiting', 'scheduled') AND task_identifier = 'task-1' AND priority = 1"_s);
    }

    void aFilterFindsExactlyItsJobs()
    {
        QFETCH(JobFilter, filter);
        QFETCH(QString, condition);
        fill();
        const QList<JobId> expected = selected(condition);
        QList<JobId> descending = expected;
        std::reverse(descending.begin(), descending.end());
        for (Direction direction : {Direction::Forward, Direction::Backward}) {
            QCOMPARE(listed(filter, JobOrder::OldestFirst, direction, 13), expected);
            QCOMPARE(listed(filter, JobOrder::NewestFirst, direction, 13), descending);
            QList<JobId> byStage = listed(filter, JobOrder::ByStage, direction, 13);
            std::sort(byStage.begin(), byStage.end());
            QCOMPARE(byStage, expected);
        }
        QCOMPARE(inspector().countJobs(filter), expected.size());
        QCOMPARE(inspector().estimateJobs(filter), (Count{expected.size(), true}));
    }

    void errorsOfOneKindAreFoundByTheirFingerprint()
    {
        fill();
        const QString fingerprint = TemporaryPostgres::scalar(m_settings, u"SELECT jobq.error_fingerprint('Connection to 1.2.3.4 refused')"_s).toString();
        QCOMPARE(listed({.errorFingerprint = fingerprint}, JobOrder::OldestFirst, Direction::Forward, 100), selected(u"last_error IS NOT NULL"_s));
    }

    void stagesComeInTheOrderInWhichTheyRun()
    {
        fill();
        const QString expected = u"SELECT id FROM jobq.jobs ORDER BY array_position('{locked,ready,waiting,scheduled,exhausted}'::text[], state::text),"
                                 " CASE WHEN state = 'waiting' THEN queue_name END, CASE WHEN state IN ('ready', 'waiting') THEN priority END,"
                                 " CASE WHEN state IN ('ready', 'waiting', 'scheduled') THEN run_at END, id"_s;
        QList<JobId> ids;
        for (const QString &id : TemporaryPostgres::column(m_settings, expected))
            ids += id.toLongLong();
        for (int limit : {1, 7, 100, 240, 1000}) {
            QCOMPARE(listed({}, JobOrder::ByStage, Direction::Forward, limit), ids);
            QCOMPARE(listed({}, JobOrder::ByStage, Direction::Backward, limit), ids);
        }
    }

    void goingForthAndBackGivesTheSamePage()
    {
        fill();
        for (JobOrder order : {JobOrder::ByStage, JobOrder::NewestFirst, JobOrder::OldestFirst}) {
            const JobPage first = inspector().jobs({}, order, {.limit = 50});
            const JobPage second = inspector().jobs({}, order, {.cursor = first.end, .limit = 50});
            QVERIFY(!first.hasBefore && first.hasAfter && second.hasBefore);
            const JobPage again = inspector().jobs({}, order, {.cursor = second.begin, .direction = Direction::Backward, .limit = 50});
            QCOMPARE(idsOf(again.rows), idsOf(first.rows));
            QVERIFY(!again.hasBefore && again.hasAfter);
            QCOMPARE(again.begin, first.begin);
            QCOMPARE(again.end, first.end);
            const JobPage reread = inspector().jobs({}, order, {.cursor = second.begin, .limit = 50});
            QCOMPARE(idsOf(reread.rows), idsOf(second.rows));
            const JobPage fromItsEnd = inspector().jobs({}, order, {.cursor = second.end, .direction = Direction::Backward, .limit = 50});
            QCOMPARE(idsOf(fromItsEnd.rows), idsOf(second.rows));
        }
    }

    void pagesStayInPlaceWhileJobsComeAndGo()
    {
        fill();
        const JobPage first = inspector().jobs({}, JobOrder::NewestFirst, {.limit = 50});
        const QList<JobId> rest = idsOf(inspector().jobs({}, JobOrder::NewestFirst, {.cursor = first.end, .limit = 50}).rows);
        for (int i = 0; i < 5; ++i)
            add();
        execute(u"DELETE FROM jobq.jobs WHERE id IN (%1, %2)"_s.arg(first.rows.last().id).arg(first.rows.at(3).id));
        QCOMPARE(idsOf(inspector().jobs({}, JobOrder::NewestFirst, {.cursor = first.end, .limit = 50}).rows), rest);
        const JobPage newer = inspector().jobs({}, JobOrder::NewestFirst, {.cursor = first.begin, .direction = Direction::Backward});
        QCOMPARE(newer.rows.size(), 5);
        QVERIFY(!newer.hasBefore);
    }

    /// A page reads one stage after the other; a job that moves between them meanwhile stands on it all the same, once.
    void jobsThatChangeTheirStageStandOnThePageOnce()
    {
        for (int i = 0; i < 20; ++i)
            add();
        std::atomic<bool> done = false;
        std::thread mover([&] {
            while (!done)
                WorkerExecution(*m_system).returnJobs(u"w"_s, claim(u"w"_s, 15));
        });
        const auto stop = qScopeGuard([&] {
            done = true;
            mover.join();
        });
        for (int round = 0; round < 200; ++round) {
            const QList<JobId> ids = idsOf(inspector().jobs({}, JobOrder::ByStage, {.limit = 100}).rows);
            QCOMPARE(QSet<JobId>(ids.cbegin(), ids.cend()).size(), 20);
            QCOMPARE(ids.size(), 20);
        }
    }

    void anEmptyPageAtTheEndLeadsBack()
    {
        fill();
        const JobPage all = inspector().jobs({}, JobOrder::ByStage, {.limit = 1000});
        const JobPage none = inspector().jobs({}, JobOrder::ByStage, {.cursor = all.end});
        QVERIFY(none.rows.isEmpty() && none.hasBefore && !none.hasAfter);
        const JobPage back = inspector().jobs({}, JobOrder::ByStage, {.cursor = none.begin, .direction = Direction::Backward, .limit = 1});
        QCOMPARE(back.rows.first().id, all.rows.last().id);
    }

    void timesAreComparedToTheMicrosecond()
    {
        execute(u"INSERT INTO jobq.lanes (task_identifier) VALUES ('t');"
                "INSERT INTO jobq.jobs (lane, state, task_identifier, payload, run_at)"
                "SELECT 1, 'scheduled', 't', '1', '2100-01-01 00:00:00.000001Z'::timestamptz + i * interval '1 microsecond' FROM generate_series(1, 30) i"_s);
        const QList<JobId> ids = listed({}, JobOrder::ByStage, Direction::Forward, 7);
        QCOMPARE(ids.size(), 30);
        QVERIFY(std::is_sorted(ids.begin(), ids.end()));
        QCOMPARE(listed({}, JobOrder::ByStage, Direction::Backward, 7), ids);
    }

    void aRareFilterSearchesOnFromWhereItStopped()
    {
        execute(u"INSERT INTO jobq.lanes (task_identifier) VALUES ('t');"
                "INSERT INTO jobq.jobs (lane, state, task_identifier, payload)"
                "SELECT 1, 'ready', 't', jsonb_build_object('n', i) FROM generate_series(1, 90000) i"_s);
        const JobFilter rare{.arguments = {{{u"n"_s}, u"88888"_s}}};
        for (JobOrder order : {JobOrder::OldestFirst, JobOrder::NewestFirst, JobOrder::ByStage}) {
            for (Direction direction : {Direction::Forward, Direction::Backward})
                QCOMPARE(listed(rare, order, direction, 200).size(), 1);
        }
        const JobPage page = inspector().jobs(rare, JobOrder::OldestFirst);
        QVERIFY(page.incomplete && page.hasAfter && page.rows.isEmpty() && !page.end.isNull());
        QCOMPARE(inspector().jobs({}, JobOrder::OldestFirst, {.cursor = page.end, .limit = 1}).rows.first().id, 40001);
        QVERIFY(!inspector().estimateJobs({}).exact);
        QCOMPARE(inspector().countJobs(rare), 1);
    }

    void longTextsAreCutWithAFlag()
    {
        const Job job = add(u"t"_s, {}, {{"text"_L1, QString(5000, u'ä')}});
        execute(u"UPDATE jobq.jobs SET last_error = repeat('e', 3000)"_s);
        const ListedJob listedJob = inspector().jobs().rows.first();
        QVERIFY(listedJob.payloadCapped && listedJob.lastErrorCapped);
        QCOMPARE(listedJob.payload.text().size(), 2048);
        QCOMPARE(listedJob.lastError->size(), 2048);
        QCOMPARE(listedJob.payloadBytes, inspector().job(job.id)->payload.text().toUtf8().size());
        const std::optional<ListedJob> whole = inspector().job(job.id);
        QVERIFY(!whole->payloadCapped && !whole->lastErrorCapped);
        QCOMPARE(whole->payload, job.payload);
        QCOMPARE(whole->lastError->size(), 3000);
    }

    void aHugePayloadIsLeftOut()
    {
        const Job job = add(u"t"_s, {}, Payload::fromText(u"[%1]"_s.arg(TemporaryPostgres::scalar(m_settings,
            u"SELECT string_agg(round(random()::numeric, 12)::text, ',') FROM generate_series(1, 40000)"_s).toString())));
        const ListedJob listedJob = inspector().jobs().rows.first();
        QVERIFY(listedJob.payloadCapped);
        QVERIFY(listedJob.payload.text().isEmpty());
        QVERIFY(listedJob.payloadBytes > 65536);
        QVERIFY(inspector().job(job.id)->payload.text().size() > 400000);
    }

    void jobsAreRefreshedByTheirIds()
    {
        fill();
        const QList<ListedJob> found = inspector().jobsById({30, 999, 7, 30});
        QCOMPARE(idsOf(found), QList<JobId>({30, 7, 30}));
        QVERIFY(inspector().jobsById({}).isEmpty());
        QVERIFY(!inspector().job(999));
        QCOMPARE(errorOf([&] { (void)inspector().jobsById(QList<JobId>(10001, 1)); }).argument(), u"ids"_s);
    }

    void progressAndStageAreShown()
    {
        const Job job = add();
        claim(u"w"_s);
        execute(u"UPDATE jobq.jobs SET progress = 0.5, progress_note = 'half'"_s);
        const std::optional<ListedJob> shown = inspector().job(job.id);
        QCOMPARE(shown->stage, JobStage::Locked);
        QCOMPARE(shown->progress, 0.5);
        QCOMPARE(shown->progressNote, u"half"_s);
    }

    void badRequestsNameTheArgument_data()
    {
        QTest::addColumn<JobFilter>("filter");
        QTest::addColumn<PageRequest>("request");
        QTest::addColumn<QString>("argument");
        const QString cursor = u"request.cursor"_s;
        QTest::newRow("limit 0") << JobFilter() << PageRequest{.limit = 0} << u"request.limit"_s;
        QTest::newRow("limit too high") << JobFilter() << PageRequest{.limit = 10001} << u"request.limit"_s;
        QTest::newRow("text limit") << JobFilter() << PageRequest{.textLimit = -1} << u"request.textLimit"_s;
        QTest::newRow("no cursor of ours") << JobFilter() << PageRequest{.cursor = Cursor::fromString(u"x"_s)} << cursor;
        QTest::newRow("cursor of another list") << JobFilter() << PageRequest{.cursor = Cursor::fromString(u"[\">\",\"named\",\"x\"]"_s)} << cursor;
        QTest::newRow("cursor with a wrong part") << JobFilter() << PageRequest{.cursor = Cursor::fromString(u"[\">\",\"exhausted\",\"x\"]"_s)} << cursor;
        QTest::newRow("cursor with a wrong time")
            << JobFilter() << PageRequest{.cursor = Cursor::fromString(u"[\">\",\"scheduled\",\"';DROP\",\"1\"]"_s)} << cursor;
        QTest::newRow("cursor with too many parts") << JobFilter() << PageRequest{.cursor = Cursor::fromString(u"[\">\",\"exhausted\",\"1\",\"2\"]"_s)} << cursor;
        QTest::newRow("empty path") << JobFilter{.arguments = {{{}, u"x"_s}}} << PageRequest() << u"filter.arguments"_s;
        QTest::newRow("NUL") << JobFilter{.arguments = {{{u"a"_s}, QString(QChar::Null)}}} << PageRequest() << u"filter.arguments"_s;
    }

    void badRequestsNameTheArgument()
    {
        QFETCH(JobFilter, filter);
        QFETCH(PageRequest, request);
        QFETCH(QString, argument);
        const Error error = errorOf([&] { (void)inspector().jobs(filter, JobOrder::ByStage, request); });
        QCOMPARE(error.kind(), Error::Kind::Usage);
        QCOMPARE(error.argument(), argument);
        QVERIFY(inspector().jobs().rows.isEmpty());
    }
};

QTEST_GUILESS_MAIN(JobPagesTest)
#include "tst_jobpages.moc"
