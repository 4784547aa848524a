// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

namespace jobq::console {

/// What a colour says. Never the only signal: an icon and a word go with it.
enum class Tone { Neutral, Muted, Accent, Good, Warning, Bad, Violet, Teal };

/// The colours of the program, all derived from the palette that is in force, so that a change of the system's
/// scheme needs no more than a repaint.
class Theme
{
public:
    enum class Mode { System, Light, Dark };

    /// Sets palette and style sheet of the application. System keeps the desktop's palette.
    static void apply(Mode mode);
    /// Derives the style sheet anew: for ApplicationPaletteChange.
    static void refreshStyleSheet();
    static Mode modeFromName(const QString &name);

    [[nodiscard]] static bool isDark();
    [[nodiscard]] static QColor color(Tone tone);
    /// The tone as a background behind text.
    [[nodiscard]] static QColor tint(Tone tone);
    [[nodiscard]] static QColor border();
    [[nodiscard]] static QColor muted();
    [[nodiscard]] static QColor surface(); ///< Of cards and tables.
    /// The colour where it can be told from the background (a contrast of 3:1 at least, WCAG 2.1 criterion 1.4.11), or else the other.
    [[nodiscard]] static QColor readable(const QColor &color, const QColor &background, const QColor &otherwise);
    /// `weight` 0 … 1 of `a`, the rest of `b`.
    [[nodiscard]] static QColor mix(const QColor &a, const QColor &b, qreal weight);

    static constexpr int grid = 8; ///< Every distance is a multiple of it, or half of it.
    static constexpr int rowHeight = 28;
};

} // namespace jobq::console
