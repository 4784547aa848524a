// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "sourcetree.h"
#include "support/testcase.h"

#include <QHash>
#include <QLibraryInfo>
#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

namespace {

/// What a room may include besides itself and the C++ library.
struct Rule {
    QStringList rooms;
    QStringList qtModules;
};

QHash<QString, Rule> libraryRules()
{
    const Rule surface{{u"job"_s, u"db"_s}, {u"QtCore"_s}};
    return {
        {u"job"_s, {{}, {u"QtCore"_s}}},
        {u"db"_s, {{u"job"_s}, {u"QtCore"_s, u"QtSql"_s}}},
        {u"enqueue"_s, surface},
        {u"execution"_s, surface},
        {u"admin"_s, surface},
        {u"inspect"_s, surface},
        {u"worker"_s, {{u"job"_s, u"db"_s, u"execution"_s}, {u"QtCore"_s, u"ThreadWeaver"_s}}},
    };
}

QHash<QString, Rule> consoleRules()
{
    // Values, models and services; the library's surfaces are the services' business.
    const Rule view{{u"job"_s, u"models"_s, u"services"_s, u"pages"_s, u"dialogs"_s, u"widgets"_s, u"inspect"_s, u"admin"_s},
                    {u"QtCore"_s, u"QtGui"_s, u"QtWidgets"_s, u"QtSvg"_s, u"QtSvgWidgets"_s, u"QtPrintSupport"_s}};
    Rule app = view;
    app.rooms += {u"app"_s, u"db"_s, u"enqueue"_s, u"execution"_s, u"worker"_s};
    app.qtModules += u"ThreadWeaver"_s;
    return {
        {u"services"_s,
         {{u"job"_s, u"db"_s, u"enqueue"_s, u"execution"_s, u"worker"_s, u"admin"_s, u"inspect"_s},
          {u"QtCore"_s, u"QtGui"_s, u"QtSvg"_s, u"ThreadWeaver"_s}}},
        {u"models"_s, {{u"job"_s}, {u"QtCore"_s, u"QtGui"_s}}},
        {u"pages"_s, view},
        {u"dialogs"_s, view},
        {u"widgets"_s, view},
        {u"app"_s, app},
    };
}

/// Other people's headers, and the only file or room that may include them.
QHash<QString, QString> foreignHeaders()
{
    return {
        {u"libpq-fe.h"_s, u"libjobq/db/libpq.cpp"_s},
        {u"valijson"_s, u"libjobq/enqueue/"_s},
        {u"qt6keychain"_s, u"console/services/"_s},
        {u"qcustomplot.h"_s, u"console/widgets/"_s},
    };
}

/// Files of the product longer than the 300 lines after which one wants splitting, each for a reason.
QStringList longFiles()
{
    return {
        u"libjobq/inspect/filtertext.cpp"_s, // one small grammar, its reader and its writer
        u"sql/migrations/0003_execution.sql"_s, // released migrations are never edited
    };
}

/// The Qt module or library folder that a `<Header>` comes from; empty for the C and C++ libraries.
QString moduleOf(const QString &header)
{
    const QString folder = header.section(u'/', 0, 0);
    if (header.contains(u'/') && (folder.startsWith("Qt"_L1) || folder == "ThreadWeaver"_L1))
        return folder;
    const QDir qt(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    static const QStringList modules = qt.entryList({u"Qt*"_s}, QDir::Dirs);
    for (const QString &module : modules) {
        if (header.startsWith(u'Q') && QFile::exists(qt.filePath(module + u'/' + header)))
            return module;
    }
    return {};
}

QString place(const SourceFile &file, const IncludeLine &include)
{
    return u"%1:%2 includes %3"_s.arg(file.path).arg(include.line).arg(include.header);
}

QStringList breaches(const QList<SourceFile> &files, const QHash<QString, Rule> &rules)
{
    QStringList found;
    for (const SourceFile &file : files) {
        const QString room = file.room();
        if (!rules.contains(room)) {
            found.append(u"%1: there is no such room"_s.arg(file.path));
            continue;
        }
        const Rule &rule = rules[room];
        for (const IncludeLine &include : file.includes()) {
            const QString module = moduleOf(include.header);
            if (include.quoted && roomOf(include.header) != room && !rule.rooms.contains(roomOf(include.header)))
                found.append(place(file, include));
            else if (!include.quoted && !module.isEmpty() && !rule.qtModules.contains(module))
                found.append(place(file, include) + u" of "_s + module);
        }
    }
    return found;
}

} // namespace

class RoomsTest : public TestCase
{
    Q_OBJECT

    const QList<SourceFile> m_library = sourceFiles(u"libjobq"_s, {u"*.h"_s, u"*.cpp"_s});
    const QList<SourceFile> m_console = sourceFiles(u"console"_s, {u"*.h"_s, u"*.cpp"_s});

    static void verifyNone(const QStringList &found)
    {
        QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_library.size() > 50); }

    void libraryRoomsKeepToTheirTable() { verifyNone(breaches(m_library, libraryRules())); }

    void consoleRoomsKeepToTheirTable() { verifyNone(breaches(m_console, consoleRules())); }

    void foreignHeadersStayInTheirPlace()
    {
        const QHash<QString, QString> places = foreignHeaders();
        QStringList found;
        for (const SourceFile &file : m_library + m_console) {
            for (const IncludeLine &include : file.includes()) {
                const QString home = places.value(roomOf(include.header));
                if (!home.isEmpty() && !file.path.startsWith(home))
                    found.append(place(file, include));
            }
        }
        verifyNone(found);
    }

    /// What is installed, and the console, see public headers only.
    void privateHeadersStayPrivate()
    {
        QStringList hidden;
        for (const SourceFile &file : m_library) {
            if (file.isPrivate())
                hidden.append(file.path.sliced(8)); // without libjobq/
        }
        QVERIFY(hidden.contains("db/statement.h"_L1));
        QStringList found;
        for (const SourceFile &file : m_library + m_console) {
            const bool isPublic = file.path.startsWith("console/"_L1) || (file.path.endsWith(".h"_L1) && !file.isPrivate());
            for (const IncludeLine &include : isPublic ? file.includes() : QList<IncludeLine>()) {
                if (hidden.contains(include.header) && !QFile::exists(QStringLiteral(JOBQ_SOURCE_DIR "/console/") + include.header))
                    found.append(place(file, include));
            }
        }
        verifyNone(found);
    }

    void everySourceNamesItsLicence()
    {
        const QStringList sources{u"*.h"_s, u"*.cpp"_s, u"*.sql"_s, u"*.cmake"_s, u"CMakeLists.txt"_s, u"*.sh"_s, u"*.in"_s};
        QStringList found;
        for (const SourceFile &file : sourceFiles(u"."_s, sources)) {
            // What links the console is under the console's licence, its tests and measurements too.
            const bool isConsole = file.path.startsWith("console/"_L1) || file.path.startsWith("tests/console/"_L1)
                || file.path.startsWith("tests/benchmarks/console/"_L1);
            const QString head = file.text.left(400);
            const bool isRight = isConsole ? head.contains("SPDX-License-Identifier: GPL-3.0-or-later"_L1)
                                           : head.contains("SPDX-License-Identifier: MIT"_L1);
            if (!isRight || !head.contains("SPDX-FileCopyrightText: "_L1))
                found.append(file.path);
        }
        verifyNone(found);
    }

    void filesStayShort()
    {
        QStringList found;
        for (const SourceFile &file : sourceFiles(u"."_s, {u"*.h"_s, u"*.cpp"_s, u"*.sql"_s})) {
            if (file.lineCount() <= 300 || longFiles().contains(file.path))
                continue;
            const QString finding = u"%1: %2 lines"_s.arg(file.path).arg(file.lineCount());
            if (file.path.startsWith("tests/"_L1))
                qInfo("wants splitting: %s", qPrintable(finding));
            else
                found.append(finding);
        }
        verifyNone(found);
    }
};

QTEST_GUILESS_MAIN(RoomsTest)
#include "tst_rooms.moc"
