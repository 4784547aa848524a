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

    static void row(const char *name, const char *argument, const Call &call, Error::Kind kind = Error::Kind::Usage)
    {
        QTest::newRow(name) << QString::fromLatin1(argument) << int(kind) << call;
    }

    static void administration()
    {
        const auto rescheduling = [](const RescheduleOptions &options) {
            return [options](const System &s) { JobAdmin(s).rescheduleJobs(ids, options); };
        };
        const auto replaying = [](const ReplayOptions &options) {
            return [options](const System &s) { JobAdmin(s).replayFailedJobs(options); };
        };
        const auto acting = [](const OperationContext &context) {
            return [context](const System &s) { JobAdmin(s).rescheduleJobs(ids, {.priority = 1}, context); };
        };
        row("fail: no reason", "reason", [](const System &s) { JobAdmin(s).permanentlyFailJobs(ids, {}); });
        row("fail: NUL", "reason", [](const System &s) { JobAdmin(s).permanentlyFailJobs(ids, nul); });
        row("fail: long", "reason", [](const System &s) { JobAdmin(s).permanentlyFailJobs(ids, longReason); });
        row("actor: long", "context.actor", acting({.actor = longName}));
        row("actor: NUL", "context.actor", acting({.actor = nul}));
        row("context: long reason", "context.reason", acting({.reason = longReason}));
        row("context: NUL in group", "context.group", acting({.group = nul}));
        row("reschedule: nothing", "options", rescheduling({}));
        row("reschedule: no attempts", "options.maxAttempts", rescheduling({.maxAttempts = 0}));
        row("reschedule: negative attempts", "options.maxAttempts", rescheduling({.maxAttempts = -1}));
        row("reschedule: early", "options.runAt", rescheduling({.runAt = tooEarly}));
        row("reschedule: late", "options.runAt", rescheduling({.runAt = tooLate}));
        row("reschedule: invalid", "options.runAt", rescheduling({.runAt = QDateTime()}));
        row("preview: nothing", "options", [](const System &s) { Q_UNUSED(JobAdmin(s).previewRescheduleJobs(ids, {})) });
        row("unlock: empty name", "workerIds", [](const System &s) { JobAdmin(s).forceUnlockJobs(QStringList{QString()}); });
        row("unlock: long name", "workerIds", [](const System &s) { JobAdmin(s).forceUnlockJobs(QStringList{longName}); });
        row("unlock: NUL", "queueNames", [](const System &s) { JobAdmin(s).forceUnlockQueues(QStringList{nul}); });
        row("reset: negative", "options.timeout", [](const System &s) { JobAdmin(s).resetLockedJobs({.timeout = -1ms}); });
        row("reset: endless", "options.timeout", [](const System &s) { JobAdmin(s).resetLockedJobs({.timeout = std::chrono::milliseconds::max()}); });
        row("replay: no filter", "options", replaying({}));
        row("replay: task", "options.taskIdentifier", replaying({.taskIdentifier = u""_s}));
        row("replay: NUL", "options.taskIdentifier", replaying({.taskIdentifier = nul}));
        row("replay: early", "options.from", replaying({.from = tooEarly}));
        row("replay: late", "options.to", replaying({.to = tooLate}));
        row("replay: reversed", "options.to", replaying({.from = fine.addSecs(1), .to = fine}));
        row("replay: attempts", "options.maxAttempts", replaying({.from = fine, .maxAttempts = 0}));
        row("replay: null id", "options.correlationIds", replaying({.correlationIds = QList<QUuid>{QUuid()}}));
        row("replay: frozen", "maxAttempts", [](const System &s) { JobAdmin(s).replayFailedJobs(FrozenJobs({}), 0); });
        row("undo: unknown", "operationId", [](const System &s) { JobAdmin(s).undo(4711); }, Error::Kind::NotFound);
        row("preview undo: unknown", "operationId", [](const System &s) { Q_UNUSED(JobAdmin(s).previewUndo(4711)) }, Error::Kind::NotFound);
        row("affected: unknown", "operationId", [](const System &s) { Q_UNUSED(JobAdmin(s).affectedJobs(-1)) }, Error::Kind::NotFound);
        row("audit: limit", "filter.limit", [](const System &s) { Q_UNUSED(JobAdmin(s).operations({.limit = 0})) });
        row("audit: NUL", "filter.actor", [](const System &s) { Q_UNUSED(JobAdmin(s).operations({.actor = nul})) });
    }

    static void limits()
    {
        const auto registering = [](const QString &key, int capacity, const QString &interval) {
            return [=](const System &s) { RateLimits(s).registerRateLimit(key, capacity, interval); };
        };
        row("limit: no key", "key", registering({}, 1, u"1 s"_s));
        row("limit: long key", "key", registering(longName, 1, u"1 s"_s));
        row("limit: NUL", "key", registering(nul, 1, u"1 s"_s));
        row("limit: capacity", "capacity", registering(u"k"_s, -1, u"1 s"_s));
        row("limit: null interval", "interval", registering(u"k"_s, 1, {}));
        row("limit: no interval", "interval", registering(u"k"_s, 1, u"soon"_s));
        row("limit: zero", "interval", registering(u"k"_s, 1, u"0"_s));
        row("limit: negative", "interval", registering(u"k"_s, 1, u"-1 minute"_s));
        row("limit: short", "interval", registering(u"k"_s, 1, u"999 microseconds"_s));
        row("limit: long", "interval", registering(u"k"_s, 1, u"11 years"_s));
        row("limit: overflow", "interval", registering(u"k"_s, 1, u"9999999999 years"_s));
        row("limit: NUL in interval", "interval", registering(u"k"_s, 1, nul));
        row("remove: unknown", "key", [](const System &s) { RateLimits(s).removeRateLimit(u"none"_s); }, Error::Kind::NotFound);
        row("remove: used", "key", [](const System &s) { RateLimits(s).removeRateLimit(u"used"_s); }, Error::Kind::Conflict);
    }

    static void maintenance()
    {
        row("gc: negative", "options.retention", [](const System &s) { Maintenance(s).gcTaskIdentifiers({.retention = -1ms}); });
        row("gc: context", "context.actor", [](const System &s) { Maintenance(s).gcJobHistory(OperationContext{.actor = longName}); });
        row("period: unknown", "task", [](const System &s) { Maintenance(s).setPeriod(u"none"_s, 1s); }, Error::Kind::NotFound);
        row("period: negative", "period", [](const System &s) { Maintenance(s).setPeriod(u"mend_queues"_s, -1ms); });
        row("run: unknown", "task", [](const System &s) { Maintenance(s).runNow(u"no'; --"_s); }, Error::Kind::NotFound);
        row("run: empty", "task", [](const System &s) { Maintenance(s).runNow({}); });
    }

private Q_SLOTS:
    void changesNothing_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<int>("kind");
        QTest::addColumn<Call>("call");
        administration();
        limits();
        maintenance();
    }

    void changesNothing()
    {
        QFETCH(QString, argument);
        QFETCH(int, kind);
        QFETCH(Call, call);
        RateLimits(*m_system).registerRateLimit(u"used"_s, 1, u"1 minute"_s);
        add({.rateLimitKey = u"used"_s});
        addFailed({}, u"u"_s);
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
