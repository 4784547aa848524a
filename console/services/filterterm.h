// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

namespace jobq::console {

/// The text that filters jobs by this one value, quoted where the grammar wants it: `queue:"a b"`.
[[nodiscard]] inline QString filterTerm(std::optional<QString> JobFilter::*member, const QString &value)
{
    JobFilter filter;
    filter.*member = value;
    return filterText(filter);
}

} // namespace jobq::console
