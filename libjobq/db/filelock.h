// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QString>

namespace jobq {

/// An advisory lock on a file (flock): it belongs to this object, and vanishes with the process however that ends.
class FileLock
{
public:
    /// Opens the file, and makes it where it is missing. Throws Usage where that fails.
    explicit FileLock(const QString &path);
    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

    void lockShared(); ///< Waits.
    void lockExclusive(); ///< Waits.
    [[nodiscard]] bool tryLockExclusive(); ///< Turns a shared lock into an exclusive one, or loses it.

private:
    bool lock(int operation);

    QString m_path;
    int m_descriptor = -1;
};

} // namespace jobq
