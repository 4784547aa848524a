// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/sqltext.h"
#include "support/testcase.h"

#include <QTest>

using namespace jobq;
using namespace jobq::test;

class TstSqlText : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void numbersPlaceholders_data();
    void numbersPlaceholders();
    void putsLiteralsInPlace();
    void findsPlaceholders();
};

void TstSqlText::numbersPlaceholders_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("numbered");
    QTest::newRow("none") << "SELECT 1" << "SELECT 1";
    QTest::newRow("two") << "SELECT :a, :b" << "SELECT $1, $2";
    QTest::newRow("used twice") << "SELECT :a, :b, :a" << "SELECT $1, $2, $1";
    QTest::newRow("prefix of another") << "SELECT :job, :job_key" << "SELECT $1, $2";
    QTest::newRow("cast") << "SELECT :a::text[], b::text" << "SELECT $1::text[], b::text";
    QTest::newRow("slice") << "SELECT a[1:2], a[:low::int : :high::int]" << "SELECT a[1:2], a[$1::int : $2::int]";
    QTest::newRow("named argument") << "SELECT f(a := :a, b => :b)" << "SELECT f(a := $1, b => $2)";
    QTest::newRow("jsonb operator") << "SELECT j ? 'a', j ?| :keys::text[]" << "SELECT j ? 'a', j ?| $1::text[]";
    QTest::newRow("in a string") << "SELECT ':a', :b" << "SELECT ':a', $1";
    QTest::newRow("doubled quote") << "SELECT 'it''s :a', :b" << "SELECT 'it''s :a', $1";
    QTest::newRow("escape string") << R"(SELECT E'it\'s :a', :b)" << R"(SELECT E'it\'s :a', $1)";
    QTest::newRow("plain string with backslash") << R"(SELECT 'a\', :b)" << R"(SELECT 'a\', $1)";
    QTest::newRow("quoted name") << R"(SELECT ":a", :b)" << R"(SELECT ":a", $1)";
    QTest::newRow("dollar quotes") << "SELECT $$ :a ' $$, $x$ $$ :a $x$, :b" << "SELECT $$ :a ' $$, $x$ $$ :a $x$, $1";
    QTest::newRow("name with a dollar") << "SELECT a$b, :c, d$e" << "SELECT a$b, $1, d$e";
    QTest::newRow("line comment") << "SELECT 1 -- it's :a\n, :b" << "SELECT 1  \n, $1";
    QTest::newRow("line comment at the end") << "SELECT 1 -- :a" << "SELECT 1";
    QTest::newRow("nested comment") << "SELECT /* :a /* ' */ :b */ :c" << "SELECT   $1";
    QTest::newRow("comment in a string") << "SELECT '--', '/*', :a" << "SELECT '--', '/*', $1";
    QTest::newRow("semicolons at the end") << "SELECT :a ; ;\n-- end\n" << "SELECT $1";
    QTest::newRow("open quote") << "SELECT 'a :b" << "SELECT 'a :b";
    QTest::newRow("empty") << "" << "";
}

void TstSqlText::numbersPlaceholders()
{
    QFETCH(QString, source);
    QTEST(SqlText(source).numbered(), "numbered");
}

void TstSqlText::putsLiteralsInPlace()
{
    const SqlText text(QStringLiteral("SELECT :a, ':a', :b, :a"));
    QCOMPARE(text.withLiterals({QStringLiteral("':b'"), QStringLiteral("NULL")}), QStringLiteral("SELECT ':b', ':a', NULL, ':b'"));
}

void TstSqlText::findsPlaceholders()
{
    const SqlText text(QStringLiteral("SELECT :second, :first, :second"));
    QCOMPARE(text.placeholders(), (QStringList{QStringLiteral("second"), QStringLiteral("first")}));
    QCOMPARE(text.indexOf(QLatin1String("first")), 1);
    QCOMPARE(text.indexOf(QLatin1String("firs")), -1);
}

QTEST_APPLESS_MAIN(TstSqlText)
#include "tst_sqltext.moc"
