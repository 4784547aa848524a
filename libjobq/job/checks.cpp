// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/checks.h"

namespace jobq {

using namespace Qt::StringLiterals;

Error usageError(const QString &argument, const QString &what)
{
    return Error(Error::Kind::Usage, argument + u": "_s + what).withArgument(argument);
}

void checkStorable(const QString &argument, const QString &text)
{
    if (text.contains(QChar(u'\0')))
        throw usageError(argument, u"contains a NUL character, which PostgreSQL can't store"_s);
    // It would be stored as another one, and two names could become the same.
    if (!text.isValidUtf16())
        throw usageError(argument, u"contains half a character (a lone surrogate), which PostgreSQL can't store"_s);
}

void checkName(const QString &argument, const QString &name)
{
    if (name.isEmpty())
        throw usageError(argument, u"must not be empty"_s);
    if (name.size() > MaxNameLength)
        throw usageError(argument, u"is %1 characters long; at most %2 are allowed"_s.arg(name.size()).arg(MaxNameLength));
    checkStorable(argument, name);
}

} // namespace jobq
