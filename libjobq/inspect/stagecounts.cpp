// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/stagecounts.h"

#include "db/statement.h"
#include "inspect/filtersql.h"

namespace jobq::inspect {

using namespace Qt::StringLiterals;

namespace {

Count countOrEstimate(Connection &connection, qint64 counted, JobStage stage)
{
    constexpr qint64 most = 10'000;
    if (counted <= most)
        return {counted, true};
    return {qMax(most, estimate(connection, {.stages = stage})), false};
}

} // namespace

StageCounts countStages(Connection &connection)
{
    Statement statement(connection, u"inspect/count_stages"_s);
    statement.execOne();
    return {countOrEstimate(connection, statement.int64(0), JobStage::Ready),
            countOrEstimate(connection, statement.int64(1), JobStage::Waiting),
            countOrEstimate(connection, statement.int64(2), JobStage::Scheduled),
            countOrEstimate(connection, statement.int64(3), JobStage::Locked),
            countOrEstimate(connection, statement.int64(4), JobStage::Exhausted)};
}

qint64 estimate(Connection &connection, const JobFilter &filter)
{
    Statement statement(connection, u"inspect/estimate_jobs"_s);
    bindFilter(statement, filter);
    statement.bind("states", stateNames(filter.stages)).execOne();
    return statement.int64(0);
}

std::optional<QString> optionalBool(std::optional<bool> value)
{
    if (!value)
        return std::nullopt;
    return *value ? u"true"_s : u"false"_s;
}

} // namespace jobq::inspect
