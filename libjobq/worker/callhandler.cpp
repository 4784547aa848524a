// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/callhandler.h"

#include "worker/jobcontext.h"

#include <cxxabi.h>
#include <cstdlib>

namespace jobq {

namespace {

HandlerVerdict failure(const QString &message, const QString &detail)
{
    HandlerVerdict verdict;
    verdict.kind = Outcome::Kind::Failed;
    verdict.message = message.isEmpty() ? QStringLiteral("the handler failed without a message") : message;
    verdict.detail = detail;
    return verdict;
}

QString currentExceptionType()
{
    const std::type_info *type = abi::__cxa_current_exception_type();
    if (!type)
        return QStringLiteral("unknown");
    int status = 0;
    char *demangled = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    const QString name = QString::fromUtf8(status == 0 ? demangled : type->name());
    std::free(demangled);
    return name;
}

HandlerVerdict verdictOf(const Result &result)
{
    if (result.kind() == Result::Kind::Failure) {
        HandlerVerdict verdict = failure(result.message(), result.detail());
        verdict.permanent = result.isPermanent();
        return verdict;
    }
    HandlerVerdict verdict;
    if (result.kind() == Result::Kind::PartialSuccess)
        verdict.kind = Outcome::Kind::PartialSuccess;
    verdict.partialResults = result.partialResults();
    return verdict;
}

} // namespace

void HandlerVerdict::moveInto(Outcome &outcome) &&
{
    outcome.kind = kind;
    outcome.errorMessage = std::move(message);
    outcome.errorDetail = std::move(detail);
    outcome.permanent = permanent;
    if (partialResults)
        outcome.partialResults = std::move(*partialResults);
}

HandlerVerdict callHandler(const Handler &handler, JobContext &context)
{
    try {
        return verdictOf(handler(context));
    } catch (const std::exception &exception) {
        const FailedJob failed(context.job(), exception);
        return failure(failed.message, failed.detail);
    } catch (const abi::__forced_unwind &) {
        throw; // pthread_exit(): may not be swallowed, says the C++ ABI
    } catch (...) {
        return failure(QStringLiteral("the handler threw something that is no std::exception"),
                       QStringLiteral("type: ") + currentExceptionType());
    }
}

} // namespace jobq
