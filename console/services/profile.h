// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace jobq::console {

/// How careful one has to be.
enum class Environment { Local, Development, Staging, Production };

[[nodiscard]] QString environmentName(Environment environment); ///< For people.
[[nodiscard]] QString environmentIcon(Environment environment);

/// A database that the operator connects to. Never holds a password.
struct Profile {
    QString name;
    QString address; ///< A URI or keywords; empty: the local database.
    Environment environment = Environment::Local;
    bool readOnly = false;
    bool keepPassword = false; ///< In the system's keychain.

    [[nodiscard]] bool isLocal() const { return address.isEmpty(); }
    /// Names the database itself: the same for every profile, role or option with which it is opened.
    [[nodiscard]] QString place() const;
    [[nodiscard]] static Profile local();
    /// From an address that may hold a password, which is left out and given back.
    [[nodiscard]] static Profile fromAddress(const QString &address, QString *password = nullptr);
    friend bool operator==(const Profile &, const Profile &) = default;
};

/// The profiles that were used, kept in the settings; the last used first.
class Profiles
{
public:
    [[nodiscard]] static QList<Profile> recent();
    static void remember(const Profile &profile);
    static void forget(const QString &name);
    [[nodiscard]] static std::optional<Profile> find(const QString &name);
};

} // namespace jobq::console
