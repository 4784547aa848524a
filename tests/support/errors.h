// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/error.h"

#include <stdexcept>

namespace jobq::test {

/// The jobq::Error that `call` throws. Where it throws none, throws itself, and so fails the test.
template<typename Call>
Error errorOf(Call &&call)
{
    try {
        call();
    } catch (const Error &error) {
        return error;
    }
    throw std::runtime_error("a jobq::Error was expected, but none was thrown");
}

} // namespace jobq::test
