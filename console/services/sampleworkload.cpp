// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sampleworkload.h"

#include <QDirIterator>
#include <QRandomGenerator>

namespace jobq::console {

namespace {

const QString reportLimit = QStringLiteral("reports.example");

JobOptions inQueue(const QString &queue, int priority = 0)
{
    JobOptions options;
    options.queueName = queue;
    options.priority = priority;
    return options;
}

QList<JobSpec> checksums(int count)
{
    QList<JobSpec> specs;
    for (const QString &path : SampleWorkload::files(QStringLiteral("/usr/share"), {}, count)) {
        JobOptions options;
        options.priority = int(specs.size() % 3);
        specs.append({QStringLiteral("checksum"), {{QStringLiteral("path"), path}}, options});
    }
    return specs;
}

QList<JobSpec> thumbnails(int count)
{
    QList<JobSpec> specs;
    const QStringList patterns{QStringLiteral("*.png"), QStringLiteral("*.svg")};
    for (const QString &path : SampleWorkload::files(QStringLiteral("/usr/share/icons"), patterns, count)) {
        // By size of the picture: three queues, each of which runs one job at a time.
        const QString queue = QStringList{QStringLiteral("icons-small"), QStringLiteral("icons-large"), QStringLiteral("icons-wide")}.at(specs.size() % 3);
        specs.append({QStringLiteral("thumbnail"), {{QStringLiteral("path"), path}, {QStringLiteral("size"), 64 + 64 * int(specs.size() % 3)}}, inQueue(queue)});
    }
    return specs;
}

// A mail server takes one message at a time and lets one wait: what gives the charts minutes to live.
QList<JobSpec> digests(int count)
{
    QList<JobSpec> specs;
    const QStringList towns{QStringLiteral("berlin"), QStringLiteral("lisbon"), QStringLiteral("oslo"), QStringLiteral("prague")};
    for (int i = 0; i < count; ++i) {
        const QString &town = towns.at(i % towns.size());
        JobOptions options = inQueue(QStringLiteral("mail-%1").arg(town));
        options.jobKey = QStringLiteral("digest-%1-%2").arg(town).arg(i);
        options.flags = i % 10 == 0 ? QStringList{QStringLiteral("vip")} : QStringList();
        const QJsonObject to{{QStringLiteral("name"), QStringLiteral("Reader %1").arg(i)}, {QStringLiteral("address"), QStringLiteral("reader%1@%2.example").arg(i).arg(town)}};
        specs.append({QStringLiteral("send-digest"), {{QStringLiteral("to"), to}, {QStringLiteral("ms"), 500 + 150 * (i % 5)}}, options});
    }
    return specs;
}

QList<JobSpec> reports(int count)
{
    QList<JobSpec> specs;
    for (int i = 0; i < count; ++i) {
        JobOptions options;
        options.rateLimitKey = reportLimit;
        options.maxAttempts = i % 8 == 7 ? 2 : 6;
        const int failures = i % 8 == 7 ? 9 : i % 4 == 0 ? 2 : 0;
        specs.append({QStringLiteral("fetch-report"),
                      {{QStringLiteral("report"), 4000 + i}, {QStringLiteral("host"), reportLimit}, {QStringLiteral("failures"), failures}, {QStringLiteral("ms"), 60 + 10 * (i % 9)}},
                      options});
    }
    return specs;
}

QList<JobSpec> laterAndOdd(int count)
{
    QList<JobSpec> specs;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int i = 0; i < count; ++i) {
        JobOptions options = inQueue(QStringLiteral("imports"), 5);
        if (i % 3 != 0)
            options.runAt = now.addSecs(20 + 45 * i);
        specs.append({QStringLiteral("import-batch"), {{QStringLiteral("source"), QStringLiteral("warehouse-%1").arg(i)}, {QStringLiteral("rows"), 2400}}, options});
    }
    JobOptions lone;
    lone.flags = {QStringLiteral("gpu")};
    specs.append({QStringLiteral("transcode-video"), {{QStringLiteral("path"), QStringLiteral("/srv/video/launch.mkv")}, {QStringLiteral("preset"), QStringLiteral("slow")}}, lone});
    JobOptions lastTry;
    lastTry.maxAttempts = 1;
    specs.append({QStringLiteral("checksum"), {{QStringLiteral("path"), QStringLiteral("/usr/share/no-such-file")}}, lastTry});
    return specs;
}

} // namespace

QStringList SampleWorkload::files(const QString &folder, const QStringList &patterns, int most)
{
    // Every so many-th file, so that large and small ones of all kinds are among them.
    QStringList all;
    QDirIterator walk(folder, patterns, QDir::Files | QDir::Readable | QDir::NoSymLinks, QDirIterator::Subdirectories);
    constexpr int enough = 20'000;
    while (walk.hasNext() && all.size() < enough)
        all.append(walk.next());
    QStringList chosen;
    const qsizetype step = qMax<qsizetype>(1, all.size() / qMax(1, most));
    for (qsizetype i = 0; i < all.size() && chosen.size() < most; i += step)
        chosen.append(all.at(i));
    return chosen;
}

qsizetype SampleWorkload::enqueue(const System &system, double scale)
{
    const auto scaled = [scale](int count) { return qMax(4, int(count * scale)); };
    RateLimits(system).registerRateLimit(reportLimit, 20, QStringLiteral("10 seconds"));
    const JobEnqueue enqueue(system);
    qsizetype added = 0;
    // Small first, so that every page has something to show at once.
    for (const QList<JobSpec> &specs : {laterAndOdd(scaled(24)), reports(scaled(160)), digests(scaled(1200)), thumbnails(scaled(600)), checksums(scaled(1600))})
        added += enqueue.addJobs(specs).size();
    return added;
}

} // namespace jobq::console
