// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/outagelog.h"

#include "worker/logging.h"

#include <QRandomGenerator>

#include <algorithm>

Q_LOGGING_CATEGORY(jobqWorker, "jobq.worker", QtInfoMsg)

namespace jobq {

OutageLog::OutageLog(WorkerEvents &events, std::function<void()> recovered)
    : m_events(events)
    , m_recovered(std::move(recovered))
{
}

int OutageLog::failed(const QString &part, const Error &error)
{
    QString announcement;
    int failures = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (m_failures.isEmpty())
            m_since = Clock::now();
        failures = ++m_failures[part];
        m_failingParts.store(int(m_failures.size()), std::memory_order_relaxed);
        const bool mayBeOver = failures == 1 && (error.isTransient() || error.kind() == Error::Kind::OutcomeUnknown);
        if (!m_announced && !mayBeOver) {
            m_announced = true;
            announcement = QStringLiteral("%1 failed, retrying until it works: %2").arg(part, error.message());
        }
    }
    if (!announcement.isEmpty()) {
        qCWarning(jobqWorker).noquote() << announcement;
        JOBQ_EMIT(m_events, infrastructureError, announcement);
    } else {
        qCDebug(jobqWorker).noquote() << part << "failed:" << error.message();
    }
    return failures;
}

void OutageLog::succeeded(const QString &part)
{
    if (m_failingParts.load(std::memory_order_relaxed) == 0)
        return;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_failures.remove(part))
            return;
        m_failingParts.store(int(m_failures.size()), std::memory_order_relaxed);
        if (m_failures.isEmpty() && std::exchange(m_announced, false)) {
            const auto seconds = std::chrono::duration<double>(Clock::now() - m_since).count();
            qCInfo(jobqWorker).noquote() << QStringLiteral("the database answers again, after %1 s").arg(seconds, 0, 'f', 1);
        }
    }
    m_recoveries.fetch_add(1, std::memory_order_release);
    m_recovered();
}

std::chrono::milliseconds retryPause(int attempt)
{
    constexpr int FirstMs = 10;
    constexpr int LongestMs = 5000;
    const int whole = std::min(FirstMs << std::clamp(2 * (attempt - 1), 0, 12), LongestMs);
    return std::chrono::milliseconds(whole / 2 + QRandomGenerator::global()->bounded(whole / 2 + 1));
}

} // namespace jobq
