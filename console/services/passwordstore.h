// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

namespace jobq::console {

/// Passwords in the system's keychain, and nowhere else. Where there is no keychain nothing is kept.
class PasswordStore
{
public:
    /// Calls `done` with the password, or an empty text, unless `context` is gone by then.
    static void read(const QString &key, QObject *context, const std::function<void(const QString &)> &done);
    /// Calls `done` with what went wrong; empty where it was kept.
    static void write(const QString &key, const QString &password, QObject *context,
                      const std::function<void(const QString &)> &done);
    static void remove(const QString &key);
};

} // namespace jobq::console
