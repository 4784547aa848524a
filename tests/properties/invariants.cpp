// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "invariants.h"

#include <QtTest>

#include <algorithm>

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

// As QueueModel::ModelJob::describe() has it.
const QString Jobs = u"SELECT concat(id, ' ', CASE state WHEN 'locked' THEN 'locked' WHEN 'exhausted' THEN 'exhausted' ELSE 'available' END,"
                     " ' ', task_identifier, ' q=', coalesce(queue_name, '-'), ' k=', coalesce(job_key, '-'), ' p=', priority, ' a=', attempts, '/',"
                     " max_attempts, ' w=', locked_by) FROM jobq.jobs ORDER BY id"_s;

// As QueueModel::Record::describe() has it.
const QString Records = u"SELECT concat_ws(' ', job_id, attempt, status, 'w=' || worker_id, task_identifier, 'q=' || coalesce(queue_name, '-'),"
                        " 'p=' || priority, jobq.correlation_id(claim_token, job_id)) FROM jobq.history WHERE finished_at > '%1' ORDER BY job_id, started_at"_s;

const QStringList Breaches{
    u"SELECT 'two at the front of ' || queue_name FROM jobq.jobs WHERE queue_name IS NOT NULL AND state IN ('ready', 'locked') GROUP BY queue_name HAVING count(*) > 1"_s,
    u"SELECT 'asleep: ' || w.queue_name FROM jobq.jobs w WHERE w.state = 'waiting' AND NOT EXISTS (SELECT FROM jobq.jobs f WHERE f.queue_name = w.queue_name"
    " AND (f.state IN ('ready', 'locked') OR f.state = 'scheduled' AND f.run_at <= now()))"_s,
    u"SELECT 'a lock without a holder: ' || id FROM jobq.jobs WHERE (state = 'locked') <> (locked_by IS NOT NULL AND claim_token IS NOT NULL AND locked_at IS NOT NULL)"_s,
    u"SELECT 'tokens out of bounds: ' || tokens FROM jobq.rate_limits WHERE tokens < 0 OR tokens > capacity"_s,
    u"SELECT 'lost lane: ' || id FROM jobq.jobs j WHERE NOT EXISTS (SELECT FROM jobq.lanes l WHERE l.id = j.lane AND l.task_identifier = j.task_identifier"
    " AND l.flags = coalesce(j.flags, '{}') AND l.rate_limit_key = coalesce(j.rate_limit_key, ''))"_s};

} // namespace

void Invariants::check()
{
    const QStringList breaches = m_world.column(Breaches.join(u" UNION ALL "_s));
    QVERIFY2(breaches.isEmpty(), qPrintable(breaches.join(u'\n')));
    QCOMPARE(m_world.column(Jobs), m_world.model.snapshot());
    QCOMPARE(m_world.column(u"SELECT tokens::text FROM jobq.rate_limits"_s), QStringList{QString::number(m_world.model.tokens)});
    QStringList records = m_world.column(Records.arg(m_looked));
    QStringList &expected = m_world.model.newRecords;
    std::sort(records.begin(), records.end());
    std::sort(expected.begin(), expected.end());
    QCOMPARE(records, expected);
    if (!expected.isEmpty())
        m_looked = m_world.column(u"SELECT max(finished_at)::text FROM jobq.history"_s).constFirst();
    expected.clear();
}

void Invariants::checkHistory() const
{
    QStringList expected;
    const QueueModel &model = m_world.model;
    for (auto it = model.history.cbegin(); it != model.history.cend(); ++it) {
        for (const QueueModel::Record &record : *it)
            expected += record.describe(it.key());
    }
    QCOMPARE(m_world.column(Records.arg(u"-infinity"_s)), expected);
}

} // namespace jobq::test
