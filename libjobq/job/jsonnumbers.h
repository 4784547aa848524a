// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QString>

namespace jobq {

/// What becomes of the numbers in a JSON text when PostgreSQL stores it: jsonb keeps them as numeric, every digit written
/// out, up to 16,383 behind the point (PostgreSQL docs, 8.1.2). Before the point Qt's parser sets the limit, with a double's.
struct JsonNumbers {
    qsizetype extraDigits = 0; ///< By how many digits the text grows: `1e300` takes 301.
    bool areStorable = true;
};

[[nodiscard]] JsonNumbers readNumbers(const QString &json);

} // namespace jobq
