// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace jobq::console {

/// The whole program.
int runConsole(int argc, char **argv);

} // namespace jobq::console
