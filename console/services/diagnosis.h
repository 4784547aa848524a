// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

namespace jobq::console {

/// Facts for support, without payloads, errors or addresses.
class Diagnosis
{
public:
    /// A JSON text; blocks. `profileName` is left out on purpose: it may hold a host.
    [[nodiscard]] static QByteArray collect(const System &system);
};

} // namespace jobq::console
