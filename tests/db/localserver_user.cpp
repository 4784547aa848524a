// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// A process that uses the local server in the given folder until its standard input ends.
#include "job/error.h"
#include "support/temporarypostgres.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    try {
        jobq::LocalServer server(jobq::test::TemporaryPostgres::options(QCoreApplication::arguments().at(1)));
        server.start();
        std::puts("ready");
        std::fflush(stdout);
        while (std::getchar() != EOF) { }
    } catch (const jobq::Error &error) {
        std::puts(error.what());
        return 1;
    }
    return 0;
}
