// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/texts.h"

#include <QLocale>
#include <QTimeZone>

namespace jobq::console {

namespace {

Clock currentClock = Clock::Local;
QTimeZone serverZone = QTimeZone::utc();
qint64 serverOffsetMs = 0;

} // namespace

void Texts::setClock(Clock clock)
{
    currentClock = clock;
}

Clock Texts::clock()
{
    return currentClock;
}

QString Texts::clockName()
{
    switch (currentClock) {
    case Clock::Local: return tr("Local time (%1)").arg(QDateTime::currentDateTime().timeZoneAbbreviation());
    case Clock::Utc: return tr("UTC");
    case Clock::Server: return tr("Server time (%1)").arg(QString::fromUtf8(serverZone.id()));
    }
    return {};
}

QTimeZone Texts::zone()
{
    switch (currentClock) {
    case Clock::Local: return QTimeZone::systemTimeZone();
    case Clock::Utc: return QTimeZone::utc();
    case Clock::Server: return serverZone;
    }
    return QTimeZone::utc();
}

QString Texts::zoneName()
{
    return zone().abbreviation(now());
}

void Texts::setServerClock(const QString &timeZone, const QDateTime &serverNow)
{
    const QTimeZone zone(timeZone.toUtf8());
    serverZone = zone.isValid() ? zone : QTimeZone::utc();
    if (serverNow.isValid())
        serverOffsetMs = QDateTime::currentDateTimeUtc().msecsTo(serverNow);
}

QDateTime Texts::now()
{
    return QDateTime::currentDateTimeUtc().addMSecs(serverOffsetMs);
}

QString Texts::relative(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    const qint64 ms = time.msecsTo(now());
    if (qAbs(ms) < 1000)
        return tr("now");
    const QString text = span(std::chrono::seconds(qAbs(ms) / 1000));
    return ms > 0 ? tr("%1 ago").arg(text) : tr("in %1").arg(text);
}

QString Texts::absolute(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    const QDateTime shown = currentClock == Clock::Local ? time.toLocalTime()
        : currentClock == Clock::Utc                     ? time.toUTC()
                                                         : time.toTimeZone(serverZone);
    return shown.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")) + QLatin1Char(' ') + shown.timeZoneAbbreviation();
}

QString Texts::span(std::chrono::microseconds span)
{
    const QLocale locale;
    const qint64 us = qAbs(qint64(span.count()));
    if (us < 1000)
        return tr("%1 µs").arg(us);
    if (us < 10'000)
        return tr("%1 ms").arg(locale.toString(double(us) / 1000, 'f', 1));
    if (us < 1'000'000)
        return tr("%1 ms").arg(us / 1000);
    if (us < 10'000'000 && us % 1'000'000 != 0)
        return tr("%1 s").arg(locale.toString(double(us) / 1e6, 'f', 1));
    const qint64 seconds = us / 1'000'000;
    if (seconds < 120)
        return tr("%1 s").arg(seconds);
    const qint64 minutes = seconds / 60;
    if (minutes < 120)
        return tr("%1 min").arg(minutes);
    const qint64 hours = minutes / 60;
    if (hours < 48)
        return minutes % 60 ? tr("%1 h %2 min").arg(hours).arg(minutes % 60) : tr("%1 h").arg(hours);
    return hours % 24 ? tr("%1 d %2 h").arg(hours / 24).arg(hours % 24) : tr("%1 d").arg(hours / 24);
}

QString Texts::number(qint64 value)
{
    return QLocale().toString(value);
}

QString Texts::count(qint64 value, bool exact)
{
    return exact ? number(value) : QLatin1Char('~') + number(value);
}

QString Texts::bytes(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 10240 ? 0 : 1, QLocale::DataSizeIecFormat);
}

QString Texts::singleLine(const QString &text, int mostCharacters)
{
    QString line = text.left(mostCharacters).simplified();
    if (text.size() > mostCharacters)
        line += QChar(0x2026);
    return line;
}

} // namespace jobq::console
