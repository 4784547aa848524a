// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "inspecttest.h"

#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

class ExplanationTest : public InspectTest
{
    Q_OBJECT

    [[nodiscard]] static QDateTime inAnHour() { return QDateTime::currentDateTimeUtc().addSecs(3600); }

private Q_SLOTS:
    void init() { prepare(); }

    // Each row makes a world by SQL in which job 1 is asked about.
    void everyCheckHasItsReason_data()
    {
        QTest::addColumn<QString>("world");
        QTest::addColumn<CheckKind>("kind");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<Fix>("fix");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, CheckKind kind, Verdict verdict, Fix fix, const QString &words, const QString &world) {
            QTest::newRow(name) << world << kind << verdict << fix << words;
        };
        const QString job = u"SELECT jobq.add_job('t');"_s;
        const QString live = u"INSERT INTO jobq.workers (id, host, pid, concurrency, version, lease) VALUES ('w', 'h', 1, 1, '1', '30 s');"_s;
        const QString lock = u"SELECT jobq.claim_jobs('w', NULL, NULL, 1, '1 day', 7);"_s;
        const QString finished = u"SELECT jobq.finish_jobs('w', '{1}', '{7}', '{5}', ARRAY['%1']::jobq.history_status[], '{boom}', '{NULL}', '{NULL}', '{1}', '{%2}');"_s;

        row("never was", CheckKind::Finished, Verdict::Unknown, Fix::None, u"no job 1"_s, {});
        row("completed", CheckKind::Finished, Verdict::Ok, Fix::None, u"completed"_s, job + lock + finished.arg(u"completed"_s, u"false"_s));
        row("gone after a failure", CheckKind::Finished, Verdict::Blocks, Fix::Replay, u"failed"_s,
            job + lock + finished.arg(u"failed"_s, u"false"_s) + u"DELETE FROM jobq.jobs"_s);
        row("gone, replayed", CheckKind::Finished, Verdict::Blocks, Fix::None, u"Job 5 replays it"_s,
            job + lock + finished.arg(u"failed"_s, u"false"_s) + u"DELETE FROM jobq.jobs; UPDATE jobq.history SET replayed_as = 5"_s);
        row("in the queue", CheckKind::Finished, Verdict::Ok, Fix::None, u"in the queue"_s, job);

        row("attempts left", CheckKind::Exhausted, Verdict::Ok, Fix::None, u"25 of 25"_s, job);
        row("exhausted", CheckKind::Exhausted, Verdict::Blocks, Fix::Reschedule, u"All of its 25"_s, job + u"UPDATE jobq.jobs SET state = 'exhausted', attempts = 25"_s);
        row("failed for good", CheckKind::Exhausted, Verdict::Blocks, Fix::Reschedule, u"for good after 1 of 25"_s, job + lock + finished.arg(u"failed"_s, u"true"_s));

        row("not locked", CheckKind::Locked, Verdict::Ok, Fix::None, u"No worker"_s, job);
        row("locked by a live worker", CheckKind::Locked, Verdict::Ok, Fix::None, u"is alive"_s, live + job + lock);
        row("locked by a stranger", CheckKind::Locked, Verdict::Unknown, Fix::ForceUnlockWorker, u"can't be known"_s, job + lock);
        row("locked by a silent worker", CheckKind::Locked, Verdict::Delays, Fix::ForceUnlockWorker, u"seems dead"_s,
            live + job + lock + u"UPDATE jobq.workers SET heartbeat_at = now() - interval '40 s'"_s);
        row("locked by one silent for long", CheckKind::Locked, Verdict::Blocks, Fix::ForceUnlockWorker, u"for a long time"_s,
            live + job + lock + u"UPDATE jobq.workers SET heartbeat_at = now() - interval '1 h'"_s);
        row("locked by a dead worker", CheckKind::Locked, Verdict::Blocks, Fix::ForceUnlockWorker, u"declared dead"_s,
            live + job + lock + u"UPDATE jobq.workers SET declared_dead_at = now()"_s);

        row("due", CheckKind::RunAt, Verdict::Ok, Fix::None, u"has been due"_s, job);
        row("scheduled", CheckKind::RunAt, Verdict::Delays, Fix::Reschedule, u"is scheduled for"_s, u"SELECT jobq.add_job('t', run_at => now() + interval '2 h')"_s);
        row("waits for its retry", CheckKind::RunAt, Verdict::Delays, Fix::Reschedule, u"last attempt failed"_s,
            job + lock + finished.arg(u"failed"_s, u"false"_s) + u"UPDATE jobq.jobs SET run_at = now() + interval '5 min'"_s);

        row("waits for the rest", CheckKind::RunAt, Verdict::Delays, Fix::Reschedule, u"succeeded only in part"_s,
            job + lock + u"SELECT jobq.finish_jobs('w', '{1}', '{7}', '{5}', ARRAY['partial_success']::jobq.history_status[], '{partial success}', '{NULL}',"
                         "ARRAY['{\"completedSteps\": [\"a\"]}'], '{1}', '{false}');"_s
                + u"UPDATE jobq.jobs SET run_at = now() + interval '5 min'"_s);

        const QString queued = u"SELECT jobq.add_job('t', queue_name => 'q');"_s;
        row("no queue", CheckKind::Queue, Verdict::Ok, Fix::None, u"no named queue"_s, job);
        row("queue free", CheckKind::Queue, Verdict::Ok, Fix::None, u"is free"_s, queued);
        row("at the front", CheckKind::Queue, Verdict::Ok, Fix::None, u"at the front"_s, queued + u"SELECT jobq.promote_due(10, true)"_s);
        const QString behind = u"SELECT jobq.add_job('t', queue_name => 'q', priority => 1); SELECT jobq.add_job('t', queue_name => 'q');"_s;
        row("behind a ready job", CheckKind::Queue, Verdict::Delays, Fix::Wait, u"job 2 stands at the front"_s, live + behind + u"SELECT jobq.promote_due(10, true)"_s);
        row("behind one that nobody takes", CheckKind::Queue, Verdict::Blocks, Fix::ShowFront, u"About that job: None of the 1 live workers"_s,
            live + u"UPDATE jobq.workers SET task_identifiers = '{t}'; SELECT jobq.add_job('t', queue_name => 'q', priority => 1);"_s
                + u"SELECT jobq.add_job('other', queue_name => 'q'); SELECT jobq.promote_due(10, true)"_s);
        row("held by a live worker", CheckKind::Queue, Verdict::Delays, Fix::Wait, u"with the job 2"_s, live + behind + lock);
        row("held by a stranger", CheckKind::Queue, Verdict::Unknown, Fix::ForceUnlockQueue, u"can't be known"_s, behind + lock);
        row("held by a dead worker", CheckKind::Queue, Verdict::Blocks, Fix::ForceUnlockQueue, u"declared dead"_s,
            live + behind + lock + u"UPDATE jobq.workers SET declared_dead_at = now()"_s);
        row("asleep", CheckKind::Queue, Verdict::Delays, Fix::RunMaintenance, u"must be woken"_s, queued + u"UPDATE jobq.jobs SET state = 'waiting'"_s);

        const QString limit = u"INSERT INTO jobq.rate_limits (key, capacity, interval, tokens) VALUES ('l', %1, '1 h', %2);"_s;
        const QString limited = u"SELECT jobq.add_job('t', rate_limit_key => 'l');"_s;
        row("no limit", CheckKind::RateLimit, Verdict::Ok, Fix::None, u"no rate limit"_s, job);
        row("tokens left", CheckKind::RateLimit, Verdict::Ok, Fix::None, u"2 of 5"_s, limit.arg(5).arg(2) + limited);
        row("no token", CheckKind::RateLimit, Verdict::Delays, Fix::RaiseRateLimit, u"no token left; all 5"_s, limit.arg(5).arg(0) + limited);
        row("window ended", CheckKind::RateLimit, Verdict::Ok, Fix::None, u"5 of 5"_s,
            limit.arg(5).arg(0) + limited + u"UPDATE jobq.rate_limits SET window_started_at = now() - interval '2 h'"_s);
        row("tokens wanted by others", CheckKind::RateLimit, Verdict::Delays, Fix::RaiseRateLimit, u"2 ready jobs want them first"_s,
            limit.arg(5).arg(2) + u"SELECT jobq.add_job('t', rate_limit_key => 'l', priority => 9 - i) FROM generate_series(1, 3) i"_s);
        row("capacity 0", CheckKind::RateLimit, Verdict::Blocks, Fix::RaiseRateLimit, u"nothing passes"_s, limit.arg(0).arg(0) + limited);
        row("limit gone", CheckKind::RateLimit, Verdict::Blocks, Fix::RaiseRateLimit, u"not registered"_s, limit.arg(1).arg(1) + limited + u"DELETE FROM jobq.rate_limits"_s);

        row("no worker", CheckKind::Workers, Verdict::Blocks, Fix::StartWorker, u"No registered worker"_s, job);
        row("a live worker", CheckKind::Workers, Verdict::Ok, Fix::None, u"1 of 1"_s, live + job);
        row("worker stopping", CheckKind::Workers, Verdict::Blocks, Fix::StartWorker, u"No registered worker"_s, live + job + u"UPDATE jobq.workers SET stopping = true"_s);
        row("worker silent", CheckKind::Workers, Verdict::Blocks, Fix::StartWorker, u"No registered worker"_s,
            live + job + u"UPDATE jobq.workers SET heartbeat_at = now() - interval '1 h'"_s);
        row("another task", CheckKind::Workers, Verdict::Blocks, Fix::StartWorker, u"None of the 1"_s, live + job + u"UPDATE jobq.workers SET task_identifiers = '{x}'"_s);
        row("strangers at work", CheckKind::Workers, Verdict::Unknown, Fix::StartWorker, u"w worked in the last ten minutes"_s,
            job + u"SELECT jobq.add_job('t', priority => -1); SELECT jobq.claim_jobs('w', NULL, NULL, 1, '1 day', 7)"_s);

        const QString flagged = u"SELECT jobq.add_job('t', flags => '{slow}');"_s;
        row("no flags", CheckKind::Flags, Verdict::Ok, Fix::None, u"no flags"_s, live + job);
        row("flags accepted", CheckKind::Flags, Verdict::Ok, Fix::None, u"1 of them"_s, live + flagged);
        row("flags forbidden", CheckKind::Flags, Verdict::Blocks, Fix::StartWorker, u"forbids one of its flags: slow"_s,
            live + flagged + u"UPDATE jobq.workers SET forbidden_flags = '{slow}'"_s);

        row("a free slot", CheckKind::Slots, Verdict::Ok, Fix::None, u"1 of these"_s, live + job);
        row("all slots busy", CheckKind::Slots, Verdict::Delays, Fix::AddConcurrency, u"All 1 slots"_s,
            live + job + u"SELECT jobq.add_job('t', priority => -1);"_s + lock);

        row("next", CheckKind::Ahead, Verdict::Ok, Fix::None, u"next to be claimed"_s, job);
        row("others ahead", CheckKind::Ahead, Verdict::Delays, Fix::Reschedule, u"3 ready jobs of all tasks come before it, 2 of them"_s,
            job + u"SELECT jobq.add_job(x, priority => -1) FROM unnest('{t,t,u}'::text[]) x"_s);
    }

    void everyCheckHasItsReason()
    {
        QFETCH(QString, world);
        QFETCH(CheckKind, kind);
        QFETCH(Verdict, verdict);
        QFETCH(Fix, fix);
        QFETCH(QString, words);
        if (!world.isEmpty())
            execute(world);
        const Explanation explanation = inspector().explain(1);
        const ExplanationCheck *check = explanation.check(kind);
        QVERIFY(check);
        QVERIFY2(check->sentence.contains(words), qPrintable(check->sentence));
        QCOMPARE(check->verdict, verdict);
        QCOMPARE(check->fix, fix);
        QVERIFY(explanation.serverTime.isValid());
        QVERIFY(check->sentence.endsWith(u'.') && !check->sentence.contains(u"%"_s));
        for (const ExplanationCheck &one : explanation.checks) {
            QVERIFY(!one.sql.contains(QRegularExpression(u"[^:]:[a-z_]+"_s)));
            execute(one.sql);
        }
    }

    void checksComeInTheirOrder()
    {
        registerWorker(u"w"_s);
        add();
        CheckKind last = CheckKind::Finished;
        const Explanation explanation = inspector().explain(1);
        for (const ExplanationCheck &check : explanation.checks) {
            QVERIFY(check.kind >= last);
            last = check.kind;
        }
        QCOMPARE(explanation.checks.size(), 10);
        QVERIFY(!explanation.decisive());
        QCOMPARE(explanation.job->id, 1);
    }

    void whatBlocksDecidesBeforeWhatDelays()
    {
        add(u"t"_s, {.runAt = inAnHour()});
        const Explanation explanation = inspector().explain(1);
        QCOMPARE(explanation.check(CheckKind::RunAt)->verdict, Verdict::Delays);
        QCOMPARE(explanation.decisive()->kind, CheckKind::Workers);
        QVERIFY(!explanation.check(CheckKind::Ahead));
    }

    void evidenceIsThereForTheFix()
    {
        add(u"t"_s, {.flags = {u"f"_s}});
        const Explanation explanation = inspector().explain(1);
        const ExplanationCheck *check = explanation.check(CheckKind::Workers);
        QCOMPARE(check->value(u"task"_s).toString(), u"t"_s);
        QCOMPARE(check->value(u"flags"_s).toStringList(), QStringList{u"f"_s});
        QVERIFY(!check->value(u"nothing"_s).isValid());
        claim(u"w"_s);
        QCOMPARE(inspector().explain(1).check(CheckKind::Locked)->value(u"worker"_s).toString(), u"w"_s);
    }

    void aLockedJobIsNotAskedFurther()
    {
        add();
        claim(u"w"_s);
        QCOMPARE(inspector().explain(1).checks.last().kind, CheckKind::Locked);
    }
};

QTEST_GUILESS_MAIN(ExplanationTest)
#include "tst_explanation.moc"
