// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionpool.h"
#include "job/error.h"
#include "job/export.h"
#include "job/retrypolicy.h"

#include <memory>

namespace jobq {

class PayloadValidator;
class SystemState;

/// What every function of libjobq works on: a pool, a payload validator and a retry policy.
///
/// A handle: copies share the same state. Thread-safe.
class JOBQ_EXPORT System
{
public:
    /// No validator given: any JSON is accepted.
    explicit System(const ConnectionPool &pool, std::shared_ptr<const PayloadValidator> validator = {},
                    const RetryPolicy &retryPolicy = {});

    /// Where the surfaces get their connections.
    [[nodiscard]] const ConnectionPool &pool() const { return m_pool; }
    /// May be null: then any JSON is accepted.
    [[nodiscard]] const std::shared_ptr<const PayloadValidator> &validator() const { return m_validator; }
    [[nodiscard]] const RetryPolicy &retryPolicy() const { return m_retryPolicy; }

    /// The largest payload, in bytes of UTF-8, its numbers written out as the server stores them. Default 1 MiB.
    [[nodiscard]] qsizetype maxPayloadBytes() const { return m_maxPayloadBytes; }
    void setMaxPayloadBytes(qsizetype bytes) { m_maxPayloadBytes = bytes; }

    /// Whether enqueuing wakes workers with NOTIFY. Default true; workers poll anyway.
    [[nodiscard]] bool notifies() const { return m_notifies; }
    void setNotifies(bool notifies) { m_notifies = notifies; }

    /// What the surfaces of this process remember between calls. For libjobq itself.
    [[nodiscard]] SystemState &state() const { return *m_state; }

private:
    ConnectionPool m_pool;
    std::shared_ptr<const PayloadValidator> m_validator;
    RetryPolicy m_retryPolicy;
    qsizetype m_maxPayloadBytes = 1024 * 1024;
    bool m_notifies = true;
    std::shared_ptr<SystemState> m_state;
};

} // namespace jobq
