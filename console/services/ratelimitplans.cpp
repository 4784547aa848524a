// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/plan.h"

#include <QLocale>

namespace jobq::console {

namespace {

QString quoted(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
}

QList<RateLimitInfo> allLimits(const System &system)
{
    QList<RateLimitInfo> limits;
    PageRequest request;
    request.limit = 10'000;
    while (true) {
        const RateLimitPage page = Inspector(system).rateLimits({}, request);
        limits += page.rows;
        if (!page.hasAfter)
            return limits;
        request.cursor = page.end;
    }
}

PlanPreview previewRegister(const System &system, const QString &key, int capacity, const QString &interval)
{
    const std::optional<std::chrono::milliseconds> window = readInterval(interval);
    if (!window)
        throw Error(Error::Kind::Usage, Plans::tr("“%1” is no length of time: write a number and a unit, for example 90 seconds or 1 hour 30 minutes.").arg(interval));
    constexpr auto longest = std::chrono::hours(24) * 3650;
    if (*window < std::chrono::milliseconds(1) || *window > longest)
        throw Error(Error::Kind::Usage, Plans::tr("A window lasts from 1 millisecond to 3650 days."));
    PlanPreview preview;
    preview.affected = 1;
    if (const std::optional<RateLimitInfo> now = rateLimitOf(system, key)) {
        preview.notes << Plans::tr("Until now: at most %n job(s) in each window of %1; %2 tokens are left, and %3 jobs are ready.", nullptr, now->capacity)
                             .arg(intervalText(now->interval), QLocale().toString(now->tokensNow), QLocale().toString(now->readyJobs.value));
        preview.notes << Plans::tr("A running window stays; its tokens are clamped to the new capacity.");
    } else {
        preview.notes << Plans::tr("There is no limit of this key yet.");
    }
    preview.notes << Plans::tr("At most %n job(s) of this key start in each window of %1.", nullptr, capacity).arg(interval);
    preview.sql = QStringLiteral("SELECT jobq.register_rate_limit(%1, %2, interval %3);").arg(quoted(key)).arg(capacity).arg(quoted(interval));
    return preview;
}

} // namespace

std::optional<RateLimitInfo> rateLimitOf(const System &system, const QString &key)
{
    for (const RateLimitInfo &limit : allLimits(system)) {
        if (limit.key == key)
            return limit;
    }
    return {};
}

Plan Plans::registerRateLimit(const QString &key, int capacity, const QString &interval)
{
    Plan plan;
    plan.title = tr("Set the rate limit “%1”").arg(key);
    plan.counted = Counted::Limits;
    plan.verb = tr("Set limit");
    plan.icon = QStringLiteral("rate-limits");
    plan.right = Right::Administer;
    plan.undoNote = tr("Set the former values again to take it back.");
    plan.preview = [=](const System &system) { return previewRegister(system, key, capacity, interval); };
    plan.steps << [=](const System &system, const OperationContext &context) {
        RateLimits(system).registerRateLimit(key, capacity, interval, context);
        return BatchResult{1, {}, {}, {}};
    };
    return plan;
}

namespace {

PlanPreview previewRemove(const System &system, const QString &key)
{
    PlanPreview preview;
    preview.sql = QStringLiteral("SELECT jobq.retire_rate_limit(%1);\nSELECT jobq.settle_rate_limits(%1, NULL, NULL, NULL);").arg(quoted(key));
    if (!rateLimitOf(system, key)) {
        preview.notes << Plans::tr("There is no limit of this key any more.");
        return preview;
    }
    JobFilter ofLimit;
    ofLimit.rateLimitKey = key;
    PageRequest one;
    one.limit = 1;
    one.textLimit = 0;
    const Inspector inspector(system);
    if (inspector.jobs(ofLimit, JobOrder::ByStage, one).rows.isEmpty()) {
        preview.affected = 1;
        preview.notes << Plans::tr("No job names it. A job that comes to name it before it is removed keeps it.");
        return preview;
    }
    const Count named = inspector.estimateJobs(ofLimit);
    const int count = int(qMax<qint64>(1, named.value));
    preview.notes << (named.exact ? Plans::tr("%Ln job(s) name it: it can be removed once none does any more.", nullptr, count)
                                  : Plans::tr("About %Ln job(s) name it: it can be removed once none does any more.", nullptr, count));
    return preview;
}

} // namespace

Plan Plans::removeRateLimit(const QString &key)
{
    Plan plan;
    plan.title = tr("Remove the rate limit “%1”").arg(key);
    plan.counted = Counted::RemovedLimits;
    plan.verb = tr("Remove");
    plan.icon = QStringLiteral("trash");
    plan.right = Right::Administer;
    plan.isDangerous = true;
    plan.undoNote = tr("Can't be undone, but the limit can be registered again.");
    plan.preview = [key](const System &system) { return previewRemove(system, key); };
    plan.steps << [key](const System &system, const OperationContext &context) {
        RateLimits(system).removeRateLimit(key, context);
        return BatchResult{1, {}, {}, {}};
    };
    return plan;
}

Plan Plans::refillRateLimits()
{
    Plan plan;
    plan.title = tr("Refill rate limits whose window has ended");
    plan.counted = Counted::Limits;
    plan.verb = tr("Refill");
    plan.icon = QStringLiteral("rate-limits");
    plan.right = Right::Enqueue; // every claim does it
    plan.undoNote = tr("Needs no undo: the next claim would have refilled them too.");
    plan.preview = [](const System &system) {
        PlanPreview preview;
        qint64 running = 0;
        for (const RateLimitInfo &limit : allLimits(system)) {
            if (limit.nextRefill.isValid())
                ++running;
            else
                preview.names << limit.key;
        }
        preview.affected = preview.names.size();
        if (running > 0)
            preview.notes << tr("%n limit(s) whose window still runs stay as they are.", nullptr, int(running));
        preview.sql = QStringLiteral("SELECT jobq.refill_rate_limits();");
        return preview;
    };
    plan.steps << [](const System &system, const OperationContext &) {
        return BatchResult{RateLimits(system).refillRateLimits(), {}, {}, {}};
    };
    return plan;
}

} // namespace jobq::console
