// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/handler.h"

namespace jobq {

Result::Result(const PartialResults &results)
    : m_kind(Kind::PartialSuccess)
    , m_partialResults(results)
{
}

Result Result::success(const Payload &results)
{
    Result result;
    result.m_partialResults = PartialResults{.results = results};
    return result;
}

Result Result::failure(const QString &message, const QString &detail)
{
    Result result;
    result.m_kind = Kind::Failure;
    result.m_message = message;
    result.m_detail = detail;
    return result;
}

Result Result::permanentFailure(const QString &message, const QString &detail)
{
    Result result = failure(message, detail);
    result.m_permanent = true;
    return result;
}

} // namespace jobq
