// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/profile.h"

#include "services/types.h"

#include <QCoreApplication>
#include <QSettings>

namespace jobq::console {

namespace {

const char *const environmentKeys[] = {"local", "development", "staging", "production"};

Environment environmentFromKey(const QString &key)
{
    for (int i = 0; i < 4; ++i) {
        if (key == QLatin1String(environmentKeys[i]))
            return Environment(i);
    }
    return Environment::Development;
}

// Only a guess from the address; the dialog lets one say better.
Environment guess(const QString &address)
{
    if (address.contains(QLatin1String("prod"), Qt::CaseInsensitive))
        return Environment::Production;
    if (address.contains(QLatin1String("stag"), Qt::CaseInsensitive))
        return Environment::Staging;
    return Environment::Development;
}

void store(const QList<Profile> &profiles)
{
    QSettings settings;
    settings.beginWriteArray(QStringLiteral("profiles"), int(profiles.size()));
    for (int i = 0; i < profiles.size(); ++i) {
        const Profile &profile = profiles.at(i);
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("name"), profile.name);
        settings.setValue(QStringLiteral("address"), profile.address);
        settings.setValue(QStringLiteral("environment"), QLatin1String(environmentKeys[int(profile.environment)]));
        settings.setValue(QStringLiteral("readOnly"), profile.readOnly);
        settings.setValue(QStringLiteral("keepPassword"), profile.keepPassword);
    }
    settings.endArray();
}

} // namespace

QString environmentName(Environment environment)
{
    switch (environment) {
    case Environment::Local: return QCoreApplication::translate("jobq::console::Environment", "Local");
    case Environment::Development: return QCoreApplication::translate("jobq::console::Environment", "Development");
    case Environment::Staging: return QCoreApplication::translate("jobq::console::Environment", "Staging");
    case Environment::Production: return QCoreApplication::translate("jobq::console::Environment", "Production");
    }
    return {};
}

QString environmentIcon(Environment environment)
{
    switch (environment) {
    case Environment::Local: return QStringLiteral("laptop");
    case Environment::Development: return QStringLiteral("database");
    case Environment::Staging: return QStringLiteral("staging");
    case Environment::Production: return QStringLiteral("production");
    }
    return {};
}

Profile Profile::local()
{
    Profile profile;
    profile.name = QCoreApplication::translate("jobq::console::Profile", "Local database");
    return profile;
}

Profile Profile::fromAddress(const QString &address, QString *password)
{
    ConnectionSettings settings = ConnectionSettings::fromString(address);
    if (password)
        *password = settings.keyword(QStringLiteral("password"));
    settings.setKeyword(QStringLiteral("password"), {});
    Profile profile;
    profile.name = settings.description();
    profile.address = settings.connectionString();
    profile.environment = guess(address);
    return profile;
}

QString Profile::place() const
{
    if (isLocal())
        return QStringLiteral("local");
    const ConnectionSettings settings = ConnectionSettings::fromString(address);
    QStringList parts;
    for (const char *keyword : {"service", "host", "hostaddr", "port", "dbname"})
        parts << settings.keyword(QLatin1String(keyword));
    return parts.join(QLatin1Char('\n'));
}

QList<Profile> Profiles::recent()
{
    QSettings settings;
    QList<Profile> profiles;
    const int count = settings.beginReadArray(QStringLiteral("profiles"));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        Profile profile;
        profile.name = settings.value(QStringLiteral("name")).toString();
        profile.address = settings.value(QStringLiteral("address")).toString();
        profile.environment = environmentFromKey(settings.value(QStringLiteral("environment")).toString());
        profile.readOnly = settings.value(QStringLiteral("readOnly")).toBool();
        profile.keepPassword = settings.value(QStringLiteral("keepPassword")).toBool();
        profiles.append(profile);
    }
    settings.endArray();
    return profiles;
}

void Profiles::remember(const Profile &profile)
{
    QList<Profile> profiles = recent();
    profiles.removeIf([&](const Profile &other) { return other.name == profile.name; });
    profiles.prepend(profile);
    constexpr int mostProfiles = 20;
    store(profiles.mid(0, mostProfiles));
}

void Profiles::forget(const QString &name)
{
    QList<Profile> profiles = recent();
    profiles.removeIf([&](const Profile &other) { return other.name == name; });
    store(profiles);
}

std::optional<Profile> Profiles::find(const QString &name)
{
    for (const Profile &profile : recent()) {
        if (profile.name.compare(name, Qt::CaseInsensitive) == 0)
            return profile;
    }
    return std::nullopt;
}

} // namespace jobq::console
