// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>

namespace jobq::console {

/// Icons, style and translations: a static library does not register them by itself.
void initialiseResources();

/// The texts of that language as far as there are any; the plural forms of English otherwise.
void installTranslations(const QLocale &locale);

/// The whole program.
int runConsole(int argc, char **argv);

} // namespace jobq::console
