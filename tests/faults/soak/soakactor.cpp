// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/soak/soakactor.h"

namespace jobq::test {

SoakActor::SoakActor(const System &system, SoakLedger &ledger, std::chrono::milliseconds pause, quint64 seed)
    : m_system(system)
    , m_ledger(ledger)
    , m_pause(pause)
    , m_random(seed)
{
}

void SoakActor::start()
{
    m_thread = std::thread([this] { run(); });
}

void SoakActor::stop()
{
    m_stopping = true;
    if (m_thread.joinable())
        m_thread.join();
}

void SoakActor::run()
{
    while (!m_stopping) {
        try {
            act();
            ++m_done;
        } catch (const Error &error) {
            ++m_failed;
            const bool isExpected = error.isTransient() || error.kind() == Error::Kind::OutcomeUnknown;
            const std::lock_guard lock(m_mutex);
            if (!isExpected && m_complaint.isEmpty())
                m_complaint = error.message();
        }
        std::this_thread::sleep_for(m_pause);
    }
    m_system.pool().closeThreadConnection();
}

QString SoakActor::complaint() const
{
    const std::lock_guard lock(m_mutex);
    return m_complaint;
}

} // namespace jobq::test
