// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mainwindow.h"

#include "services/passwordstore.h"

#include <QRegularExpression>
#include <QUrl>

namespace jobq::console {

void MainWindow::openProfile(const Profile &profile, const QString &password)
{
    closeDatabase();
    m_database.open(profile, password, profile.isLocal());
}

// What works on the database ends before its server may.
void MainWindow::closeDatabase()
{
    m_workers.shutDown(std::chrono::seconds(2));
    m_upkeep.stop();
    m_database.close();
}

// Not QUrl's host: that knows neither spaces nor capital letters, and the names of profiles have both.
bool MainWindow::openAddress(const QString &address)
{
    static const QRegularExpression form(QStringLiteral("^jobq://([^/]+)/job/([0-9]{1,18})/?$"), QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(address);
    if (!match.hasMatch())
        return false;
    const QString name = QUrl::fromPercentEncoding(match.captured(1).toUtf8());
    const JobId id = match.captured(2).toLongLong();
    const std::optional<Profile> profile = name.compare(QLatin1String("local"), Qt::CaseInsensitive) == 0 ? Profile::local() : Profiles::find(name);
    if (id <= 0 || !profile)
        return false;
    m_jobWanted = id;
    if (m_database.isConnected() && m_database.profile() == *profile)
        openJob(std::exchange(m_jobWanted, 0));
    else
        openKnown(*profile);
    return true;
}

QString MainWindow::addressOf(JobId id) const
{
    const Profile &profile = m_database.profile();
    const QString name = profile.isLocal() ? QStringLiteral("local") : QString::fromUtf8(QUrl::toPercentEncoding(profile.name));
    // Put together by hand: an encoded name is full of what arg() takes for its own.
    return QLatin1String("jobq://") + name + QLatin1String("/job/") + QString::number(id);
}

void MainWindow::openKnown(const Profile &profile)
{
    if (profile.keepPassword)
        PasswordStore::read(profile.name, this, [this, profile](const QString &password) { openProfile(profile, password); });
    else
        openProfile(profile);
}

} // namespace jobq::console
