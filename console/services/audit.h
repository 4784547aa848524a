// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

namespace jobq::console {

/// The newest rows of the audit, newest first. The batches of one action are all there or none of them: an action that
/// is shown in part would be undone in part.
[[nodiscard]] QList<Operation> newestOperations(const System &system);

} // namespace jobq::console
