// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/handler.h"

#include <QHash>

#include <memory>

namespace jobq {

struct HandlerEntry {
    Handler handler;
    std::chrono::milliseconds timeLimit{0}; ///< 0: none.
};

/// The handlers by task identifier; fixed while the worker runs.
using HandlerTable = QHash<QString, std::shared_ptr<const HandlerEntry>>;

} // namespace jobq
