// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// Only under ThreadSanitizer, whose own clone() takes a child that shares its parent's memory (as QProcess has it, until
// the child executes its program) for a fork: from then on it sees none of the locks that the parent's thread takes, and
// ends the process at its next new thread. This one comes before it, and gives the child a copy instead.

#include <cstdarg>
#include <sched.h>

extern "C" {

int __clone(int (*)(void *), void *, int, void *, ...); // glibc's own name of it

__attribute__((visibility("default"))) int clone(int (*function)(void *), void *stack, int flags, void *argument, ...)
{
    va_list rest;
    va_start(rest, argument);
    auto *const parent = va_arg(rest, pid_t *);
    auto *const tls = va_arg(rest, void *);
    auto *const child = va_arg(rest, pid_t *);
    va_end(rest);
    return __clone(function, stack, flags & ~(CLONE_VM | CLONE_VFORK), argument, parent, tls, child);
}

} // extern "C"
