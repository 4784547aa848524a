// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QLatin1String>
#include <QList>
#include <QString>
#include <QStringList>

namespace jobq {

/// A statement cut at its placeholders. QtSql's own scanner knows neither comments nor dollar quotes and takes
/// `[1:2]` and jsonb's `?` for placeholders; this one knows PostgreSQL's lexical rules (docs, 4.1).
class SqlText
{
public:
    SqlText() = default;
    /// Strips comments, the space around and final semicolons; `:name` outside of quotes is a placeholder.
    explicit SqlText(const QString &source);

    /// Without comments, with `:name`.
    [[nodiscard]] const QString &text() const { return m_text; }
    /// Each name once, in the order of its first use.
    [[nodiscard]] const QStringList &placeholders() const { return m_placeholders; }
    /// The index in placeholders(), or -1.
    [[nodiscard]] qsizetype indexOf(QLatin1String placeholder) const;
    /// With `$1`, `$2`, … for PREPARE.
    [[nodiscard]] QString numbered() const;
    /// With an SQL literal in the place of each placeholder.
    [[nodiscard]] QString withLiterals(const QStringList &literals) const;

private:
    QString m_text;
    QStringList m_placeholders;
    QStringList m_pieces; // one more than m_uses
    QList<qsizetype> m_uses;
};

} // namespace jobq
