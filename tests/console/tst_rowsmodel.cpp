// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tablemodel.h"
#include "support/testcase.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace jobq::console;

namespace {

struct Row {
    QString key;
    QString text;
};

// "a1 b1 c2": keys and values.
QList<Row> rowsOf(const QString &notation)
{
    QList<Row> rows;
    for (const QString &word : notation.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        rows.append({word.left(1), word.mid(1)});
    return rows;
}

class Model : public TableModel<Row>
{
public:
    Model()
        : TableModel<Row>([](const Row &row) { return row.key; },
                          {{QStringLiteral("key"), QStringLiteral("Key"), 50, false, [](const Row &row) { return row.key; }},
                           {QStringLiteral("text"), QStringLiteral("Text"), 50, true, [](const Row &row) { return row.text; }}})
    {
    }
    [[nodiscard]] QString notation() const
    {
        QStringList words;
        for (const Row &row : rows())
            words << row.key + row.text;
        return words.join(QLatin1Char(' '));
    }
};

} // namespace

class TstRowsModel : public jobq::test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void becomesTheNewRows_data();
    void becomesTheNewRows();
    void neverResets();
    void keepsPersistentIndexes();
    void holdsNewRowsAboveKnownOnes();
    void answersTheRolesOfCells();
};

void TstRowsModel::becomesTheNewRows_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("from nothing") << "" << "a1 b1 c1";
    QTest::newRow("to nothing") << "a1 b1 c1" << "";
    QTest::newRow("the same") << "a1 b1" << "a1 b1";
    QTest::newRow("a value changes") << "a1 b1 c1" << "a1 b2 c1";
    QTest::newRow("one in front") << "b1 c1" << "a1 b1 c1";
    QTest::newRow("several between") << "a1 d1" << "a1 b1 c1 d1";
    QTest::newRow("one goes") << "a1 b1 c1" << "a1 c1";
    QTest::newRow("ends go") << "a1 b1 c1 d1" << "b1 c1";
    QTest::newRow("one moves up") << "a1 b1 c1" << "c1 a1 b1";
    QTest::newRow("one moves down") << "a1 b1 c1" << "b1 c1 a1";
    QTest::newRow("turned round") << "a1 b1 c1 d1" << "d1 c1 b1 a1";
    QTest::newRow("all at once") << "a1 b1 c1 d1 e1" << "f1 e2 a1 g1 c1";
    QTest::newRow("all others") << "a1 b1" << "c1 d1 e1";
}

void TstRowsModel::becomesTheNewRows()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    Model model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(rowsOf(before));
    QCOMPARE(model.notation(), before);
    model.setRows(rowsOf(after));
    QCOMPARE(model.notation(), after);
}

void TstRowsModel::neverResets()
{
    Model model;
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setRows(rowsOf(QStringLiteral("a1 b1 c1")));
    model.setRows(rowsOf(QStringLiteral("a1 b1 c1")));
    QCOMPARE(changed.count(), 0);
    model.setRows(rowsOf(QStringLiteral("a1 b2 c1")));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.constFirst().at(0).toModelIndex().row(), 1);
    QCOMPARE(reset.count(), 0);
}

void TstRowsModel::keepsPersistentIndexes()
{
    Model model;
    model.setRows(rowsOf(QStringLiteral("a1 b1 c1 d1")));
    const QPersistentModelIndex c(model.index(2, 0));
    model.setRows(rowsOf(QStringLiteral("d1 x1 c2 y1")));
    QVERIFY(c.isValid());
    QCOMPARE(c.row(), 2);
    QCOMPARE(c.data().toString(), QStringLiteral("c"));
    model.setRows(rowsOf(QStringLiteral("d1 y1")));
    QVERIFY(!c.isValid());
}

void TstRowsModel::holdsNewRowsAboveKnownOnes()
{
    Model model;
    QSignalSpy held(&model, &RowsModel::heldCountChanged);
    model.setRows(rowsOf(QStringLiteral("b1 d1")));
    model.setRows(rowsOf(QStringLiteral("a1 b1 c1 d1 e1")), RowsModel::NewRows::Hold);
    QCOMPARE(model.notation(), QStringLiteral("b1 d1 e1"));
    QCOMPARE(model.heldCount(), 2);
    model.setRows(rowsOf(QStringLiteral("a1 b1 c1 d1 e1")));
    QCOMPARE(model.notation(), QStringLiteral("a1 b1 c1 d1 e1"));
    QCOMPARE(model.heldCount(), 0);
    QCOMPARE(held.count(), 2);
}

void TstRowsModel::answersTheRolesOfCells()
{
    Model model;
    model.setRows(rowsOf(QStringLiteral("a1")));
    QCOMPARE(model.index(0, 1).data(KeyRole).toString(), QStringLiteral("a"));
    QVERIFY(Qt::Alignment(model.index(0, 1).data(Qt::TextAlignmentRole).toInt()).testFlag(Qt::AlignRight));
    QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Text"));
    QCOMPARE(model.columnOf(QStringLiteral("text")), 1);
    QCOMPARE(model.rowOf(QStringLiteral("z")), -1);
}

QTEST_GUILESS_MAIN(TstRowsModel)
#include "tst_rowsmodel.moc"
