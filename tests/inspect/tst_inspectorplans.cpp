// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "inspecttest.h"
#include "largetables.h"

#include "db/connection.h"
#include "db/sqlcatalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

// Every query on 1,000,000 jobs and as many records: neither a table nor an index is read from end to end, and no more rows
// are read than the query promises, however the server plans (for these values or for any) and however rare the filter is.
class InspectorPlansTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    std::unique_ptr<Connection> m_connection;

    // Literals for the placeholders that all queries share.
    static QString valueOf(const QString &query, const QString &placeholder, bool rare)
    {
        const bool backward = query.contains("backward"_L1);
        static const QHash<QString, QString> common{
            {u"rows"_s, u"201"_s}, {u"text_limit"_s, u"2048"_s}, {u"inclusive"_s, u"false"_s}, {u"backward"_s, u"false"_s},
            {u"states"_s, u"'{ready,waiting,scheduled,locked,exhausted}'"_s}, {u"of_queue"_s, u"'queue-900'"_s}, {u"front_of"_s, u"'queue-900'"_s},
            {u"of_key"_s, u"'none'"_s}, {u"of_job"_s, u"2500000"_s}, {u"job"_s, u"800"_s}, {u"lane"_s, u"3"_s}, {u"prefix"_s, u"''"_s},
            {u"of_none"_s, u"true"_s}, {u"buckets"_s, u"60"_s}, {u"names"_s, u"'{queue-1,queue-900,queue-901,queue-2999}'"_s},
            {u"tasks"_s, u"'{task-1,task-2}'"_s}, {u"ids"_s, u"'{1,1000,500000,999904}'"_s}, {u"job_ids"_s, u"'{2500000,2999999}'"_s},
            {u"claim_tokens"_s, u"'{488500000,976999023}'"_s}};
        static const QHash<QString, QString> rareOnes{
            {u"arguments"_s, u"'$.\"nested\".\"a\" == \"none\"'"_s}, {u"is_deep"_s, u"true"_s}, {u"contains"_s, u"'none'"_s}, {u"is_empty"_s, u"true"_s},
            {u"min_locked_ms"_s, u"100000000000"_s}};
        if (placeholder == "at_id"_L1)
            return backward ? u"9223372036854775807"_s : u"0"_s;
        if (placeholder == "at_priority"_L1)
            return query.startsWith("inspect/explain"_L1) || backward ? u"2147483647"_s : u"-2147483648"_s;
        if (placeholder == "at_run_at"_L1 || placeholder == "at_finished"_L1 || placeholder == "at_locked"_L1)
            return query.startsWith("inspect/explain"_L1) || backward ? u"'infinity'"_s : u"'-infinity'"_s;
        if (placeholder == "job"_L1 && query.contains("list_"_L1))
            return u"NULL"_s;
        if (query.startsWith("inspect/explain"_L1) && (placeholder == "task"_L1 || placeholder == "flags"_L1 || placeholder == "rate_limit"_L1))
            return placeholder == "task"_L1 ? u"'task-3'"_s : placeholder == "flags"_L1 ? u"'{slow}'"_s : u"'limit-10'"_s;
        if (query == "inspect/measure_buckets"_L1 || query == "inspect/find_failure_groups"_L1) {
            if (placeholder == "from"_L1 || placeholder == "to"_L1)
                return placeholder == "from"_L1 ? u"now() - interval '20 days'"_s : u"now()"_s;
        }
        if (rare && rareOnes.contains(placeholder))
            return rareOnes.value(placeholder);
        return placeholder == "is_deep"_L1 ? u"false"_s : common.value(placeholder, u"NULL"_s);
    }

    struct Cost {
        qint64 rows = 0; // of jobs and history
        qint64 blocks = 0; // of everything, indexes included
        QStringList scanned; // tables read from end to end
    };

    // The lists look at 20,000 rows; what needs more says so in its file.
    static qint64 mostRows(const QString &query)
    {
        static const QHash<QString, qint64> exceptions{
            {u"inspect/count_stages"_s, 5 * 10'001}, // so many of each of five stages
            {u"inspect/list_tasks"_s, 150 * 200}, // so many of each lane
            {u"inspect/measure_buckets"_s, 60 * 500}, // so many of each bucket
            {u"inspect/find_unnamed_queue"_s, 4 * 20'000}, // so many of each of four stages
            {u"inspect/count_garbage"_s, 6 * 20'000}, // so many of each of six kinds
        };
        return exceptions.value(query, 20'000 + 4'000); // and 201 of a page, the heads of 150 lanes, the fronts of 3,000 queues
    }

    static void readPlan(const QJsonObject &node, Cost &cost)
    {
        const QString relation = node.value("Relation Name"_L1).toString();
        const double read = (node.value("Actual Rows"_L1).toDouble() + node.value("Rows Removed by Filter"_L1).toDouble()
                             + node.value("Rows Removed by Index Recheck"_L1).toDouble()) * node.value("Actual Loops"_L1).toDouble();
        if (relation == "jobs"_L1 || relation.startsWith("history"_L1)) {
            cost.rows += qint64(read);
            if (node.value("Node Type"_L1).toString() == "Seq Scan"_L1 && read > 0)
                cost.scanned += relation;
        }
        const QJsonArray children = node.value("Plans"_L1).toArray();
        for (const QJsonValue &child : children)
            readPlan(child.toObject(), cost);
    }

    Cost costOf(const QString &call)
    {
        QSqlQuery explained = m_connection->run(u"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE "_s + call, u"test/explain"_s);
        if (!explained.next())
            qFatal("no plan");
        const QJsonObject top = QJsonDocument::fromJson(explained.value(0).toByteArray()).array().first().toObject().value("Plan"_L1).toObject();
        Cost cost{0, top.value("Shared Hit Blocks"_L1).toInteger() + top.value("Shared Read Blocks"_L1).toInteger(), {}};
        readPlan(top, cost);
        return cost;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const ConnectionSettings settings = m_postgres.createDatabase();
        TemporaryPostgres::execute(settings, largeTables(1'000'000));
        // Dead and unfrozen rows apart: an index-only scan needs the visibility map.
        TemporaryPostgres::execute(settings, u"VACUUM jobq.jobs"_s);
        TemporaryPostgres::execute(settings, u"VACUUM jobq.history"_s);
        m_connection = std::make_unique<Connection>(settings);
    }
    void cleanupTestCase() { m_connection.reset(); }

    void everyQueryReadsABoundedNumberOfRowsOverAnIndex_data()
    {
        QTest::addColumn<QString>("query");
        // These read all that matches, because somebody asked for exactly that.
        const QStringList exempt{u"inspect/count_jobs"_s, u"inspect/count_history"_s};
        const QStringList names = SqlCatalog::queryNames();
        for (const QString &name : names) {
            if (name.startsWith("inspect/"_L1) && !exempt.contains(name))
                QTest::newRow(qPrintable(name)) << name;
        }
    }

    void everyQueryReadsABoundedNumberOfRowsOverAnIndex()
    {
        QFETCH(QString, query);
        const SqlText &sql = SqlCatalog::find(query).sql;
        for (const QString &mode : {u"force_generic_plan"_s, u"force_custom_plan"_s}) {
            m_connection->execute(u"DEALLOCATE ALL; SET plan_cache_mode = %1; PREPARE q AS %2"_s.arg(mode, sql.numbered()), u"test/prepare"_s);
            for (bool rare : {false, true}) {
                QStringList values;
                for (const QString &placeholder : sql.placeholders())
                    values += valueOf(query, placeholder, rare);
                const Cost cost = costOf(values.isEmpty() ? u"q"_s : u"q(%1)"_s.arg(values.join(u", "_s)));
                QVERIFY2(cost.scanned.isEmpty(), qPrintable(mode + u" reads all of "_s + cost.scanned.join(u", "_s)));
                QVERIFY2(cost.rows <= mostRows(query), qPrintable(u"%1 reads %2 rows"_s.arg(mode).arg(cost.rows)));
                // A row may need a block of its index and one of its table. More: entries of an index were passed over.
                QVERIFY2(cost.blocks <= 2 * cost.rows + 2'000, qPrintable(u"%1 reads %2 blocks for %3 rows"_s.arg(mode).arg(cost.blocks).arg(cost.rows)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(InspectorPlansTest)
#include "tst_inspectorplans.moc"
