// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcase.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

/// What is shipped of a language is complete: no text of the sources is missing, none is unfinished.
class TstTranslations : public jobq::test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void isComplete_data();
    void isComplete();

private:
    static QStringList unfinished(const QString &path);
};

void TstTranslations::isComplete_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(QStringLiteral(SOURCE_FOLDER "/translations"));
    const QStringList files = folder.entryList({QStringLiteral("*.ts")});
    QVERIFY(!files.isEmpty());
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << folder.filePath(file);
}

QStringList TstTranslations::unfinished(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {path};
    QXmlStreamReader xml(&file);
    QStringList sources;
    QString source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("source"))
            source = xml.readElementText();
        else if (xml.name() == QLatin1String("translation") && xml.attributes().value(QLatin1String("type")) == QLatin1String("unfinished"))
            sources << source;
    }
    return sources;
}

void TstTranslations::isComplete()
{
    QFETCH(QString, path);
    QTemporaryDir folder;
    const QString copy = folder.filePath(QFileInfo(path).fileName());
    QVERIFY(QFile::copy(path, copy));
    // English needs its plural forms alone: its other texts are those of the sources.
    QStringList arguments{QStringLiteral("-silent"), QStringLiteral(SOURCE_FOLDER "/console"), QStringLiteral("-ts"), copy};
    if (path.endsWith(QLatin1String("_en.ts")))
        arguments.prepend(QStringLiteral("-pluralonly"));
    QProcess lupdate;
    lupdate.start(QStringLiteral(LUPDATE_PROGRAM), arguments);
    QVERIFY(lupdate.waitForFinished(120'000));
    QCOMPARE(lupdate.exitCode(), 0);
    const QStringList missing = unfinished(copy);
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(TstTranslations)
#include "tst_translations.moc"
