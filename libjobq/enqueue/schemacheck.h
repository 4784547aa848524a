// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QJsonValue>
#include <QString>

namespace jobq {

/// What in a JSON Schema (draft 7) would only show, or do harm, when a payload is checked: regular expressions that are none,
/// and schemas that refer to themselves without going deeper into the payload. Empty where nothing is wrong.
[[nodiscard]] QString explainSchema(const QJsonValue &root);

} // namespace jobq
