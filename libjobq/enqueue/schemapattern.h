// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <optional>

namespace jobq {

/// A regular expression of a JSON Schema (ECMA 262, as draft 7 asks, with its flag `u`), matched by PCRE: unlike
/// std::regex, which valijson would use, it does not recurse for each character of what somebody else sent.
class SchemaPattern
{
public:
    explicit SchemaPattern(const QString &ecmaPattern);

    /// What is wrong with it; empty where nothing is.
    [[nodiscard]] const QString &mistake() const { return m_mistake; }
    /// What it and its groups match, anywhere in `text`; none where it does not. Throws std::runtime_error where the text
    /// is more than the engine can bear.
    [[nodiscard]] std::optional<QStringList> match(const QString &text) const;

private:
    QRegularExpression m_expression;
    QString m_mistake;
};

} // namespace jobq
