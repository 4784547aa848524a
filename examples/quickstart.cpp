// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include <enqueue/jobenqueue.h>
#include <worker/worker.h>

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv); // Qt loads its PostgreSQL driver as a plug-in
    const jobq::ConnectionPool pool(jobq::ConnectionSettings::fromEnvironment().value());
    pool.open(); // makes the schema, or brings it up to date
    const jobq::System sys(pool);

    jobq::JobEnqueue(sys).addJob("send-email", {{"to", "x@y.com"}}, {.queueName = "email"});

    jobq::Worker worker(sys);
    worker.addHandler("send-email", [](jobq::JobContext &context) {
        qInfo("sending to %s", qPrintable(context.payload().object()["to"].toString()));
    });
    worker.drain(); // runs what is there, then stops; start() goes on until stop()
    worker.waitForStopped();
}
