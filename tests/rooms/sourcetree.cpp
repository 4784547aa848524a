// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "sourcetree.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>

#include <algorithm>
#include <stdexcept>

namespace jobq::test {

QList<IncludeLine> SourceFile::includes() const
{
    static const QRegularExpression pattern(QStringLiteral(R"(^\s*#\s*include\s*(["<])([^">]+)[">])"));
    QList<IncludeLine> found;
    int number = 0;
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        ++number;
        const QRegularExpressionMatch match = pattern.match(line);
        if (match.hasMatch())
            found.append({match.captured(2), match.captured(1) == QLatin1String("\""), number});
    }
    return found;
}

qsizetype SourceFile::lineCount() const
{
    return text.count(QLatin1Char('\n')) + (text.isEmpty() || text.endsWith(QLatin1Char('\n')) ? 0 : 1);
}

QList<SourceFile> sourceFiles(const QString &folder, const QStringList &patterns)
{
    const QDir root(QStringLiteral(JOBQ_SOURCE_DIR));
    QList<SourceFile> files;
    QDirIterator it(root.filePath(folder), patterns, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = root.relativeFilePath(it.next());
        if (path.startsWith(QLatin1String("build/")) || path.startsWith(QLatin1String(".git/")) || path.startsWith(QLatin1String(".cache/")))
            continue;
        QFile file(it.filePath());
        if (!file.open(QIODevice::ReadOnly))
            throw std::runtime_error("can't read " + it.filePath().toStdString());
        files.append({path, QString::fromUtf8(file.readAll())});
    }
    std::sort(files.begin(), files.end(), [](const SourceFile &a, const SourceFile &b) { return a.path < b.path; });
    return files;
}

} // namespace jobq::test
