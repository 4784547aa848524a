// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.h"

#include <QApplication>
#include <QFile>
#include <QStyleFactory>

#include <cmath>

namespace jobq::console {

namespace {

struct Colors {
    const char *window, *base, *alternate, *text, *muted, *button, *border, *highlight, *highlighted, *accent;
};
constexpr Colors light{"#f4f5f7", "#ffffff", "#f8f9fb", "#1f2329", "#656d78", "#ffffff", "#d5d9e0", "#dbe6fb", "#16233f", "#2f5fd7"};
constexpr Colors dark{"#1c1f24", "#16181c", "#1b1e23", "#e4e8ee", "#97a0ad", "#262a31", "#363c46", "#2b4170", "#f3f6fb", "#7aa5ff"};

QPalette paletteOf(const Colors &c)
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(c.window));
    palette.setColor(QPalette::WindowText, QColor(c.text));
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.alternate));
    palette.setColor(QPalette::Text, QColor(c.text));
    palette.setColor(QPalette::PlaceholderText, QColor(c.muted));
    palette.setColor(QPalette::Button, QColor(c.button));
    palette.setColor(QPalette::ButtonText, QColor(c.text));
    palette.setColor(QPalette::BrightText, QColor(Qt::white));
    palette.setColor(QPalette::ToolTipBase, QColor(c.button));
    palette.setColor(QPalette::ToolTipText, QColor(c.text));
    palette.setColor(QPalette::Highlight, QColor(c.highlight));
    palette.setColor(QPalette::HighlightedText, QColor(c.highlighted));
    palette.setColor(QPalette::Link, QColor(c.accent));
    palette.setColor(QPalette::LinkVisited, QColor(c.accent));
    palette.setColor(QPalette::Light, QColor(c.base));
    palette.setColor(QPalette::Midlight, QColor(c.alternate));
    palette.setColor(QPalette::Mid, QColor(c.border));
    palette.setColor(QPalette::Dark, QColor(c.muted));
    palette.setColor(QPalette::Shadow, QColor(Qt::black));
    const QColor disabled = Theme::mix(QColor(c.text), QColor(c.window), 0.38);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

QString styleSheetTemplate()
{
    QFile file(QStringLiteral(":/console/style/console.qss"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

QColor Theme::mix(const QColor &a, const QColor &b, qreal weight)
{
    const auto part = [weight](int x, int y) { return qRound(x * weight + y * (1 - weight)); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

QColor Theme::readable(const QColor &color, const QColor &background, const QColor &otherwise)
{
    const auto linear = [](double part) { return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    const auto luminance = [linear](const QColor &c) { return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF()); };
    const double a = luminance(color) + 0.05;
    const double b = luminance(background) + 0.05;
    return qMax(a, b) / qMin(a, b) >= 3 ? color : otherwise;
}

Theme::Mode Theme::modeFromName(const QString &name)
{
    return name == QLatin1String("dark") ? Mode::Dark : name == QLatin1String("light") ? Mode::Light : Mode::System;
}

void Theme::apply(Mode mode)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(mode == Mode::System ? QPalette() : paletteOf(mode == Mode::Dark ? dark : light));
    refreshStyleSheet();
}

void Theme::refreshStyleSheet()
{
    const QPalette palette = QApplication::palette();
    const QColor text = palette.color(QPalette::WindowText);
    const QColor window = palette.color(QPalette::Window);
    const QList<QPair<QLatin1String, QColor>> tokens{
        {QLatin1String("@window"), window},
        {QLatin1String("@surface"), surface()},
        {QLatin1String("@text"), text},
        {QLatin1String("@muted"), muted()},
        {QLatin1String("@border"), border()},
        {QLatin1String("@hover"), mix(text, window, 0.07)},
        {QLatin1String("@press"), mix(text, window, 0.14)},
        {QLatin1String("@header"), mix(text, surface(), isDark() ? 0.05 : 0.03)},
        {QLatin1String("@button"), palette.color(QPalette::Button)},
        {QLatin1String("@accentText"), isDark() ? QColor(0x10, 0x16, 0x22) : QColor(Qt::white)},
        {QLatin1String("@accentHover"), mix(color(Tone::Accent), text, 0.86)},
        {QLatin1String("@accentTint"), tint(Tone::Accent)},
        {QLatin1String("@accent"), color(Tone::Accent)},
        {QLatin1String("@badTint"), tint(Tone::Bad)},
        {QLatin1String("@bad"), color(Tone::Bad)},
        {QLatin1String("@highlighted"), palette.color(QPalette::HighlightedText)},
        {QLatin1String("@highlight"), palette.color(QPalette::Highlight)},
        {QLatin1String("@disabled"), palette.color(QPalette::Disabled, QPalette::Text)},
    };
    QString sheet = styleSheetTemplate();
    for (const auto &[name, value] : tokens)
        sheet.replace(name, value.name());
    sheet.replace(QLatin1String("%MODE%"), isDark() ? QLatin1String("dark") : QLatin1String("light"));
    // Setting the same sheet again would polish every widget for nothing, and announce another change of palette.
    if (qApp->styleSheet() != sheet)
        qApp->setStyleSheet(sheet);
}

bool Theme::isDark()
{
    return QApplication::palette().color(QPalette::Window).lightness() < 128;
}

QColor Theme::color(Tone tone)
{
    const bool isDarkNow = isDark();
    const auto pick = [isDarkNow](const char *onLight, const char *onDark) { return QColor(isDarkNow ? onDark : onLight); };
    switch (tone) {
    case Tone::Neutral: return QApplication::palette().color(QPalette::WindowText);
    case Tone::Muted: return muted();
    case Tone::Accent: return pick("#2f5fd7", "#7aa5ff");
    case Tone::Good: return pick("#1b7a3d", "#4cc26d");
    case Tone::Warning: return pick("#9a5b00", "#e0a43a");
    case Tone::Bad: return pick("#c4262e", "#ff7b72");
    case Tone::Violet: return pick("#7444c0", "#b794f6");
    case Tone::Teal: return pick("#0b7285", "#4fc3d1");
    }
    return muted();
}

QColor Theme::tint(Tone tone)
{
    return mix(color(tone), surface(), isDark() ? 0.20 : 0.10);
}

QColor Theme::border()
{
    const QPalette palette = QApplication::palette();
    return mix(palette.color(QPalette::WindowText), palette.color(QPalette::Window), isDark() ? 0.16 : 0.15);
}

QColor Theme::muted()
{
    const QPalette palette = QApplication::palette();
    return mix(palette.color(QPalette::WindowText), palette.color(QPalette::Window), isDark() ? 0.62 : 0.64);
}

QColor Theme::surface()
{
    return QApplication::palette().color(QPalette::Base);
}

} // namespace jobq::console
