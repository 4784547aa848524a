// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/tracedcall.h"

#include "db/querytrace.h"

#include <QCoreApplication>

#include <mutex>

namespace jobq::console {

namespace {

thread_local QPointer<CallLog> currentLog;

void record(const QueryTrace &trace)
{
    if (!currentLog)
        return;
    const LoggedCall call{0, trace.startedAt, trace.name, trace.sql, trace.duration, trace.rows, trace.errorMessage};
    QMetaObject::invokeMethod(QCoreApplication::instance(), [log = currentLog, call] {
        if (log)
            log->add(call);
    });
}

} // namespace

TracedCall::TracedCall(const QPointer<CallLog> &log)
{
    static std::once_flag once;
    std::call_once(once, [] { setQueryTrace(record); });
    currentLog = log;
}

TracedCall::~TracedCall()
{
    currentLog.clear();
}

} // namespace jobq::console
