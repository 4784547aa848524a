// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/sqlcatalog.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QRegularExpression>
#include <QTest>

using namespace jobq;
using namespace jobq::test;

class TstSqlCatalog : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void theServerTakesEveryStatement_data();
    void theServerTakesEveryStatement();
    void everyPlaceholderIsCast_data();
    void everyPlaceholderIsCast();
    void migrationsAreNumberedWithoutGaps();
    void refusesAnUnknownName();

private:
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings = m_postgres.createDatabase();
    Connection m_connection {m_settings};
};

static void addStatements()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : SqlCatalog::queryNames())
        QTest::newRow(qPrintable(name)) << name;
}

void TstSqlCatalog::theServerTakesEveryStatement_data()
{
    addStatements();
}

void TstSqlCatalog::theServerTakesEveryStatement()
{
    QFETCH(QString, name);
    QVERIFY(!m_connection.preparedName(SqlCatalog::find(name)).isEmpty());
}

void TstSqlCatalog::everyPlaceholderIsCast_data()
{
    addStatements();
}

// Without a cast, the literals of the unprepared mode could mean another type than the parameters of the prepared one.
void TstSqlCatalog::everyPlaceholderIsCast()
{
    QFETCH(QString, name);
    const SqlText &sql = SqlCatalog::find(name).sql;
    QStringList markers;
    for (qsizetype i = 0; i < sql.placeholders().size(); ++i)
        markers.append(QStringLiteral("\u00a7%1\u00a7").arg(i));
    const QString text = sql.withLiterals(markers);
    for (qsizetype i = 0; i < markers.size(); ++i) {
        const qsizetype casts = text.count(markers.at(i) + QStringLiteral("::"));
        QVERIFY2(casts == text.count(markers.at(i)), qPrintable(sql.placeholders().at(i)));
    }
}

void TstSqlCatalog::migrationsAreNumberedWithoutGaps()
{
    const QStringList names = SqlCatalog::migrationNames();
    QVERIFY(!names.isEmpty());
    static const QRegularExpression pattern(QStringLiteral(R"(^\d{4}_[a-z_]+\.sql$)"));
    for (qsizetype i = 0; i < names.size(); ++i) {
        QVERIFY2(pattern.match(names.at(i)).hasMatch(), qPrintable(names.at(i)));
        QCOMPARE(names.at(i).left(4).toInt(), int(i) + 1);
    }
}

void TstSqlCatalog::refusesAnUnknownName()
{
    const Error error = errorOf([] { SqlCatalog::query(QStringLiteral("enqueue/no_such_thing")); });
    QCOMPARE(error.kind(), Error::Kind::Query);
    QCOMPARE(error.queryName(), QStringLiteral("enqueue/no_such_thing"));
}

QTEST_GUILESS_MAIN(TstSqlCatalog)
#include "tst_sqlcatalog.moc"
