// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/historyexport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace jobq::console {

namespace {

const QStringList columns{QStringLiteral("job_id"),      QStringLiteral("correlation_id"), QStringLiteral("task"),         QStringLiteral("queue"),
                          QStringLiteral("worker"),      QStringLiteral("attempt"),        QStringLiteral("status"),       QStringLiteral("started_at"),
                          QStringLiteral("finished_at"), QStringLiteral("queue_time_us"),  QStringLiteral("execution_us"), QStringLiteral("error"),
                          QStringLiteral("payload"),     QStringLiteral("results")};

QStringList fields(const ListedRecord &record)
{
    const auto time = [](const QDateTime &at) { return at.isValid() ? at.toUTC().toString(Qt::ISODateWithMs) : QString(); };
    return {QString::number(record.jobId),
            record.correlationId.toString(QUuid::WithoutBraces),
            record.taskIdentifier,
            record.queueName.value_or(QString()),
            record.workerId,
            QString::number(record.attempt),
            historyStatusKey(record.status),
            time(record.startedAt),
            time(record.finishedAt),
            QString::number(record.queueTime.count()),
            QString::number(record.executionTime.count()),
            record.errorMessage.value_or(QString()),
            record.payload.text(),
            record.partialResults ? record.partialResults->results.text() : QString()};
}

// RFC 4180. A field that a spreadsheet would take for a formula gets an apostrophe in front.
QByteArray csvLine(const QStringList &values)
{
    QStringList quoted;
    for (QString value : values) {
        if (!value.isEmpty() && QStringView(u"=+-@\t").contains(value.front()))
            value.prepend(QLatin1Char('\''));
        quoted << QLatin1Char('"') + value.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    }
    return quoted.join(QLatin1Char(',')).toUtf8() + "\r\n";
}

// Numbers and JSON go in as they are, so that a payload keeps its exact text.
QByteArray jsonLine(const QStringList &values)
{
    QStringList members;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const QString &name = columns.at(i);
        const bool isBare = name == QLatin1String("job_id") || name == QLatin1String("attempt") || name.endsWith(QLatin1String("_us"))
            || ((name == QLatin1String("payload") || name == QLatin1String("results")) && !values.at(i).isEmpty());
        QString value = values.at(i);
        if (!isBare) {
            const QString array = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
            value = value.isEmpty() ? QStringLiteral("null") : array.mid(1, array.size() - 2);
        }
        members << QStringLiteral("\"%1\":%2").arg(name, value);
    }
    return '{' + members.join(QLatin1Char(',')).toUtf8() + '}';
}

} // namespace

QString historyStatusKey(HistoryStatus status)
{
    switch (status) {
    case HistoryStatus::Started: return QStringLiteral("started");
    case HistoryStatus::Completed: return QStringLiteral("completed");
    case HistoryStatus::Failed: return QStringLiteral("failed");
    case HistoryStatus::PartialSuccess: return QStringLiteral("partial_success");
    case HistoryStatus::Abandoned: return QStringLiteral("abandoned");
    }
    return {};
}

HistoryExport::HistoryExport(Database &database, const HistoryFilter &filter, Format format, const QString &path, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_filter(filter)
    , m_format(format)
    , m_path(path)
{
}

void HistoryExport::start()
{
    const auto work = [filter = m_filter, format = m_format, path = m_path, shared = m_shared](const System &system) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            throw Error(Error::Kind::Usage, tr("Can't write %1: %2").arg(path, file.errorString()));
        const Inspector inspector(system);
        file.write(format == Format::Csv ? csvLine(columns) : QByteArray("[\n"));
        PageRequest request;
        request.limit = 1000;
        request.textLimit = 1'048'576;
        for (bool more = true; more && !shared->cancelled;) {
            const HistoryPage page = inspector.history(filter, HistoryOrder::NewestFirst, request);
            for (const ListedRecord &record : page.rows) {
                if (format == Format::Json && shared->written > 0)
                    file.write(",\n");
                file.write(format == Format::Csv ? csvLine(fields(record)) : jsonLine(fields(record)));
                ++shared->written;
            }
            request.cursor = page.end;
            more = page.hasAfter || page.incomplete;
        }
        if (format == Format::Json)
            file.write("\n]\n");
        // A cancelled export leaves no half file behind.
        if (!shared->cancelled && !file.commit())
            throw Error(Error::Kind::Usage, tr("Can't write %1: %2").arg(path, file.errorString()));
        return !shared->cancelled;
    };
    m_database.run(
        Database::Lane::Detail, tr("Export history"), this, work, [this](bool whole) { Q_EMIT finished(m_shared->written, !whole); },
        [this](const Error &error) { Q_EMIT failed(error.message()); });
}

} // namespace jobq::console
