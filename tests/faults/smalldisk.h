// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/serverprograms.h"

#include <QTemporaryDir>

namespace jobq::test {

/// A small file system in memory, mounted (which only root may do).
class SmallDisk
{
public:
    SmallDisk(int megabytes, const ServerAccount &owner);
    ~SmallDisk();
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    [[nodiscard]] bool isMounted() const { return m_isMounted; }
    [[nodiscard]] QString folder() const { return m_folder.filePath(QStringLiteral("disk")); }
    /// Leaves not a byte.
    void fill() const;
    void makeRoom() const;

private:
    QTemporaryDir m_folder;
    bool m_isMounted = false;
};

} // namespace jobq::test
