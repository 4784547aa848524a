// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QIcon>

#include <optional>

namespace jobq::console {

/// One of the program's own line icons (`resources/icons/<name>.svg`), drawn in the colour of the text that it
/// stands beside, or in a tone; follows every change of the palette.
[[nodiscard]] QIcon icon(const QString &name, std::optional<Tone> tone = {});
/// The same as a picture for a painter or a label.
[[nodiscard]] QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);

} // namespace jobq::console
