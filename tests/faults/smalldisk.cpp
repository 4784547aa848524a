// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/smalldisk.h"

#include <QDir>
#include <QFile>

#include <sys/mount.h>
#include <unistd.h>

namespace jobq::test {

using namespace Qt::StringLiterals;

SmallDisk::SmallDisk(int megabytes, const ServerAccount &owner)
    : m_folder(QDir::tempPath() + u"/jobq-disk-XXXXXX"_s)
{
    QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7755)); // to be passed through by the server
    QDir(m_folder.path()).mkdir(u"disk"_s);
    const QByteArray options = "mode=0700,size=" + QByteArray::number(megabytes) + "m,uid=" + QByteArray::number(owner.user)
        + ",gid=" + QByteArray::number(owner.group);
    m_isMounted = ::mount("tmpfs", QFile::encodeName(folder()).constData(), "tmpfs", 0, options.constData()) == 0;
}

SmallDisk::~SmallDisk()
{
    if (m_isMounted)
        ::umount2(QFile::encodeName(folder()).constData(), MNT_DETACH);
}

void SmallDisk::fill() const
{
    QFile ballast(folder() + u"/ballast"_s);
    if (!ballast.open(QIODevice::Append | QIODevice::Unbuffered))
        return;
    for (qint64 size = 1 << 20; size > 0; size /= 4) {
        const QByteArray zeros(size, '\0');
        while (ballast.write(zeros) == size) { }
    }
}

void SmallDisk::makeRoom() const
{
    QFile::remove(folder() + u"/ballast"_s);
}

} // namespace jobq::test
