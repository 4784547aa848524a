// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "execution/workerexecution.h"

#include "job/error.h"

#include <cxxabi.h>
#include <cstdlib>
#include <typeinfo>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

QString typeName(const std::exception &exception)
{
    int status = 0;
    char *demangled = abi::__cxa_demangle(typeid(exception).name(), nullptr, nullptr, &status);
    const QString name = QString::fromUtf8(status == 0 ? demangled : typeid(exception).name());
    std::free(demangled);
    return name;
}

/// The exception's type, and below it those nested in it (std::throw_with_nested).
QString describe(const std::exception &exception, int depth = 0)
{
    constexpr int DeepestNesting = 16;
    QString text = typeName(exception) + u": "_s + QString::fromUtf8(exception.what());
    try {
        std::rethrow_if_nested(exception);
    } catch (const std::exception &nested) {
        if (depth < DeepestNesting)
            text += u"\ncaused by "_s + describe(nested, depth + 1);
    } catch (...) {
        text += u"\ncaused by something that is no std::exception"_s;
    }
    return text;
}

} // namespace

FailedJob::FailedJob(const ClaimedJob &failed, const QString &errorMessage, const QString &errorDetail)
    : job(failed)
    , message(errorMessage)
    , detail(errorDetail)
{
}

FailedJob::FailedJob(const ClaimedJob &failed, const std::exception &exception)
    : job(failed)
    , message(QString::fromUtf8(exception.what()))
    , detail(describe(exception))
{
}

} // namespace jobq
