// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/explainer.h"

#include "db/literal.h"
#include "inspect/rows.h"

// The checks of a job that waits.

namespace jobq::inspect {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MostCounted = 10'000;

QString countText(qint64 count)
{
    return count >= MostCounted ? u"%1 or more"_s.arg(count) : QString::number(count);
}

} // namespace

void Explainer::checkRunAt()
{
    ExplanationCheck &check = add(CheckKind::RunAt, Verdict::Ok, u"It has been due for %1."_s.arg(durationText(-m_untilRunAt)), m_jobAnswer.sql);
    check.evidence = {{u"runAt"_s, m_job.runAt}, {u"untilRunAtMs"_s, qint64(m_untilRunAt.count())}};
    if (isDue()) {
        if (m_job.stage == JobStage::Scheduled)
            check.sentence += u" The next claim of any worker lets it in."_s;
        return;
    }
    check.verdict = Verdict::Delays;
    check.fix = Fix::Reschedule;
    check.sentence = u"It is scheduled for %1, in %2."_s.arg(m_job.runAt.toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"), durationText(m_untilRunAt));
    if (m_job.attempts > 0 && m_job.lastError) {
        const QString last = m_job.lastPartialResults ? u"Its last attempt succeeded only in part"_s : u"Its last attempt failed"_s;
        check.sentence = last + u"; the next one is due on %1, in %2."_s.arg(m_job.runAt.toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"), durationText(m_untilRunAt));
        check.evidence.append({u"lastError"_s, *m_job.lastError});
    }
}

void Explainer::checkQueue()
{
    if (!m_job.queueName) {
        add(CheckKind::Queue, Verdict::Ok, u"It is in no named queue."_s, m_jobAnswer.sql);
        return;
    }
    judgeFront(ask("explain_queue", {{"job", QString::number(m_job.id)}}));
}

void Explainer::judgeFront(const Answer &front)
{
    const QString queue = *m_job.queueName;
    ExplanationCheck &check = add(CheckKind::Queue, Verdict::Ok, u"Its queue %1 is free."_s.arg(queue), front.sql);
    check.evidence = {{u"queue"_s, queue}};
    const std::optional<qint64> holder = front.row->optionalInt64(0);
    if (m_job.stage == JobStage::Ready) {
        check.sentence = u"It is at the front of its queue %1."_s.arg(queue);
        return;
    }
    if (!holder) {
        if (m_job.stage == JobStage::Waiting) {
            check.verdict = Verdict::Delays;
            check.fix = Fix::RunMaintenance;
            check.sentence = u"Its queue %1 has nothing at its front and must be woken; maintenance does that."_s.arg(queue);
        }
        return;
    }
    check.evidence.append({{u"holderJob"_s, *holder}, {u"aheadInQueue"_s, front.row->int64(7)}});
    check.verdict = Verdict::Delays;
    check.fix = Fix::Wait;
    const QString before = front.row->int64(7) > 0 ? u" %1 of its jobs wait before this one."_s.arg(countText(front.row->int64(7))) : QString();
    if (front.row->text(1) == "locked"_L1) {
        judgeHolder(check, holderAt(*front.row, front.row->text(2), 3, 4), u"the queue %1 with the job %2"_s.arg(queue).arg(*holder), Fix::ForceUnlockQueue);
        check.sentence += before;
        return;
    }
    check.sentence = u"The job %1 stands at the front of its queue %2, and has not been claimed yet."_s.arg(*holder).arg(queue) + before;
    judgeUnclaimedFront(check, *holder);
}

/// What keeps the front from running keeps this job from running too. The front of a queue is behind no other front.
void Explainer::judgeUnclaimedFront(ExplanationCheck &check, JobId front)
{
    Explainer other(m_connection, front);
    other.explainWithin();
    const ExplanationCheck *reason = other.m_explanation.decisive();
    if (!reason)
        return;
    check.verdict = reason->verdict;
    check.fix = Fix::ShowFront;
    check.sentence += u" About that job: "_s + reason->sentence;
}

void Explainer::checkRateLimit()
{
    if (!m_job.rateLimitKey) {
        add(CheckKind::RateLimit, Verdict::Ok, u"It has no rate limit."_s, m_jobAnswer.sql);
        return;
    }
    const Answer limit = ask("explain_rate_limit", {{"rate_limit", *m_job.rateLimitKey},
                                                    {"at_priority", QString::number(m_job.priority)},
                                                    {"at_run_at", m_runAt},
                                                    {"job", QString::number(m_job.id)}});
    if (limit.found) {
        judgeTokens(limit);
        return;
    }
    ExplanationCheck &check = add(CheckKind::RateLimit, Verdict::Blocks, u"Its rate limit %1 is not registered."_s.arg(*m_job.rateLimitKey), limit.sql);
    check.evidence = {{u"rateLimit"_s, *m_job.rateLimitKey}};
    check.fix = Fix::RaiseRateLimit;
}

void Explainer::judgeTokens(const Answer &limit)
{
    const qint64 capacity = limit.row->int64(0);
    const qint64 tokens = limit.row->int64(2);
    const qint64 before = limit.row->int64(5);
    const QDateTime refill = limit.row->dateTime(3);
    const std::chrono::milliseconds untilRefill(qMax<qint64>(0, limit.row->int64(4)));
    ExplanationCheck &check = add(CheckKind::RateLimit, Verdict::Ok, u"Its rate limit %1 has %2 of %3 tokens."_s.arg(*m_job.rateLimitKey).arg(tokens).arg(capacity), limit.sql);
    check.evidence = {{u"rateLimit"_s, *m_job.rateLimitKey}, {u"capacity"_s, capacity}, {u"tokens"_s, tokens}, {u"wantedBefore"_s, before}};
    if (refill.isValid())
        check.evidence.append({u"nextRefill"_s, refill});
    if (capacity == 0) {
        check.verdict = Verdict::Blocks;
        check.fix = Fix::RaiseRateLimit;
        check.sentence = u"Its rate limit %1 has a capacity of 0: nothing passes."_s.arg(*m_job.rateLimitKey);
    } else if (isDue() && tokens == 0) {
        check.verdict = Verdict::Delays;
        check.fix = Fix::RaiseRateLimit;
        check.sentence = u"Its rate limit %1 has no token left; all %2 come back in %3."_s.arg(*m_job.rateLimitKey).arg(capacity).arg(durationText(untilRefill));
    } else if (isDue() && before >= tokens) {
        check.verdict = Verdict::Delays;
        check.fix = Fix::RaiseRateLimit;
        check.sentence += u" %1 ready jobs want them first."_s.arg(countText(before));
    }
}

void Explainer::checkWorkers()
{
    const Answer workers = ask("explain_workers", {{"task", m_job.taskIdentifier}, {"flags", arrayLiteral(m_job.flags)}});
    const qint64 live = workers.row->int64(0);
    const qint64 taking = workers.row->int64(1);
    const QString unregistered = workers.row->isNull(6) ? workers.row->text(7) : workers.row->text(6);
    ExplanationCheck &check = add(CheckKind::Workers, Verdict::Ok, u"%1 of %2 live workers take the task %3."_s.arg(taking).arg(live).arg(m_job.taskIdentifier), workers.sql);
    check.evidence = {{u"task"_s, m_job.taskIdentifier}, {u"liveWorkers"_s, live}, {u"takingTask"_s, taking}};
    if (taking > 0) {
        judgeCandidates(workers);
        return;
    }
    check.fix = Fix::StartWorker;
    check.evidence.append({u"flags"_s, m_job.flags});
    check.verdict = Verdict::Blocks;
    check.sentence = live == 0 ? u"No registered worker is alive."_s
                               : u"None of the %1 live workers takes the task %2."_s.arg(live).arg(m_job.taskIdentifier);
    if (!unregistered.isEmpty()) {
        check.verdict = Verdict::Unknown;
        check.evidence.append({u"unregisteredWorker"_s, unregistered});
        check.sentence += u" But %1 worked in the last ten minutes without being registered: what it takes can't be known."_s.arg(unregistered);
    }
}

void Explainer::judgeCandidates(const Answer &workers)
{
    const qint64 accepting = workers.row->int64(2);
    ExplanationCheck &flags = add(CheckKind::Flags, Verdict::Ok,
                                  m_job.flags.isEmpty() ? u"It carries no flags."_s : u"%1 of them accept its flags."_s.arg(accepting), workers.sql);
    flags.evidence = {{u"flags"_s, m_job.flags}, {u"acceptingFlags"_s, accepting}};
    if (accepting == 0) {
        flags.verdict = Verdict::Blocks;
        flags.fix = Fix::StartWorker;
        flags.evidence.append({u"task"_s, m_job.taskIdentifier});
        flags.sentence = u"Every live worker that takes the task forbids one of its flags: %1."_s.arg(m_job.flags.join(u", "_s));
        return;
    }
    if (!isDue())
        return;
    const qint64 free = workers.row->int64(3);
    const qint64 slots_ = workers.row->int64(4);
    const qint64 held = workers.row->int64(5);
    ExplanationCheck &slotCheck = add(CheckKind::Slots, Verdict::Ok, u"%1 of these have a free slot."_s.arg(free), workers.sql);
    slotCheck.evidence = {{u"workersWithFreeSlot"_s, free}, {u"slots"_s, slots_}, {u"jobsHeld"_s, held}};
    if (free == 0) {
        slotCheck.verdict = Verdict::Delays;
        slotCheck.fix = Fix::AddConcurrency;
        slotCheck.sentence = u"All %1 slots of these workers are busy, with %2 jobs: it waits for one to become free."_s.arg(slots_).arg(held);
    }
}

void Explainer::checkAhead()
{
    const Answer ahead = ask("explain_ahead", {{"lane", QString::number(m_lane)},
                                               {"at_priority", QString::number(m_job.priority)},
                                               {"at_run_at", m_runAt},
                                               {"job", QString::number(m_job.id)}});
    const qint64 ofLane = ahead.row->int64(0);
    const qint64 ofAll = ahead.row->int64(1);
    ExplanationCheck &check = add(CheckKind::Ahead, Verdict::Ok, u"It is the next to be claimed."_s, ahead.sql);
    check.evidence = {{u"jobsAhead"_s, ofAll}, {u"jobsAheadOfSameKind"_s, ofLane}};
    if (ofAll == 0)
        return;
    check.verdict = Verdict::Delays;
    check.fix = Fix::Reschedule;
    check.sentence = u"%1 ready jobs of all tasks come before it, %2 of them with the same task, flags and rate limit."_s.arg(countText(ofAll), countText(ofLane));
}

} // namespace jobq::inspect
