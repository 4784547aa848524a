// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/filelock.h"

#include "job/error.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace jobq {

FileLock::FileLock(const QString &path)
    : m_path(path)
    // The server that is started under the lock must not inherit it.
    , m_descriptor(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600))
{
    if (m_descriptor < 0)
        throw Error(Error::Kind::Usage,
                    QStringLiteral("Can't open the lock file %1: %2").arg(path, qt_error_string(errno)));
}

FileLock::~FileLock()
{
    ::close(m_descriptor);
}

void FileLock::lockShared()
{
    if (!lock(LOCK_SH))
        throw Error(Error::Kind::Usage, QStringLiteral("Can't lock %1: %2").arg(m_path, qt_error_string(errno)));
}

void FileLock::lockExclusive()
{
    if (!lock(LOCK_EX))
        throw Error(Error::Kind::Usage, QStringLiteral("Can't lock %1: %2").arg(m_path, qt_error_string(errno)));
}

bool FileLock::tryLockExclusive()
{
    return lock(LOCK_EX | LOCK_NB);
}

bool FileLock::lock(int operation)
{
    int result = 0;
    do {
        result = ::flock(m_descriptor, operation);
    } while (result != 0 && errno == EINTR);
    return result == 0;
}

} // namespace jobq
