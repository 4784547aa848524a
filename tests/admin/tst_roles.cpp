// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "admin/maintenancerunner.h"
#include "admin/ratelimits.h"
#include "admintestcase.h"

#include <QFile>
#include <QSignalSpy>

#include <functional>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Call = std::function<void(const System &)>;
enum Role { Nobody, Reader, Worker, Operator, Admin };
const QStringList roleNames{QString(), u"jobq_reader"_s, u"jobq_worker"_s, u"jobq_operator"_s, u"jobq_admin"_s};

} // namespace
Q_DECLARE_METATYPE(Call)

// Each role may do what it is for, and nothing beyond.
class RolesTest : public AdminTestCase
{
    Q_OBJECT

    System systemOf(Role role) const
    {
        ConnectionSettings settings = m_settings;
        for (const QString &keyword : {u"user"_s, u"password"_s})
            settings.setKeyword(keyword, m_logins.at(role).keyword(keyword));
        return System(ConnectionPool(settings));
    }

    static void row(const char *name, Role least, const Call &call) { QTest::newRow(name) << int(least) << call; }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(JOBQ_ROLES_FILE));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_rolesSql = QString::fromUtf8(file.readAll());
        const ConnectionSettings first = m_postgres.createDatabase();
        TemporaryPostgres::execute(first, m_rolesSql);
        for (const QString &name : roleNames) {
            m_logins.append(m_postgres.createRole(first));
            if (!name.isEmpty())
                TemporaryPostgres::execute(first, u"GRANT %1 TO %2"_s.arg(name, m_logins.constLast().keyword(u"user"_s)));
        }
    }

    void init()
    {
        AdminTestCase::init();
        sql(m_rolesSql);
    }

    void itMayBeRunAgain() { sql(m_rolesSql); }

    void eachHasTheRightsOfTheOneBefore()
    {
        for (int role = Worker; role <= Admin; ++role)
            QVERIFY(TemporaryPostgres::scalar(m_settings, u"SELECT pg_has_role('%1', '%2', 'USAGE')"_s.arg(roleNames.at(role), roleNames.at(role - 1))).toBool());
    }

    void eachMayDoItsOwn_data()
    {
        QTest::addColumn<int>("least");
        QTest::addColumn<Call>("call");
        row("read the audit", Reader, [](const System &s) { Q_UNUSED(JobAdmin(s).operations()) });
        row("read the schedule", Reader, [](const System &s) { Q_UNUSED(Maintenance(s).schedule()) });
        row("preview", Reader, [](const System &s) { Q_UNUSED(JobAdmin(s).previewPermanentlyFailJobs({1})) });
        row("preview a replay", Reader, [](const System &s) { Q_UNUSED(JobAdmin(s).previewReplayFailedJobs({.taskIdentifier = u"u"_s})) });
        row("add", Worker, [](const System &s) { JobEnqueue(s).addJob(u"new"_s, Payload(), {.queueName = u"new"_s, .jobKey = u"k"_s}); });
        row("claim and finish", Worker, [](const System &s) {
            const WorkerExecution execution(s);
            QVERIFY(execution.completeJobs(u"w"_s, execution.getJobs(u"w"_s), 1us).isComplete());
        });
        row("fail and return", Worker, [](const System &s) {
            const WorkerExecution execution(s);
            execution.returnJobs(u"w"_s, execution.getJobs(u"w"_s));
            execution.failJobs(u"w"_s, {{execution.getJobs(u"w"_s).value(0), u"x"_s}}, 1us);
        });
        row("free dead workers", Worker, [](const System &s) { Maintenance(s).releaseDeadWorkers(); });
        row("reschedule and undo", Operator, [](const System &s) { JobAdmin(s).undo(*JobAdmin(s).rescheduleJobs({1}, {.priority = 1}).operationId); });
        row("fail", Operator, [](const System &s) { JobAdmin(s).permanentlyFailJobs({1}, u"x"_s); });
        row("unlock", Operator, [](const System &s) { JobAdmin(s).forceUnlockJobs(std::nullopt); });
        row("reset", Operator, [](const System &s) { JobAdmin(s).resetLockedJobs(); });
        row("replay and undo", Operator, [](const System &s) { JobAdmin(s).undo(*JobAdmin(s).replayFailedJobs({.taskIdentifier = u"u"_s}).operationId); });
        row("register a limit", Admin, [](const System &s) { RateLimits(s).registerRateLimit(u"l"_s, 1, u"1 s"_s); });
        row("remove a limit", Admin, [](const System &s) { RateLimits(s).removeRateLimit(u"limit"_s); });
        row("collect history", Admin, [](const System &s) { Maintenance(s).gcJobHistory(); });
        row("collect queues", Admin, [](const System &s) { Maintenance(s).gcJobQueues(); });
        row("collect tasks", Admin, [](const System &s) { Maintenance(s).gcTaskIdentifiers({.retention = 0ms}); });
        row("make partitions", Admin, [](const System &s) { Maintenance(s).createPartitions(); });
        row("change the schedule", Admin, [](const System &s) { Maintenance(s).setPeriod(u"mend_queues"_s, 1s); });
    }

    void eachMayDoItsOwn()
    {
        QFETCH(int, least);
        QFETCH(Call, call);
        add();
        addFailed({}, u"u"_s);
        RateLimits(*m_system).registerRateLimit(u"limit"_s, 1, u"1 minute"_s);
        const QString before = snapshot();
        for (int role = Nobody; role < least; ++role) {
            const Error error = errorOf([&] { call(systemOf(Role(role))); });
            QVERIFY2(error.kind() == Error::Kind::Usage && error.sqlState() == u"42501", qPrintable(roleNames.at(role) + u": "_s + error.message()));
            QCOMPARE(snapshot(), before);
        }
        try {
            call(systemOf(Role(least)));
        } catch (const Error &error) {
            QFAIL(error.what());
        }
    }

    void theScheduleRunsAsAdmin()
    {
        MaintenanceRunner runner(systemOf(Admin));
        runner.setPollInterval(5ms);
        QSignalSpy finished(&runner, &MaintenanceRunner::taskFinished);
        QSignalSpy failed(&runner, &MaintenanceRunner::taskFailed);
        runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(finished.size() + failed.size() >= Maintenance(*m_system).schedule().size(), 30'000);
        QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : errorIn(failed).what());
    }

    void nothingPrivilegedIsEverybodys()
    {
        QCOMPARE(text(u"SELECT coalesce(string_agg(oid::regprocedure::text, ' '), '') FROM pg_proc WHERE pronamespace = 'jobq'::regnamespace "
                      "AND has_function_privilege('public', oid, 'EXECUTE')"_s), QString());
    }

private:
    QString m_rolesSql;
    QList<ConnectionSettings> m_logins; // by Role
};

QTEST_GUILESS_MAIN(RolesTest)
#include "tst_roles.moc"
