// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "admin/ratelimits.h"
#include "admintestcase.h"

#include <functional>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Call = std::function<void(const System &)>;
const QString nul = u"a"_s + QChar(u'\0') + u'b';
const QString longName(256, u'x');
const QString longReason(10'001, u'x');
const QDateTime tooEarly = QDateTime::fromSecsSinceEpoch(-1, Qt::UTC);
const QDateTime tooLate = QDateTime(QDate(10000, 1, 1), QTime(), Qt::UTC);
const QDateTime fine = QDateTime::fromSecsSinceEpoch(1, Qt::UTC);
const QList<JobId> ids{1};

} // namespace
Q_DECLARE_METATYPE(Call)

// Every bad input: the kind, the argument, nothing changed, and the connection goes on.
class BadInputTest : public AdminTestCase
{
    Q_OBJECT

    static void row(const QByteArray &name, const char *argument, const Call &call, Error::Kind kind = Error::Kind::Usage)
    {
        QTest::newRow(name.constData()) << QString::fromLatin1(argument) << int(kind) << call;
    }

    /// One row for each name that none may have; `call` makes the call with it.
    static void names(const QByteArray &what, const char *argument, const std::function<Call(const QString &)> &call)
    {
        row(what + ": empty", argument, call(u""_s));
        row(what + ": null", argument, call(QString()));
        row(what + ": long", argument, call(longName));
        row(what + ": NUL", argument, call(nul));
    }

    /// What every operation takes besides its arguments.
    static void contexts(const QByteArray &what, const std::function<void(const System &, const OperationContext &)> &call)
    {
        const auto with = [call](const OperationContext &context) { return [call, context](const System &s) { call(s, context); }; };
        row(what + ": long actor", "context.actor", with({.actor = longName}));
        row(what + ": NUL in actor", "context.actor", with({.actor = nul}));
        row(what + ": long context", "context.reason", with({.reason = longReason}));
        row(what + ": NUL in context", "context.reason", with({.reason = nul}));
        row(what + ": long group", "context.group", with({.group = longName}));
        row(what + ": NUL in group", "context.group", with({.group = nul}));
    }

    static void allContexts()
    {
        contexts("fail", [](const System &s, const OperationContext &c) { JobAdmin(s).permanentlyFailJobs(ids, u"x"_s, c); });
        contexts("fail frozen", [](const System &s, const OperationContext &c) { JobAdmin(s).permanentlyFailJobs(FrozenJobs({{1, 0}}), u"x"_s, c); });
        contexts("reschedule", [](const System &s, const OperationContext &c) { JobAdmin(s).rescheduleJobs(ids, {.priority = 1}, c); });
        contexts("reschedule frozen", [](const System &s, const OperationContext &c) { JobAdmin(s).rescheduleJobs(FrozenJobs({{1, 0}}), {.priority = 1}, c); });
        contexts("unlock", [](const System &s, const OperationContext &c) { JobAdmin(s).forceUnlockJobs(std::nullopt, c); });
        contexts("unlock frozen", [](const System &s, const OperationContext &c) { JobAdmin(s).forceUnlockJobs(FrozenJobs({{1, 0}}), c); });
        contexts("unlock queues", [](const System &s, const OperationContext &c) { JobAdmin(s).forceUnlockQueues(std::nullopt, c); });
        contexts("replay", [](const System &s, const OperationContext &c) { JobAdmin(s).replayFailedJobs({.from = fine}, c); });
        contexts("replay frozen", [](const System &s, const OperationContext &c) { JobAdmin(s).replayFailedJobs(FrozenJobs({{1, 0}}), 1, c); });
        contexts("reset", [](const System &s, const OperationContext &c) { JobAdmin(s).resetLockedJobs({.timeout = 0ms}, c); });
        contexts("reset frozen", [](const System &s, const OperationContext &c) { JobAdmin(s).resetLockedJobs(FrozenJobs({{1, 0}}), {}, c); });
        contexts("undo", [](const System &s, const OperationContext &c) { JobAdmin(s).undo(1, c); });
        contexts("limit", [](const System &s, const OperationContext &c) { RateLimits(s).registerRateLimit(u"k"_s, 1, u"1 s"_s, c); });
        contexts("remove", [](const System &s, const OperationContext &c) { RateLimits(s).removeRateLimit(u"free"_s, c); });
        contexts("gc history", [](const System &s, const OperationContext &c) { Maintenance(s).gcJobHistory(c); });
        contexts("gc queues", [](const System &s, const OperationContext &c) { Maintenance(s).gcJobQueues(c); });
        contexts("gc tasks", [](const System &s, const OperationContext &c) { Maintenance(s).gcTaskIdentifiers({.retention = 0ms}, c); });
        contexts("period", [](const System &s, const OperationContext &c) { Maintenance(s).setPeriod(u"mend_queues"_s, 1s, c); });
        contexts("run", [](const System &s, const OperationContext &c) { Maintenance(s).runNow(u"mend_queues"_s, c); });
    }

    static void administration()
    {
        const auto rescheduling = [](const char *name, const char *argument, const RescheduleOptions &options) {
            row(name, argument, [options](const System &s) { JobAdmin(s).rescheduleJobs(ids, options); });
            row(QByteArray("frozen, ") + name, argument, [options](const System &s) { JobAdmin(s).rescheduleJobs(FrozenJobs({{1, 0}}), options); });
            row(QByteArray("preview, ") + name, argument, [options](const System &s) { Q_UNUSED(JobAdmin(s).previewRescheduleJobs(ids, options)) });
        };
        row("fail: no reason", "reason", [](const System &s) { JobAdmin(s).permanentlyFailJobs(ids, {}); });
        row("fail: no reason, frozen", "reason", [](const System &s) { JobAdmin(s).permanentlyFailJobs(FrozenJobs({{1, 0}}), u""_s); });
        row("fail: NUL", "reason", [](const System &s) { JobAdmin(s).permanentlyFailJobs(ids, nul); });
        row("fail: long", "reason", [](const System &s) { JobAdmin(s).permanentlyFailJobs(ids, longReason); });
        row("preview, fail: NUL", "reason", [](const System &s) { Q_UNUSED(JobAdmin(s).previewPermanentlyFailJobs(ids, nul)) });
        rescheduling("reschedule: nothing", "options", {});
        rescheduling("reschedule: no attempts", "options.maxAttempts", {.maxAttempts = 0});
        rescheduling("reschedule: negative attempts", "options.maxAttempts", {.maxAttempts = -1});
        rescheduling("reschedule: early", "options.runAt", {.runAt = tooEarly});
        rescheduling("reschedule: late", "options.runAt", {.runAt = tooLate});
        rescheduling("reschedule: invalid", "options.runAt", {.runAt = QDateTime()});
        names("unlock", "workerIds", [](const QString &n) { return [n](const System &s) { JobAdmin(s).forceUnlockJobs(QStringList{u"w1"_s, n}); }; });
        names("unlock queues", "queueNames", [](const QString &n) { return [n](const System &s) { JobAdmin(s).forceUnlockQueues(QStringList{n}); }; });
        names("preview unlock", "workerIds", [](const QString &n) { return [n](const System &s) { Q_UNUSED(JobAdmin(s).previewForceUnlockJobs(QStringList{n})) }; });
        names("preview unlock queues", "queueNames", [](const QString &n) { return [n](const System &s) { Q_UNUSED(JobAdmin(s).previewForceUnlockQueues(QStringList{n})) }; });
        row("reset: negative", "options.timeout", [](const System &s) { JobAdmin(s).resetLockedJobs({.timeout = -1ms}); });
        row("reset frozen: negative", "options.timeout", [](const System &s) { JobAdmin(s).resetLockedJobs(FrozenJobs({{1, 0}}), {.timeout = -1ms}); });
        row("reset preview: negative", "options.timeout", [](const System &s) { (void)JobAdmin(s).previewResetLockedJobs({.timeout = -1ms}); });
        row("reset: endless", "options.timeout", [](const System &s) { JobAdmin(s).resetLockedJobs({.timeout = std::chrono::milliseconds::max()}); });
        row("undo: unknown", "operationId", [](const System &s) { JobAdmin(s).undo(4711); }, Error::Kind::NotFound);
        row("preview undo: unknown", "operationId", [](const System &s) { Q_UNUSED(JobAdmin(s).previewUndo(4711)) }, Error::Kind::NotFound);
        row("affected: unknown", "operationId", [](const System &s) { Q_UNUSED(JobAdmin(s).affectedJobs(-1)) }, Error::Kind::NotFound);
        row("audit: no limit", "filter.limit", [](const System &s) { Q_UNUSED(JobAdmin(s).operations({.limit = 0})) });
        row("audit: high limit", "filter.limit", [](const System &s) { Q_UNUSED(JobAdmin(s).operations({.limit = 10'001})) });
        row("audit: NUL in actor", "filter.actor", [](const System &s) { Q_UNUSED(JobAdmin(s).operations({.actor = nul})) });
        row("audit: NUL in kind", "filter.kind", [](const System &s) { Q_UNUSED(JobAdmin(s).operations({.kind = nul})) });
    }

    static void replays()
    {
        const auto replaying = [](const char *name, const char *argument, const ReplayOptions &options) {
            row(name, argument, [options](const System &s) { JobAdmin(s).replayFailedJobs(options); });
            row(QByteArray("preview, ") + name, argument, [options](const System &s) { Q_UNUSED(JobAdmin(s).previewReplayFailedJobs(options)) });
        };
        replaying("replay: no filter", "options", {});
        replaying("replay: task", "options.taskIdentifier", {.taskIdentifier = u""_s});
        replaying("replay: long task", "options.taskIdentifier", {.taskIdentifier = longName});
        replaying("replay: NUL", "options.taskIdentifier", {.taskIdentifier = nul});
        replaying("replay: early", "options.from", {.from = tooEarly});
        replaying("replay: invalid", "options.from", {.from = QDateTime()});
        replaying("replay: late", "options.to", {.to = tooLate});
        replaying("replay: reversed", "options.to", {.from = fine.addSecs(1), .to = fine});
        replaying("replay: attempts", "options.maxAttempts", {.from = fine, .maxAttempts = 0});
        replaying("replay: negative attempts", "options.maxAttempts", {.from = fine, .maxAttempts = -1});
        replaying("replay: null id", "options.correlationIds", {.correlationIds = QList<QUuid>{QUuid()}});
        row("replay: frozen", "maxAttempts", [](const System &s) { JobAdmin(s).replayFailedJobs(FrozenJobs({}), 0); });
    }

    static void limits()
    {
        const auto registering = [](const QString &key, int capacity, const QString &interval) {
            return [=](const System &s) { RateLimits(s).registerRateLimit(key, capacity, interval); };
        };
        names("limit", "key", [registering](const QString &key) { return registering(key, 1, u"1 s"_s); });
        names("remove", "key", [](const QString &key) { return [key](const System &s) { RateLimits(s).removeRateLimit(key); }; });
        row("limit: capacity", "capacity", registering(u"k"_s, -1, u"1 s"_s));
        row("limit: null interval", "interval", registering(u"k"_s, 1, {}));
        row("limit: no interval", "interval", registering(u"k"_s, 1, u"soon"_s));
        row("limit: zero", "interval", registering(u"k"_s, 1, u"0"_s));
        row("limit: negative", "interval", registering(u"k"_s, 1, u"-1 minute"_s));
        row("limit: short", "interval", registering(u"k"_s, 1, u"999 microseconds"_s));
        row("limit: long", "interval", registering(u"k"_s, 1, u"11 years"_s));
        row("limit: overflow", "interval", registering(u"k"_s, 1, u"9999999999 years"_s));
        row("limit: infinity", "interval", registering(u"k"_s, 1, u"infinity"_s));
        row("limit: NUL in interval", "interval", registering(u"k"_s, 1, nul));
        row("limit: long interval", "interval", registering(u"k"_s, 1, longName));
        row("update: capacity", "capacity", registering(u"used"_s, -1, u"1 s"_s));
        row("update: no interval", "interval", registering(u"used"_s, 1, u"soon"_s));
        row("remove: unknown", "key", [](const System &s) { RateLimits(s).removeRateLimit(u"none"_s); }, Error::Kind::NotFound);
        row("remove: used", "key", [](const System &s) { RateLimits(s).removeRateLimit(u"used"_s); }, Error::Kind::Conflict);
    }

    static void maintenance()
    {
        row("gc: negative", "options.retention", [](const System &s) { Maintenance(s).gcTaskIdentifiers({.retention = -1ms}); });
        row("gc: endless", "options.retention", [](const System &s) { Maintenance(s).gcTaskIdentifiers({.retention = std::chrono::milliseconds::max()}); });
        names("period", "task", [](const QString &task) { return [task](const System &s) { Maintenance(s).setPeriod(task, 1s); }; });
        names("run", "task", [](const QString &task) { return [task](const System &s) { Maintenance(s).runNow(task); }; });
        row("period: unknown", "task", [](const System &s) { Maintenance(s).setPeriod(u"none"_s, 1s); }, Error::Kind::NotFound);
        row("period: negative", "period", [](const System &s) { Maintenance(s).setPeriod(u"mend_queues"_s, -1ms); });
        row("period: endless", "period", [](const System &s) { Maintenance(s).setPeriod(u"mend_queues"_s, std::chrono::milliseconds::max()); });
        row("run: unknown", "task", [](const System &s) { Maintenance(s).runNow(u"no'; --"_s); }, Error::Kind::NotFound);
    }

private Q_SLOTS:
    // One database for all, because nothing may change in it.
    void init()
    {
        if (m_system) {
            TestCase::init();
            return;
        }
        AdminTestCase::init();
        RateLimits(*m_system).registerRateLimit(u"used"_s, 1, u"1 minute"_s);
        RateLimits(*m_system).registerRateLimit(u"free"_s, 1, u"1 minute"_s);
        add({.rateLimitKey = u"used"_s});
        addFailed({}, u"u"_s);
        add({.queueName = u"q"_s}, u"v"_s);
        QCOMPARE(WorkerExecution(*m_system).getJobs(u"w1"_s, {.taskIdentifiers = QStringList{u"v"_s}}).size(), 1);
    }

    void changesNothing_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<int>("kind");
        QTest::addColumn<Call>("call");
        allContexts();
        administration();
        replays();
        limits();
        maintenance();
    }

    void changesNothing()
    {
        QFETCH(QString, argument);
        QFETCH(int, kind);
        QFETCH(Call, call);
        const QString before = snapshot();
        const Error error = errorOf([&] { call(*m_system); });
        QCOMPARE(int(error.kind()), kind);
        QCOMPARE(error.argument(), argument);
        QVERIFY2(error.message().startsWith(argument + u": "_s), error.what());
        QCOMPARE(snapshot(), before);
        QCOMPARE(admin().rescheduleJobs(ids, {.priority = 1}).changed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "tst_badinput.moc"
