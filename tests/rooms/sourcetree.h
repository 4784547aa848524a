// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace jobq::test {

/// One `#include` line.
struct IncludeLine {
    QString header; ///< As written, without its quotes or brackets.
    bool quoted = false; ///< `"…"`: one of our own.
    int line = 0;
};

/// A file of the source tree.
struct SourceFile {
    QString path; ///< Below the root: `libjobq/job/job.h`.
    QString text;

    [[nodiscard]] QList<IncludeLine> includes() const;
    [[nodiscard]] qsizetype lineCount() const;
    /// The folder below libjobq/ or console/, or empty.
    [[nodiscard]] QString room() const { return path.section(QLatin1Char('/'), 1, -2); }
    [[nodiscard]] bool isPrivate() const { return text.contains(QLatin1String("\n// Private to libjobq")); }
};

/// The files below `folder` of the source tree whose names match, sorted. Build folders are left out.
QList<SourceFile> sourceFiles(const QString &folder, const QStringList &patterns);

/// Which of our rooms `header` belongs to, by its first folder: `job/error.h` → `job`.
inline QString roomOf(const QString &header)
{
    return header.section(QLatin1Char('/'), 0, 0);
}

} // namespace jobq::test
