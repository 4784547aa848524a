// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/samplehandlers.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QImageReader>
#include <QPainter>
#include <QStandardPaths>
#include <QSvgRenderer>

namespace jobq::console {

namespace {

constexpr qint64 chunkBytes = 256 * 1024;

QImage readPicture(const QString &path, int size)
{
    if (path.endsWith(QLatin1String(".svg")) || path.endsWith(QLatin1String(".svgz"))) {
        QSvgRenderer renderer(path);
        if (!renderer.isValid())
            return {};
        QImage image(renderer.defaultSize().scaled(size, size, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)), QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        renderer.render(&painter);
        return image;
    }
    QImageReader reader(path);
    const QImage image = reader.read();
    return image.isNull() ? image : image.scaled(size, size, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace

Result SampleHandlers::checksum(JobContext &context)
{
    const QString path = context.payload().object().value(QLatin1String("path")).toString();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Result::permanentFailure(QStringLiteral("can't open %1: %2").arg(path, file.errorString()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    qint64 read = 0;
    while (!file.atEnd()) {
        context.throwIfCancelled();
        const QByteArray chunk = file.read(chunkBytes);
        if (chunk.isEmpty())
            return Result::failure(QStringLiteral("can't read %1: %2").arg(path, file.errorString()));
        hash.addData(chunk);
        read += chunk.size();
        context.setProgress(double(read) / double(qMax<qint64>(1, file.size())), QStringLiteral("%1 bytes").arg(read));
    }
    return Result::success({{QStringLiteral("sha256"), QString::fromLatin1(hash.result().toHex())}, {QStringLiteral("bytes"), read}});
}

QString SampleHandlers::thumbnailFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/jobq/thumbnails");
}

Result SampleHandlers::thumbnail(JobContext &context)
{
    const QJsonObject payload = context.payload().object();
    const QString path = payload.value(QLatin1String("path")).toString();
    const int size = qBound(16, payload.value(QLatin1String("size")).toInt(128), 1024);
    const QImage image = readPicture(path, size);
    if (image.isNull())
        return Result::permanentFailure(QStringLiteral("%1 is no picture that can be read").arg(path));
    context.throwIfCancelled();
    const QString name = QString::fromLatin1(QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha1).toHex().left(16));
    const QString target = QStringLiteral("%1/%2-%3.png").arg(thumbnailFolder(), name).arg(size);
    if (!QDir().mkpath(thumbnailFolder()) || !image.save(target, "PNG"))
        return Result::failure(QStringLiteral("can't write %1").arg(target));
    return Result::success({{QStringLiteral("file"), target}, {QStringLiteral("width"), image.width()}, {QStringLiteral("height"), image.height()}});
}

Result SampleHandlers::fetchReport(JobContext &context)
{
    const QJsonObject payload = context.payload().object();
    if (context.waitFor(std::chrono::milliseconds(payload.value(QLatin1String("ms")).toInt(80))))
        context.throwIfCancelled();
    if (context.job().attempts > payload.value(QLatin1String("failures")).toInt())
        return Result::success();
    const QString host = payload.value(QLatin1String("host")).toString(QStringLiteral("reports.example"));
    return Result::failure(QStringLiteral("HTTP 503 from %1 for report %2").arg(host).arg(payload.value(QLatin1String("report")).toInt()),
                           QStringLiteral("GET https://%1/reports\nRetry-After: 2\n\nupstream connect error, reset before headers").arg(host));
}

Result SampleHandlers::sendDigest(JobContext &context)
{
    const int total = context.payload().object().value(QLatin1String("ms")).toInt(400);
    constexpr int stepMs = 50;
    for (int done = 0; done < total; done += stepMs) {
        if (context.waitFor(std::chrono::milliseconds(stepMs)))
            context.throwIfCancelled();
        context.setProgress(double(done) / total, QStringLiteral("%1 of %2 ms").arg(done).arg(total));
    }
    return Result::success();
}

Result SampleHandlers::importBatch(JobContext &context)
{
    const QStringList steps{QStringLiteral("download"), QStringLiteral("parse"), QStringLiteral("load"), QStringLiteral("index")};
    const auto &before = context.job().lastPartialResults;
    qsizetype at = before && before->retryFromStep ? qMax<qsizetype>(0, steps.indexOf(*before->retryFromStep)) : 0;
    const bool stopsHalfWay = context.job().attempts == 1;
    for (; at < steps.size(); ++at) {
        if (context.waitFor(std::chrono::milliseconds(60)))
            context.throwIfCancelled();
        if (stopsHalfWay && at == 2)
            return PartialResults{steps.mid(0, at), {steps.at(at)}, steps.at(at), Payload{{QStringLiteral("rows"), 1200}}};
        context.setProgress(double(at + 1) / double(steps.size()), steps.at(at));
    }
    return Result::success({{QStringLiteral("rows"), 2400}});
}

void SampleHandlers::addTo(Worker &worker)
{
    worker.addHandler(QStringLiteral("checksum"), checksum, {std::chrono::minutes(5)});
    worker.addHandler(QStringLiteral("thumbnail"), thumbnail, {std::chrono::minutes(1)});
    worker.addHandler(QStringLiteral("fetch-report"), fetchReport);
    worker.addHandler(QStringLiteral("send-digest"), sendDigest);
    worker.addHandler(QStringLiteral("import-batch"), importBatch);
}

} // namespace jobq::console
