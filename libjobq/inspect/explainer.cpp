// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/explainer.h"

#include "db/connection.h"
#include "db/literal.h"
#include "db/sqlcatalog.h"
#include "db/transaction.h"
#include "inspect/filtersql.h"
#include "inspect/rows.h"

namespace jobq {

using namespace Qt::StringLiterals;

QVariant ExplanationCheck::value(const QString &name) const
{
    for (const Evidence &fact : evidence) {
        if (fact.name == name)
            return fact.value;
    }
    return {};
}

const ExplanationCheck *Explanation::decisive() const
{
    for (Verdict verdict : {Verdict::Blocks, Verdict::Delays, Verdict::Unknown}) {
        for (const ExplanationCheck &candidate : checks) {
            if (candidate.verdict == verdict)
                return &candidate;
        }
    }
    return nullptr;
}

const ExplanationCheck *Explanation::check(CheckKind kind) const
{
    for (const ExplanationCheck &candidate : checks) {
        if (candidate.kind == kind)
            return &candidate;
    }
    return nullptr;
}

namespace inspect {

namespace {

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss 'UTC'");
}

} // namespace

QString durationText(std::chrono::milliseconds duration)
{
    static constexpr std::pair<qint64, const char *> units[] = {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "min"}, {1000, "s"}, {1, "ms"}};
    qint64 rest = qMax<qint64>(0, duration.count());
    for (auto unit = std::begin(units); unit != std::end(units); ++unit) {
        if (rest < unit->first)
            continue;
        QString text = u"%1 %2"_s.arg(rest / unit->first).arg(QLatin1StringView(unit->second));
        const auto finer = std::next(unit);
        rest %= unit->first;
        // Two units say enough; milliseconds beside seconds say too much.
        if (unit->first > 1000 && rest / finer->first > 0)
            text += u" %1 %2"_s.arg(rest / finer->first).arg(QLatin1StringView(finer->second));
        return text;
    }
    return u"0 ms"_s;
}

Explainer::Explainer(Connection &connection, JobId id)
    : m_connection(connection)
{
    m_explanation.jobId = id;
}

Explainer::Answer Explainer::ask(const char *query, const Values &values)
{
    const QString name = u"inspect/"_s + QLatin1StringView(query);
    Answer answer{std::make_unique<Statement>(m_connection, name), false, {}};
    const SqlText &sql = SqlCatalog::find(name).sql;
    QStringList literals(sql.placeholders().size());
    for (const auto &[placeholder, value] : values) {
        answer.row->bind(placeholder, value);
        literals[sql.indexOf(QLatin1String(placeholder))] = textLiteral(value, true);
    }
    answer.row->exec();
    answer.found = answer.row->next();
    answer.sql = sql.withLiterals(literals);
    return answer;
}

ExplanationCheck &Explainer::add(CheckKind kind, Verdict verdict, const QString &sentence, const QString &sql)
{
    m_explanation.checks.append({kind, verdict, sentence, {}, Fix::None, sql});
    return m_explanation.checks.last();
}

Explanation Explainer::explain()
{
    Transaction transaction(m_connection, Transaction::Mode::Snapshot);
    explainWithin();
    transaction.commit();
    return m_explanation;
}

void Explainer::explainWithin()
{
    const QString id = QString::number(m_explanation.jobId);
    m_jobAnswer = ask("explain_job", {{"job", id}});
    if (!m_jobAnswer.found) {
        explainGone();
    } else {
        m_untilRunAt = std::chrono::milliseconds(m_jobAnswer.row->int64(1));
        m_explanation.serverTime = m_jobAnswer.row->dateTime(6);
        m_lane = m_jobAnswer.row->int64(7);
        m_runAt = m_jobAnswer.row->text(8);
        Statement whole(m_connection, u"inspect/find_jobs"_s);
        whole.bind("ids", QList<qint64>{m_explanation.jobId}).bind("text_limit", std::optional<int>()).execOne();
        m_job = readListedJob(whole);
        m_explanation.job = m_job;
        explainWaiting();
    }
}

void Explainer::explainWaiting()
{
    add(CheckKind::Finished, Verdict::Ok, u"It is in the queue."_s, m_jobAnswer.sql);
    checkExhausted();
    if (m_job.stage == JobStage::Exhausted)
        return;
    checkLocked();
    if (m_job.stage == JobStage::Locked)
        return;
    checkRunAt();
    checkQueue();
    checkRateLimit();
    checkWorkers();
    if (m_job.stage == JobStage::Ready)
        checkAhead();
}

void Explainer::explainGone()
{
    const Answer last = ask("explain_finished", {{"job", QString::number(m_explanation.jobId)}});
    if (!last.found) {
        m_explanation.serverTime = ask("read_clock", {}).row->dateTime(0);
        add(CheckKind::Finished, Verdict::Unknown,
            u"There is no job %1 and no record of one: it never was, or it was removed, or its records have expired."_s.arg(m_explanation.jobId),
            last.sql);
        return;
    }
    m_explanation.serverTime = last.row->dateTime(5);
    const HistoryStatus status = historyStatusOf(last.row->text(0));
    const QDateTime finishedAt = last.row->dateTime(1);
    const std::optional<qint64> replayedAs = last.row->optionalInt64(4);
    ExplanationCheck &check = add(CheckKind::Finished, Verdict::Ok,
                                  u"It completed on %1, in attempt %2; there is nothing left to run."_s.arg(timeText(finishedAt)).arg(last.row->int32(2)),
                                  last.sql);
    check.evidence = {{u"status"_s, last.row->text(0)}, {u"finishedAt"_s, finishedAt}, {u"attempt"_s, last.row->int32(2)}};
    if (replayedAs)
        check.evidence.append({u"replayedAs"_s, *replayedAs});
    if (status == HistoryStatus::Completed)
        return;
    check.evidence.append({u"error"_s, last.row->text(3)});
    check.verdict = Verdict::Blocks;
    check.sentence = u"It left the queue without completing; its last execution ended as %1 on %2."_s.arg(last.row->text(0), timeText(finishedAt));
    check.fix = Fix::Replay;
    if (replayedAs) {
        check.sentence += u" Job %1 replays it."_s.arg(*replayedAs);
        check.fix = Fix::None;
    }
}

void Explainer::checkExhausted()
{
    const int left = m_job.maxAttempts - m_job.attempts;
    ExplanationCheck &check = add(CheckKind::Exhausted, Verdict::Ok, u"It has %1 of %2 attempts left."_s.arg(left).arg(m_job.maxAttempts), m_jobAnswer.sql);
    check.evidence = {{u"attempts"_s, m_job.attempts}, {u"maxAttempts"_s, m_job.maxAttempts}};
    if (m_job.stage != JobStage::Exhausted) {
        if (left <= 0)
            check.sentence = u"This is the last of its %1 attempts."_s.arg(m_job.maxAttempts);
        return;
    }
    check.verdict = Verdict::Blocks;
    check.fix = Fix::Reschedule;
    check.sentence = left > 0 ? u"It was failed for good after %1 of %2 attempts, and stays until somebody decides."_s.arg(m_job.attempts).arg(m_job.maxAttempts)
                              : u"All of its %1 attempts are used up; it stays until somebody decides."_s.arg(m_job.maxAttempts);
    check.evidence.append({u"lastError"_s, m_job.lastError.value_or(QString())});
}

Explainer::Holder Explainer::holderAt(const Statement &row, const QString &worker, int lockedForColumn, int healthColumn)
{
    return {worker, healthOf(row.text(healthColumn)), millisecondsAt(row, healthColumn + 1), millisecondsAt(row, healthColumn + 2),
            millisecondsAt(row, lockedForColumn).value_or(std::chrono::milliseconds(0))};
}

void Explainer::judgeHolder(ExplanationCheck &check, const Holder &holder, const QString &whose, Fix unlock) const
{
    check.evidence.append({{u"worker"_s, holder.worker}, {u"lockedForMs"_s, qint64(holder.lockedFor.count())}});
    if (holder.sinceHeartbeat)
        check.evidence.append({u"sinceHeartbeatMs"_s, qint64(holder.sinceHeartbeat->count())});
    const QString held = u"The worker %1 has held %2 for %3"_s.arg(holder.worker, whose, durationText(holder.lockedFor));
    const QString silence = durationText(holder.sinceHeartbeat.value_or(std::chrono::milliseconds(0)));
    switch (holder.health) {
    case WorkerHealth::Alive:
        check.sentence = held + u" and is alive: its last heartbeat came %1 ago."_s.arg(silence);
        break;
    case WorkerHealth::Unknown:
        check.verdict = Verdict::Unknown;
        check.fix = unlock;
        check.sentence = held + u". It is not registered and sends no heartbeat, so whether it lives can't be known."_s;
        break;
    case WorkerHealth::Silent:
        check.verdict = Verdict::Delays;
        check.fix = unlock;
        check.sentence = held + u" and seems dead: its last heartbeat came %1 ago. Its jobs are freed by any other worker or by maintenance."_s.arg(silence);
        // Live workers free the jobs of dead ones all the time.
        if (holder.lease && holder.sinceHeartbeat && *holder.sinceHeartbeat > 5 * *holder.lease) {
            check.verdict = Verdict::Blocks;
            check.sentence += u" Nobody has done so for a long time."_s;
        }
        break;
    case WorkerHealth::Dead:
        check.verdict = Verdict::Blocks;
        check.fix = unlock;
        check.sentence = held + u", though it was declared dead."_s;
        break;
    }
}

void Explainer::checkLocked()
{
    ExplanationCheck &check = add(CheckKind::Locked, Verdict::Ok, u"No worker holds it."_s, m_jobAnswer.sql);
    if (m_job.stage == JobStage::Locked)
        judgeHolder(check, holderAt(*m_jobAnswer.row, m_job.lockedBy.value_or(QString()), 2, 3), u"it"_s, Fix::ForceUnlockWorker);
}

} // namespace inspect

} // namespace jobq
