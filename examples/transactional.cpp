// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
//
// A job that exists exactly if the order it belongs to was stored.
#include <enqueue/jobenqueue.h>

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <stdexcept>

namespace {

void execute(QSqlQuery &query, const QString &sql)
{
    if (!query.exec(sql))
        throw std::runtime_error(query.lastError().text().toStdString());
}

/// The program's own connection, as it may have had it long before JobQ.
QSqlDatabase openDatabase(const jobq::ConnectionSettings &settings)
{
    QSqlDatabase database = QSqlDatabase::addDatabase("QPSQL");
    database.setHostName(settings.keyword("host"));
    database.setPort(settings.keyword("port").toInt());
    database.setDatabaseName(settings.keyword("dbname"));
    database.setUserName(settings.keyword("user"));
    database.setPassword(settings.keyword("password"));
    if (!database.open())
        throw std::runtime_error(database.lastError().text().toStdString());
    return database;
}

// [transaction]
void placeOrder(QSqlDatabase &database, const jobq::JobEnqueue &enqueue, const QString &customer, bool fails)
{
    database.transaction();
    try {
        QSqlQuery query(database);
        query.prepare("INSERT INTO orders (customer) VALUES (?) RETURNING id");
        query.addBindValue(customer);
        if (!query.exec() || !query.next())
            throw std::runtime_error(query.lastError().text().toStdString());
        enqueue.addJob(database, "send-invoice", {{"order", query.value(0).toInt()}}, {.queueName = "invoices"});
        if (fails)
            throw std::runtime_error("the customer changed his mind");
        if (!database.commit())
            throw std::runtime_error(database.lastError().text().toStdString());
    } catch (...) {
        database.rollback(); // the order and its job vanish together
        throw;
    }
}
// [/transaction]

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const jobq::ConnectionSettings settings = jobq::ConnectionSettings::fromEnvironment().value();
    const jobq::ConnectionPool pool(settings);
    pool.open();
    const jobq::JobEnqueue enqueue{jobq::System(pool)};

    QSqlDatabase database = openDatabase(settings);
    QSqlQuery query(database);
    execute(query, "CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY, customer text NOT NULL)");

    placeOrder(database, enqueue, "Ada", false);
    try {
        placeOrder(database, enqueue, "Charles", true);
    } catch (const std::exception &exception) {
        qInfo("rolled back: %s", exception.what());
    }

    // [trigger]
    // From a trigger or another language, the SQL function does the same.
    execute(query, "SELECT id FROM jobq.add_job('send-invoice', '{\"order\": 7}', queue_name => 'invoices')");
    // [/trigger]
    execute(query, "SELECT count(*) FROM orders, jobq.jobs WHERE queue_name = 'invoices'");
    query.next();
    qInfo("orders times invoices: %d", query.value(0).toInt());
}
