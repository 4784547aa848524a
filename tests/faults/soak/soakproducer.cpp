// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/soak/soakproducer.h"

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int JobsAtOnce = 40;
constexpr std::chrono::milliseconds Pause(250);

const QStringList Tasks{u"append"_s, u"resize"_s, u"deliver"_s};

} // namespace

const QString SoakProducer::RateLimit = u"soak"_s;

SoakProducer::SoakProducer(const System &system, SoakLedger &ledger, quint64 seed)
    : SoakActor(system, ledger, Pause, seed)
    , m_enqueue(system)
{
}

void SoakProducer::act()
{
    QList<JobSpec> specs;
    for (int n = random(1, JobsAtOnce); n > 0; --n)
        specs += randomSpec();
    ledger().added(m_enqueue.addJobs(specs));
    if (random(1, 2) == 1)
        ledger().added({m_enqueue.addJob(Tasks.at(random(0, 2)), {{u"ms"_s, random(0, 20)}})});
    addKeyed();
}

JobSpec SoakProducer::randomSpec()
{
    JobSpec spec{Tasks.at(random(0, 2)), Payload({{u"ms"_s, random(0, 20)}}), {}};
    spec.options.priority = random(-2, 2);
    switch (random(0, 19)) {
    case 0:
    case 1:
    case 2:
        spec.options.queueName = u"queue-%1"_s.arg(random(1, 20));
        break;
    case 3:
        spec.options.queueName = u"order-%1"_s.arg(random(1, 1'000'000));
        break;
    case 4:
    case 5:
        spec.options.rateLimitKey = RateLimit;
        break;
    case 6:
    case 7:
        spec.options.runAt = QDateTime::currentDateTimeUtc().addMSecs(random(100, 5000));
        break;
    case 8:
    case 9:
        spec.payload = {{u"failures"_s, random(1, 2)}};
        break;
    case 10:
        spec.payload = {{u"partial"_s, true}};
        break;
    case 11:
        spec.options.flags = QStringList{u"flag-%1"_s.arg(random(1, 3))};
        break;
    case 12:
        if (random(1, 4) == 1)
            spec.payload = {{u"hopeless"_s, true}};
        break;
    case 13:
        if (random(1, 10) == 1)
            spec.payload = {{u"ms"_s, random(2000, 4000)}};
        break;
    default:
        break;
    }
    return spec;
}

void SoakProducer::addKeyed()
{
    JobOptions options{.runAt = QDateTime::currentDateTimeUtc().addMSecs(random(0, 1000)), .jobKey = u"key-%1"_s.arg(random(1, 50))};
    options.jobKeyMode = JobKeyMode(random(0, 2));
    const Job job = m_enqueue.addJob(Tasks.first(), {{u"ms"_s, random(0, 20)}}, options);
    // A job that existed already may have been executed already.
    if (options.jobKeyMode != JobKeyMode::UnsafeDedupe)
        ledger().added({job});
}

} // namespace jobq::test
