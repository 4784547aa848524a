// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
//
// What the documentation shows is what is there. With JOBQ_UPDATE_DOCS=1 the examples are copied into it first.
#include "support/testcase.h"

#include <QDir>
#include <QRegularExpression>
#include <QtTest>

using namespace jobq;
using namespace Qt::StringLiterals;

namespace {

const QDir root(QStringLiteral(JOBQ_SOURCE_DIR));

QStringList documents()
{
    QStringList names = root.entryList({u"*.md"_s}, QDir::Files);
    for (const QString &name : QDir(root.filePath(u"docs"_s)).entryList({u"*.md"_s}, QDir::Files))
        names.append(u"docs/"_s + name);
    return names;
}

QString read(const QString &path)
{
    QFile file(root.filePath(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Without the indentation that all lines share.
QString outdented(const QStringList &lines)
{
    qsizetype indent = 1000;
    for (const QString &line : lines) {
        if (!line.trimmed().isEmpty())
            indent = qMin(indent, line.size() - QStringView(line).trimmed().size());
    }
    QString text;
    for (const QString &line : lines)
        text += (line.trimmed().isEmpty() ? QString() : line.sliced(indent)) + u'\n';
    return text;
}

/// A whole file without its licence, or what stands in it between `// [part]` and `// [/part]`.
QString example(const QString &path, const QString &part)
{
    QStringList lines = read(path).split(u'\n');
    if (!part.isEmpty()) {
        const auto lineOf = [&lines](const QString &mark) {
            return lines.indexOf(QRegularExpression(u"^\\s*(//|--) \\[%1\\]$"_s.arg(QRegularExpression::escape(mark))));
        };
        const qsizetype first = lineOf(part);
        const qsizetype last = lineOf(u'/' + part);
        return first < 0 || last < first ? QString() : outdented(lines.sliced(first + 1, last - first - 1));
    }
    while (!lines.isEmpty() && lines.first().startsWith("//"_L1))
        lines.removeFirst();
    return lines.join(u'\n');
}

const QRegularExpression &codeBlock()
{
    static const QRegularExpression pattern(u"(?:<!-- example: (\\S+)(?: (\\S+))? -->\\n)?```(\\w+)\\n(.*?)```\\n"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    return pattern;
}

void update(const QString &document)
{
    const QString before = read(document);
    QString after;
    qsizetype end = 0;
    for (const QRegularExpressionMatch &match : codeBlock().globalMatch(before)) {
        after += before.sliced(end, match.capturedStart(4) - end);
        after += match.hasCaptured(1) ? example(match.captured(1), match.captured(2)) : match.captured(4);
        end = match.capturedEnd(4);
    }
    after += before.sliced(end);
    QFile file(root.filePath(document));
    if (after != before && file.open(QIODevice::WriteOnly))
        file.write(after.toUtf8());
}

} // namespace

class DocsTest : public test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(documents().contains("README.md"_L1));
        for (const QString &document : qEnvironmentVariableIsSet("JOBQ_UPDATE_DOCS") ? documents() : QStringList())
            update(document);
    }

    /// Every C++ example comes from a file that is built and run.
    void examplesAreTheFilesThatAreBuilt()
    {
        for (const QString &document : documents()) {
            for (const QRegularExpressionMatch &match : codeBlock().globalMatch(read(document))) {
                if (match.hasCaptured(1)) {
                    QVERIFY2(!example(match.captured(1), match.captured(2)).isEmpty(), qPrintable(match.captured(1)));
                    QCOMPARE(match.captured(4), example(match.captured(1), match.captured(2)));
                } else {
                    QVERIFY2(match.captured(3) != "cpp"_L1, qPrintable(document + u": an example from nowhere:\n"_s + match.captured(4)));
                }
            }
        }
    }

    /// The example program that is built and run as a test calls whatever the surfaces have.
    void theTourUsesEveryFunctionOfTheSurfaces_data()
    {
        QTest::addColumn<QString>("header");
        for (const char *header : {"enqueue/jobenqueue.h", "execution/workerexecution.h", "admin/jobadmin.h", "admin/ratelimits.h",
                                   "admin/maintenance.h", "inspect/inspector.h"})
            QTest::newRow(header) << u"libjobq/"_s + QLatin1String(header);
    }
    void theTourUsesEveryFunctionOfTheSurfaces()
    {
        QFETCH(QString, header);
        QString tour;
        for (const QString &name : QDir(root.filePath(u"examples/tour"_s)).entryList({u"*.cpp"_s}))
            tour += read(u"examples/tour/"_s + name);
        // A member of a class begins four spaces from the left; constructors have a capital.
        static const QRegularExpression member(u"^    (?! )[^/={(\n]*\\b([a-z]\\w+)\\("_s, QRegularExpression::MultilineOption);
        const QString declarations = read(header);
        int functions = 0;
        for (const QRegularExpressionMatch &match : member.globalMatch(declarations)) {
            ++functions;
            QVERIFY2(tour.contains(QRegularExpression(u"\\b%1\\("_s.arg(match.captured(1)))), qPrintable(match.captured(1)));
        }
        QVERIFY(functions > 0);
    }

    void linksLeadSomewhere()
    {
        static const QRegularExpression link(u"\\]\\(([^)#\\s]+)(?:#([^)]+))?\\)"_s);
        for (const QString &document : documents()) {
            const QDir folder = QFileInfo(root.filePath(document)).dir();
            for (const QRegularExpressionMatch &match : link.globalMatch(read(document))) {
                const QString target = match.captured(1);
                // The pictures of the console are taken from its tour.
                if (!target.contains("://"_L1) && !target.startsWith("docs/images/"_L1))
                    QVERIFY2(folder.exists(target), qPrintable(document + u" leads to "_s + target));
            }
        }
    }

    /// A name of the SQL interface that a document mentions exists.
    void sqlNamesExist()
    {
        QString sql;
        for (const QString &name : QDir(root.filePath(u"sql/migrations"_s)).entryList({u"*.sql"_s}))
            sql += read(u"sql/migrations/"_s + name);
        static const QRegularExpression name(u"\\bjobq\\.([a-z_]{4,})\\b(?!\\()|\\bjobq\\.([a-z_]+)\\("_s);
        for (const QString &document : documents()) {
            for (const QRegularExpressionMatch &match : name.globalMatch(read(document))) {
                const QString found = match.captured(1) + match.captured(2);
                QVERIFY2(sql.contains(QRegularExpression(u"jobq\\.%1\\b"_s.arg(found))) || found == "worker"_L1,
                         qPrintable(document + u" names "_s + match.captured()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(DocsTest)
#include "tst_docs.moc"
