// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "adminsteps.h"
#include "enqueuesteps.h"
#include "executionsteps.h"
#include "invariants.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QtTest>

#include <functional>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int DefaultSteps = 10'000;
constexpr int MostJobs = 60; // few jobs meet each other more often

/// One of the operations, by its weight.
struct Choice {
    int weight;
    QString name;
    std::function<void()> run;
};

QList<Choice> choices(EnqueueSteps &enqueue, ExecutionSteps &execution, AdminSteps &admin)
{
    return {{18, u"addOne"_s, [&] { enqueue.addOne(); }},
            {5, u"addMany"_s, [&] { enqueue.addMany(); }},
            {5, u"addInTransaction"_s, [&] { enqueue.addInTransaction(); }},
            {4, u"endTransaction"_s, [&] { enqueue.endTransaction(); }},
            {30, u"claim"_s, [&] { execution.claim(); }},
            {28, u"finish"_s, [&] { execution.finish(); }},
            {4, u"giveBack"_s, [&] { execution.giveBack(); }},
            {3, u"unlock"_s, [&] { admin.unlock(); }},
            {1, u"resetLocks"_s, [&] { admin.resetLocks(); }},
            {3, u"failPermanently"_s, [&] { admin.failPermanently(); }},
            {5, u"reschedule"_s, [&] { admin.reschedule(); }},
            {3, u"replay"_s, [&] { admin.replay(); }},
            {1, u"maintain"_s, [&] { admin.maintain(enqueue.isOpen()); }},
            {3, u"changeLimit"_s, [&] { admin.changeLimit(); }}};
}

const Choice &drawn(const QList<Choice> &choices, ModelWorld &world)
{
    int sum = 0;
    for (const Choice &choice : choices)
        sum += choice.weight;
    int point = world.pick(sum);
    for (const Choice &choice : choices) {
        point -= choice.weight;
        if (point < 0)
            return choice;
    }
    return choices.constLast();
}

quint32 seedOfThisRun()
{
    return qEnvironmentVariableIsSet("JOBQ_MODEL_SEED") ? qEnvironmentVariable("JOBQ_MODEL_SEED").toUInt() : QRandomGenerator::system()->generate();
}

int stepsOfThisRun()
{
    return qEnvironmentVariableIsSet("JOBQ_MODEL_STEPS") ? qEnvironmentVariable("JOBQ_MODEL_STEPS").toInt() : DefaultSteps;
}

} // namespace

// Drives random sequences of all operations from several connections against QueueModel, and compares after each
// step. JOBQ_MODEL_SEED replays a run, JOBQ_MODEL_STEPS sets its length.
class ModelTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;

private Q_SLOTS:
    void theQueueBehavesLikeItsModel()
    {
        const quint32 seed = seedOfThisRun();
        const int steps = stepsOfThisRun();
        qInfo("JOBQ_MODEL_SEED=%u JOBQ_MODEL_STEPS=%d replays this run", seed, steps);
        ModelWorld world(m_postgres.createDatabase(), seed);
        EnqueueSteps enqueue(world);
        ExecutionSteps execution(world);
        AdminSteps admin(world);
        Invariants invariants(world);
        const QList<Choice> all = choices(enqueue, execution, admin);
        for (int i = 0; i < steps; ++i) {
            if (world.model.jobs.size() > MostJobs)
                admin.forgetExhausted();
            const Choice &choice = drawn(all, world);
            QString problem;
            try {
                choice.run();
                if (!QTest::currentTestFailed())
                    invariants.check();
                if (!QTest::currentTestFailed() && (i % 500 == 0 || i == steps - 1))
                    invariants.checkHistory();
            } catch (const Error &error) {
                problem = error.message() + u" in "_s + error.queryName();
            }
            if (QTest::currentTestFailed() || !problem.isEmpty())
                QFAIL(qPrintable(u"seed %1, step %2 (%3) %4"_s.arg(seed).arg(i).arg(choice.name, problem)));
        }
        qInfo("%lld jobs added, %lld completed, %lld still in the queue", world.model.everAdded, world.model.completed, qint64(world.model.jobs.size()));
        QVERIFY(world.model.completed > steps / 10);
    }
};

QTEST_GUILESS_MAIN(ModelTest)
#include "tst_model.moc"
