// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

namespace jobq {

class Connection;

/// Brings the schema `jobq` up to date, forward only, under an advisory lock so that two programs may start at once.
class Migrator
{
public:
    /// Throws Usage where the schema is newer than this program or may not be created; nothing is left half done.
    static void migrate(Connection &connection);
    /// Throws Usage where the schema is missing, older or newer than this program needs.
    static void check(Connection &connection);
};

} // namespace jobq
