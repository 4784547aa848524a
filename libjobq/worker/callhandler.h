// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "execution/workerexecution.h"
#include "worker/handler.h"

namespace jobq {

/// How a handler ended, whatever it did.
struct HandlerVerdict {
    Outcome::Kind kind = Outcome::Kind::Completed;
    QString message;
    QString detail;
    bool permanent = false;
    std::optional<PartialResults> partialResults;

    void moveInto(Outcome &outcome) &&;
};

/// Calls the handler. Never throws: whatever is thrown becomes a failure.
[[nodiscard]] HandlerVerdict callHandler(const Handler &handler, JobContext &context);

} // namespace jobq
