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

QString intervalText(std::chrono::milliseconds interval)
{
    const QList<QPair<qint64, QString>> units{{86'400'000, QStringLiteral("day")}, {3'600'000, QStringLiteral("hour")}, {60'000, QStringLiteral("minute")}, {1000, QStringLiteral("second")}};
    for (const auto &[length, unit] : units) {
        if (interval.count() > 0 && interval.count() % length == 0)
            return QStringLiteral("%1 %2%3").arg(interval.count() / length).arg(unit, interval.count() == length ? QString() : QStringLiteral("s"));
    }
    return QStringLiteral("%1 milliseconds").arg(interval.count());
}

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
    plan.undoNote = tr("Set the former values again to take it back.");
    plan.preview = [=](const System &system) { return previewRegister(system, key, capacity, interval); };
    plan.steps << [=](const System &system, const OperationContext &context) {
        RateLimits(system).registerRateLimit(key, capacity, interval, context);
        return BatchResult{1, {}, {}, {}};
    };
    return plan;
}

Plan Plans::removeRateLimit(const QString &key)
{
    Plan plan;
    plan.title = tr("Remove the rate limit “%1”").arg(key);
    plan.counted = Counted::Limits;
    plan.verb = tr("Remove");
    plan.icon = QStringLiteral("trash");
    plan.isDangerous = true;
    plan.undoNote = tr("Can't be undone, but the limit can be registered again.");
    plan.preview = [key](const System &) {
        PlanPreview preview;
        preview.affected = 1;
        preview.notes << tr("A limit that a job still names is not removed.");
        preview.sql = QStringLiteral("SELECT jobq.remove_rate_limit(%1);").arg(quoted(key));
        return preview;
    };
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
