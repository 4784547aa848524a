// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "admintestcase.h"

#include <QRandomGenerator>

#include <atomic>
#include <thread>
#include <vector>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Operators and workers at the same time: nothing deadlocks for good, no queue falls asleep, no job is lost.
class AdminRacesTest : public AdminTestCase
{
    Q_OBJECT

    static int dice(int sides) { return int(QRandomGenerator::global()->bounded(sides)); }

    void operate(const QList<JobId> &ids) const
    {
        QList<JobId> some;
        for (int i = 0; i < 20; ++i)
            some.append(ids.at(dice(int(ids.size()))));
        switch (dice(5)) {
        case 0:
            admin().rescheduleJobs(some, {.priority = dice(10)});
            break;
        case 1:
            admin().rescheduleJobs(some, {.maxAttempts = 1000 + dice(10)});
            break;
        case 2:
            admin().forceUnlockQueues(QStringList{u"q%1"_s.arg(dice(4))});
            break;
        case 3:
            if (const auto done = admin().permanentlyFailJobs(some, u"x"_s).operationId)
                admin().undo(*done);
            break;
        default:
            admin().resetLockedJobs({.timeout = 50ms});
        }
    }

private Q_SLOTS:
    void operatorsAndWorkersGetAlong()
    {
        constexpr int Jobs = 400;
        QList<JobId> ids;
        for (int i = 0; i < Jobs; ++i)
            ids.append(add(i % 4 == 3 ? JobOptions{.maxAttempts = 1000} : JobOptions{.queueName = u"q%1"_s.arg(i % 3), .maxAttempts = 1000}));
        std::atomic<bool> working = true;
        std::vector<std::thread> threads;
        for (int operatorNumber = 0; operatorNumber < 2; ++operatorNumber)
            threads.emplace_back([&] {
                while (working)
                    operate(ids);
            });
        for (int worker = 0; worker < 3; ++worker)
            threads.emplace_back([&, name = u"w%1"_s.arg(worker)] {
                while (working) {
                    const QList<ClaimedJob> jobs = claim(4, name);
                    QThread::msleep(1);
                    complete(jobs, name);
                }
            });
        QThread::sleep(3);
        working = false;
        for (std::thread &thread : threads)
            thread.join();
        // All that the operators left behind still runs, without any mending.
        admin().forceUnlockJobs(std::nullopt);
        admin().rescheduleJobs(ids, {.maxAttempts = 2000});
        QCOMPARE(number(u"SELECT jobq.mend_queues()"_s), 0);
        for (QList<ClaimedJob> jobs = claim(100); !jobs.isEmpty(); jobs = claim(100))
            QVERIFY(complete(jobs).isComplete());
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs"_s), 0);
        QCOMPARE(number(u"SELECT count(DISTINCT job_id) FROM jobq.history WHERE status = 'completed'"_s), Jobs);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'completed'"_s), Jobs);
    }

    // A finish that comes by while an operation holds the next job of its queue can't promote it.
    void aSkippedJobIsWokenAgain()
    {
        const JobId head = add({.queueName = u"q"_s});
        const QList<ClaimedJob> running = claim();
        const JobId behind = add({.queueName = u"q"_s});
        QVERIFY(claim().isEmpty());
        QCOMPARE(state(behind), u"waiting"_s);
        std::thread slow([this, behind] {
            TemporaryPostgres::execute(m_settings, u"BEGIN; SELECT jobq.lock_jobs('{%1}'); SELECT pg_sleep(0.5); "
                                                   "SELECT jobq.permanently_fail_jobs('{%1}', '{99}', 'x'); COMMIT"_s.arg(behind));
        });
        QTRY_COMPARE(number(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"_s), 1);
        QCOMPARE(running.constFirst().id, head);
        complete(running);
        slow.join();
        QCOMPARE(claim().value(0).id, behind);
    }
};

QTEST_GUILESS_MAIN(AdminRacesTest)
#include "tst_adminraces.moc"
