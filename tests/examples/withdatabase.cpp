// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// Runs a program with JOBQ_DATABASE_URL set to a fresh, empty database: it must end well and say what is expected.
#include "job/error.h"
#include "support/temporarypostgres.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>

#include <cstdio>

namespace {

int run(const QString &expected, QStringList command)
{
    jobq::test::TemporaryPostgres postgres;
    qputenv("JOBQ_DATABASE_URL", postgres.createEmptyDatabase().connectionString().toUtf8());
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    const QString program = command.takeFirst();
    process.start(program, command);
    const bool ended = process.waitForStarted() && process.waitForFinished(120'000);
    const QByteArray output = process.readAll();
    std::fwrite(output.constData(), 1, size_t(output.size()), stdout);
    if (!ended || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        std::printf("%s: exit code %d, %s\n", qPrintable(program), process.exitCode(), qPrintable(process.errorString()));
        process.kill();
        process.waitForFinished();
        return 1;
    }
    if (!QRegularExpression(expected, QRegularExpression::MultilineOption).match(QString::fromUtf8(output)).hasMatch()) {
        std::printf("not as expected: %s\n", qPrintable(expected));
        return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 3) {
        std::fputs("usage: jobq-test-with-database EXPECTED-EXPRESSION PROGRAM [ARGUMENT …]\n", stderr);
        return 2;
    }
    try {
        return run(arguments.at(1), arguments.sliced(2));
    } catch (const jobq::Error &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
