// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/querytrace.h"
#include "worker/workerprocess.h"
#include "worker/workertestcase.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString Password = u"hemlig-5c1e"_s;
std::mutex saidMutex;
QStringList said;

void note(const QString &text)
{
    const std::lock_guard lock(saidMutex);
    said += text;
}

void hear(QtMsgType, const QMessageLogContext &, const QString &message)
{
    note(message);
}

QString allThatWasSaid()
{
    const std::lock_guard lock(saidMutex);
    return said.join(u'\n');
}

} // namespace

/// A password goes to the server and nowhere else, however much is logged and whatever breaks.
class TstSecrets : public WorkerTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void logsAndTracesHaveNone();
    void errorsHaveNone();
    void theDatabaseShowsNone();
    void processListsShowNone();

private:
    ConnectionSettings m_login;
    QtMessageHandler m_usual = nullptr;
};

void TstSecrets::init()
{
    makeDatabase(); // outages are to be logged here: no warning fails the test
    m_login = postgres().createRole(database(), Password);
    TemporaryPostgres::execute(database(), u"ALTER ROLE %1 SUPERUSER"_s.arg(m_login.keyword(u"user"_s)));
    said.clear();
    m_usual = qInstallMessageHandler(hear);
    QLoggingCategory::setFilterRules(u"jobq.*=true"_s);
    setQueryTrace([](const QueryTrace &trace) { note(trace.sql + trace.errorMessage); });
}

void TstSecrets::cleanup()
{
    setQueryTrace({});
    QLoggingCategory::setFilterRules({});
    qInstallMessageHandler(m_usual);
    WorkerTestCase::cleanup();
}

void TstSecrets::logsAndTracesHaveNone()
{
    Worker worker(System(ConnectionPool(m_login)), quickOptions());
    QObject::connect(&worker, &Worker::infrastructureError, this, note, Qt::DirectConnection);
    worker.addHandler(u"noop"_s, [](JobContext &context) { context.waitFor(1ms); });
    addJobs("noop", 200);
    worker.start();
    QTRY_VERIFY(worker.counters().completed > 5);
    // Nobody comes in any more, and who was in is thrown out.
    TemporaryPostgres::execute(database(), u"ALTER ROLE %1 NOLOGIN"_s.arg(m_login.keyword(u"user"_s)));
    QTRY_VERIFY(postgres().killBackends(database()) >= 0 && allThatWasSaid().contains("retrying until it works"_L1));
    TemporaryPostgres::execute(database(), u"ALTER ROLE %1 LOGIN"_s.arg(m_login.keyword(u"user"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(jobs(), 0, 30000);
    QVERIFY(stopped(worker));
    QVERIFY(allThatWasSaid().contains("jobq.claim_jobs"_L1)); // it did listen
    QVERIFY(!allThatWasSaid().contains(Password));
}

void TstSecrets::errorsHaveNone()
{
    for (const QString &keyword : {u"host"_s, u"port"_s, u"dbname"_s, u"user"_s, u"options"_s}) {
        ConnectionSettings wrong = m_login;
        wrong.setKeyword(keyword, keyword == "port"_L1 ? u"1"_s : keyword == "options"_L1 ? u"-c nonsense=x"_s : u"/nonexistent"_s);
        const Error error = errorOf([&wrong] { ConnectionPool(wrong).open(); });
        QVERIFY2(!error.message().contains(Password), error.what());
    }
    QVERIFY(!m_login.description().contains(Password));
    QVERIFY(!allThatWasSaid().contains(Password));
}

void TstSecrets::theDatabaseShowsNone()
{
    addJob("noop");
    Worker worker(System(ConnectionPool(m_login)), quickOptions());
    std::atomic<bool> goOn{false};
    worker.addHandler(u"noop"_s, [&goOn](JobContext &context) {
        while (!goOn && !context.waitFor(1ms)) { }
    });
    worker.start();
    QTRY_COMPARE(worker.counters().running, 1);
    for (const QString &table : {u"jobq.workers"_s, u"jobq.jobs"_s, u"jobq.operations"_s, u"pg_stat_activity"_s}) {
        const QString rows = TemporaryPostgres::column(database(), u"SELECT t::text FROM %1 t"_s.arg(table)).join(u'\n');
        QVERIFY2(!rows.contains(Password), qPrintable(table));
    }
    goOn = true;
    QVERIFY(stopped(worker));
}

void TstSecrets::processListsShowNone()
{
    QTemporaryDir folder;
    const WorkerProcess process(m_login, {.log = folder.filePath(u"log"_s), .quiet = true});
    QTRY_COMPARE(number(u"SELECT count(*) FROM jobq.workers"_s), 1);
    int processes = 0;
    for (const QString &pid : QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(u"/proc/%1/cmdline"_s.arg(pid));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray line = file.readAll();
        processes += line.contains("jobq-test-worker") ? 1 : 0;
        QVERIFY2(!line.contains(Password.toUtf8()), line.constData());
    }
    QVERIFY(processes > 0);
}

QTEST_GUILESS_MAIN(TstSecrets)
#include "tst_secrets.moc"
