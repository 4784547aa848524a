// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/icons.h"

#include <QApplication>
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace jobq::console {

namespace {

QByteArray svgText(const QString &name)
{
    static QHash<QString, QByteArray> texts;
    const auto at = texts.constFind(name);
    if (at != texts.cend())
        return *at;
    QFile file(QStringLiteral(":/console/icons/%1.svg").arg(name));
    const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    texts.insert(name, text);
    return text;
}

QPixmap render(const QString &name, const QColor &color, const QSize &pixels)
{
    const QString key = QStringLiteral("jobq-icon:%1:%2:%3x%4").arg(name, color.name(QColor::HexArgb)).arg(pixels.width()).arg(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(svgText(name).replace("currentColor", color.name().toLatin1()));
    QPainter painter(&pixmap);
    const int side = qMin(pixels.width(), pixels.height());
    renderer.render(&painter, QRectF((pixels.width() - side) / 2.0, (pixels.height() - side) / 2.0, side, side));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class PaletteIconEngine : public QIconEngine
{
public:
    PaletteIconEngine(const QString &name, std::optional<Tone> tone)
        : m_name(name)
        , m_tone(tone)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap pixmap = render(m_name, colorOf(mode), rect.size() * ratio);
        pixmap.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), pixmap);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override { return render(m_name, colorOf(mode), size); }
    [[nodiscard]] QIconEngine *clone() const override { return new PaletteIconEngine(m_name, m_tone); }
    QString iconName() override { return m_name; }
    bool isNull() override { return svgText(m_name).isEmpty(); }

private:
    [[nodiscard]] QColor colorOf(QIcon::Mode mode) const
    {
        const QPalette palette = QApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        if (m_tone)
            return Theme::color(*m_tone);
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        return Theme::mix(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.8);
    }

    QString m_name;
    std::optional<Tone> m_tone;
};

} // namespace

QIcon icon(const QString &name, std::optional<Tone> tone)
{
    return QIcon(new PaletteIconEngine(name, tone));
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    QPixmap pixmap = render(name, color, QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

} // namespace jobq::console
