// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/error.h"
#include "support/errors.h"
#include "worker/callhandler.h"
#include "worker/jobcontext.h"

#include <QTest>

#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;

class TstJobContext : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cancellingWakesTheOneWhoWaits();
    void theFirstReasonStays();
    void throwsTheReason();
    void clampsProgress();
    void tellsTheRemainingTime();
    void anyExceptionBecomesAFailure_data();
    void anyExceptionBecomesAFailure();
    void resultsKeepWhatTheyHold();

private:
    ClaimedJob m_job;
};

void TstJobContext::cancellingWakesTheOneWhoWaits()
{
    const CancellationToken token;
    QVERIFY(!token.waitFor(1ms));
    std::thread other([token] { token.cancel(CancellationToken::Reason::Stopping); });
    QVERIFY(token.waitFor(1h));
    other.join();
}

void TstJobContext::theFirstReasonStays()
{
    const CancellationToken token;
    QVERIFY(!token.isCancelled());
    token.cancel(CancellationToken::Reason::LeaseLost);
    token.cancel(CancellationToken::Reason::TimeLimit);
    QCOMPARE(token.reason(), CancellationToken::Reason::LeaseLost);
}

void TstJobContext::throwsTheReason()
{
    const CancellationToken token;
    token.throwIfCancelled();
    token.cancel(CancellationToken::Reason::TimeLimit);
    const Error error = errorOf([&] { token.throwIfCancelled(); });
    QCOMPARE(error.kind(), Error::Kind::Cancelled);
    QVERIFY(error.message().contains(QStringLiteral("time limit")));
}

void TstJobContext::clampsProgress()
{
    QList<double> fractions;
    JobContext context(m_job, {}, [&](double fraction, const QString &) { fractions += fraction; });
    for (const double fraction : {0.5, 2.0, -3.0, std::nan("")})
        context.setProgress(fraction);
    QCOMPARE(fractions, (QList<double>{0.5, 1.0, -1.0, -1.0}));
    JobContext(m_job).setProgress(0.5); // goes nowhere
}

void TstJobContext::tellsTheRemainingTime()
{
    QVERIFY(!JobContext(m_job).remainingTime());
    const auto now = JobContext::Clock::now();
    const auto left = JobContext(m_job, {}, {}, now + 1h).remainingTime();
    QVERIFY(left && *left > 59min && *left <= 1h);
    QCOMPARE(JobContext(m_job, {}, {}, now - 1h).remainingTime(), 0ms);
}

void TstJobContext::anyExceptionBecomesAFailure_data()
{
    QTest::addColumn<std::function<Result(JobContext &)>>("handler");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("detail");
    using Function = std::function<Result(JobContext &)>;
    QTest::newRow("std::exception") << Function([](JobContext &) -> Result { throw std::runtime_error("broken"); })
                                    << "broken" << "std::runtime_error";
    QTest::newRow("jobq::Error") << Function([](JobContext &) -> Result { throw Error(Error::Kind::NotFound, QStringLiteral("nobody")); })
                                 << "nobody" << "jobq::Error";
    QTest::newRow("an int") << Function([](JobContext &) -> Result { throw 42; }) << "no std::exception" << "int";
    QTest::newRow("no message") << Function([](JobContext &) { return Result::failure(QString()); }) << "without a message" << "";
}

void TstJobContext::anyExceptionBecomesAFailure()
{
    QFETCH(std::function<Result(JobContext &)>, handler);
    QFETCH(QString, message);
    QFETCH(QString, detail);
    JobContext context(m_job);
    const HandlerVerdict verdict = callHandler(handler, context);
    QCOMPARE(verdict.kind, Outcome::Kind::Failed);
    QVERIFY2(verdict.message.contains(message), qPrintable(verdict.message));
    QVERIFY2(verdict.detail.contains(detail), qPrintable(verdict.detail));
    QVERIFY(!verdict.permanent);
}

void TstJobContext::resultsKeepWhatTheyHold()
{
    QCOMPARE(Result().kind(), Result::Kind::Success);
    const PartialResults partial{.completedSteps = {QStringLiteral("a")}, .failedSteps = {}, .retryFromStep = {}, .results = {}};
    const Result result = partial;
    QCOMPARE(result.kind(), Result::Kind::PartialSuccess);
    QVERIFY(result.partialResults() == partial);
    const Result success = Result::success(Payload(QJsonValue(7)));
    QCOMPARE(success.kind(), Result::Kind::Success);
    QCOMPARE(success.partialResults()->results.text(), QStringLiteral("7"));
    QVERIFY(Result::permanentFailure(QStringLiteral("no")).isPermanent());
}

QTEST_APPLESS_MAIN(TstJobContext)
#include "tst_jobcontext.moc"
