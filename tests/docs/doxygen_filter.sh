#!/bin/sh
# SPDX-FileCopyrightText: 2026 The JobQ authors
# SPDX-License-Identifier: MIT
#
# What doxygen reads of a header: nothing where it is private to libjobq. Else it learns how our comments are meant:
# one speaks for all declarations below it up to the next blank line; a data member or a surface's constructor whose
# name says all needs none.
grep -q '^// Private to libjobq' "$1" && exit 0
awk '
    function begins() { return !within && /^(    |        )?[A-Za-z\[]/ && !/^ *(public|private|protected|Q_SIGNALS|return|if|for|case|using|friend|namespace|class|enum|Q_[A-Z_]+)/ }
    /^ *$/ || /^ *[{}]/ || /^ *(public|private|protected|Q_SIGNALS)/ { covered = 0; fresh = 0; within = 0; print; next }
    /^ *\/\/\// { covered = 1; fresh = 1; print; next }
    /^ *\/\// { print; next }
    begins() && !fresh && !/\/\/\/</ {
        if (covered && /\(/)
            print "    /// As above."
        else if (/^ *explicit [A-Za-z]+\(const System &system(, QObject \*parent = nullptr)?\);/)
            print "    /// Works on `system`."
        else if (/^ +[A-Za-z0-9:<>, ]+ [a-z][A-Za-z0-9]*( = [^()]*|\{[^()]*(\([^()]*\))?\})?;/)
            sub(/;.*/, "; ///< As it is named.")
    }
    {
        fresh = 0
        if (/\/\/\/</)
            covered = 0
        code = $0
        sub(/ *\/\/.*/, "", code)
        within = code !~ /[;{}:]$/ && code !~ /^ *(template|#)/
        print
    }
' "$1"
