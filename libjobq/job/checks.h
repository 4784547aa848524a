// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/error.h"

#include <QString>

namespace jobq {

/// The longest name (task identifier, queue, key, flag, worker id …), in characters.
inline constexpr qsizetype MaxNameLength = 255;

/// A Usage error about one argument; the message begins with the argument's name.
[[nodiscard]] Error usageError(const QString &argument, const QString &what);

/// Throws Usage where PostgreSQL could not store the text as it is.
void checkStorable(const QString &argument, const QString &text);

/// Throws a Usage error unless `name` has 1 to MaxNameLength characters, all of which can be stored.
void checkName(const QString &argument, const QString &name);

} // namespace jobq
