// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QString>
#include <QStringList>

namespace jobq {

/// `'…'` with every quote (and, on an old-fashioned server, every backslash) doubled; NULL for a null QString.
[[nodiscard]] QString textLiteral(const QString &value, bool standardStrings);

/// `{"a","b"}` with every element quoted; a null QString becomes NULL.
[[nodiscard]] QString arrayLiteral(const QStringList &values);
[[nodiscard]] QString arrayLiteral(const QList<qint64> &values);
[[nodiscard]] QString arrayLiteral(const QList<double> &values);

/// As PostgreSQL reads it back without a loss, `NaN` and `Infinity` included.
[[nodiscard]] QString numberText(double value);

/// The elements of an array of one dimension as the server prints it; NULL becomes a null QString.
[[nodiscard]] QStringList fromArrayLiteral(const QString &literal);

} // namespace jobq
