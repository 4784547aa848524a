// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "tour.h"

#include <enqueue/jobenqueue.h>
#include <enqueue/jsonschemavalidator.h>

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

using namespace jobq;

void showEnqueuing(const System &sys)
{
    stop("Enqueuing");
    const JobEnqueue enqueue(sys);

    // [one]
    Job job = enqueue.addJob("resize-image", {{"file", "cat.png"}, {"width", 320}},
                             {.queueName = "images",
                              .runAt = QDateTime::currentDateTimeUtc().addSecs(3600),
                              .priority = -5,
                              .maxAttempts = 3,
                              .flags = {"slow"}});
    // [/one]
    check(job.isScheduled(QDateTime::currentDateTimeUtc()), "it runs in an hour");
    say(QStringLiteral("job %1 %2 %3").arg(job.id).arg(job.taskIdentifier, job.payload.text()));

    // [many]
    QList<JobSpec> specs;
    for (int i = 0; i < 1000; ++i)
        specs.append({"index-page", {{"page", i}}});
    const QList<Job> jobs = enqueue.addJobs(specs); // all or none, in order
    // [/many]
    check(jobs.size() == 1000, "all of them are there");

    // [keys]
    job = enqueue.addJob("rebuild-index", {{"version", 1}}, {.jobKey = "index"});
    const Job replaced = enqueue.addJob("rebuild-index", {{"version", 2}}, {.jobKey = "index"});
    const Job kept = enqueue.addJob("rebuild-index", {{"version", 3}},
                                    {.jobKey = "index", .jobKeyMode = JobKeyMode::PreserveRunAt});
    const Job deduped = enqueue.addJob("rebuild-index", {{"version", 4}},
                                       {.jobKey = "index", .jobKeyMode = JobKeyMode::UnsafeDedupe});
    // [/keys]
    check(replaced.id == job.id && kept.id == job.id && deduped.id == job.id, "a key has one job");
    check(deduped.payload.object()["version"] == 3, "deduplication changes nothing");
    say(QStringLiteral("job %1 has the key %2 and revision %3").arg(deduped.id).arg(*deduped.jobKey).arg(deduped.revision));

    showError("an empty name", [&] { enqueue.addJob("", {}); });
    showError("a mode without a key", [&] { enqueue.addJob("t", {}, {.jobKeyMode = JobKeyMode::Replace}); });
    showError("the same key twice", [&] { enqueue.addJobs({{"t", {}, {.jobKey = "k"}}, {"t", {}, {.jobKey = "k"}}}); });
    showError("an unknown rate limit", [&] { enqueue.addJob("t", {}, {.rateLimitKey = "nobody"}); });
    showError("too large a payload", [&] { enqueue.addJob("t", QJsonValue(QString(70000, 'x'))); });
}

namespace {

/// Refuses what a schema can't express.
class NoSecrets : public PayloadValidator
{
public:
    QString explain(const QString &, const Payload &payload) const override
    {
        return payload.object().contains("password") ? QStringLiteral("payloads must not hold passwords") : QString();
    }
};

} // namespace

void showPayloads(const ConnectionPool &pool)
{
    stop("Payloads and their validation");
    // [schema]
    auto schemas = std::make_shared<JsonSchemaValidator>(JsonSchemaValidator::UnknownTasks::Refuse);
    schemas->addSchema("send-email", R"({"type": "object", "required": ["to"],
                                         "properties": {"to": {"type": "string"}, "number": {"type": "number"}}})");
    const System strict(pool, std::make_shared<CompositeValidator>(
                                  std::vector<std::shared_ptr<const PayloadValidator>>{schemas, std::make_shared<NoSecrets>()}));
    const JobEnqueue enqueue(strict);
    enqueue.addJob("send-email", {{"to", "x@y.com"}});
    // [/schema]
    showError("two of three are wrong", [&] {
        enqueue.addJobs({{"send-email", {{"to", 5}}}, {"send-email", {{"to", "a"}}}, {"sned-email", {{"to", "a"}}}});
    });
    showError("a secret", [&] { enqueue.addJob("send-email", {{"to", "a"}, {"password", "b"}}); });
    showError("no JSON", [&] { enqueue.addJob("send-email", Payload::fromText("{\"to\": ")); });
    check(schemas->isValid("send-email", {{"to", "a"}}), "a valid payload");
    say(schemas->explain("send-email", {{"cc", "a"}}));
    check(NoOpValidator().isValid("anything", {}), "the default accepts everything");

    // [exact]
    const Job job = enqueue.addJob("send-email", Payload::fromText(R"({"to": "a", "number": 12345678901234567890})"));
    // [/exact]
    check(job.payload.text().contains("12345678901234567890"), "numbers of 20 digits stay as they are");
}

void showTransactions(const System &sys)
{
    stop("Enqueuing inside the caller's transaction");
    const QString name = QUuid::createUuid().toString();
    {
        const ConnectionSettings &settings = sys.pool().settings();
        QSqlDatabase database = QSqlDatabase::addDatabase("QPSQL", name);
        database.setHostName(settings.keyword("host"));
        database.setPort(settings.keyword("port").toInt());
        database.setDatabaseName(settings.keyword("dbname"));
        database.setUserName(settings.keyword("user"));
        database.setPassword(settings.keyword("password"));
        check(database.open(), "the caller's own connection");

        const JobEnqueue enqueue(sys);
        check(database.transaction(), "begin");
        const Job lost = enqueue.addJob(database, "send-invoice", {{"order", 1}});
        check(database.rollback(), "rollback");
        check(database.transaction(), "begin");
        const QList<Job> kept = enqueue.addJobs(database, {{"send-invoice", {{"order", 2}}}});
        check(database.commit(), "commit");

        QSqlQuery query(database);
        check(query.exec("SELECT id FROM jobq.jobs WHERE task_identifier = 'send-invoice'") && query.next(), "read");
        check(query.value(0).toLongLong() == kept.first().id && kept.first().id != lost.id, "only what was committed is there");
        check(query.exec("SELECT id FROM jobq.add_job('send-invoice', '{\"order\": 3}', priority => 1)"), "the SQL function");
        say(QStringLiteral("job %1 vanished with its transaction, job %2 stayed").arg(lost.id).arg(kept.first().id));
    }
    QSqlDatabase::removeDatabase(name);
}
