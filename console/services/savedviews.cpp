// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/savedviews.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

namespace jobq::console {

QList<SavedView> SavedViews::all()
{
    return fromJson(QSettings().value(QStringLiteral("views")).toByteArray());
}

void SavedViews::store(const QList<SavedView> &views)
{
    QSettings().setValue(QStringLiteral("views"), toJson(views));
}

void SavedViews::add(const SavedView &view)
{
    QList<SavedView> views = all();
    views.removeIf([&](const SavedView &other) { return other.name == view.name; });
    views.append(view);
    store(views);
}

void SavedViews::remove(const QString &name)
{
    QList<SavedView> views = all();
    views.removeIf([&](const SavedView &other) { return other.name == name; });
    store(views);
}

QByteArray SavedViews::toJson(const QList<SavedView> &views)
{
    QJsonArray array;
    for (const SavedView &view : views)
        array.append(QJsonObject{{QStringLiteral("name"), view.name}, {QStringLiteral("page"), view.pageId}, {QStringLiteral("filter"), view.filter}});
    return QJsonDocument(array).toJson();
}

QList<SavedView> SavedViews::fromJson(const QByteArray &json)
{
    QList<SavedView> views;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        const SavedView view{object.value(QLatin1String("name")).toString(), object.value(QLatin1String("page")).toString(), object.value(QLatin1String("filter")).toString()};
        if (!view.name.isEmpty() && !view.pageId.isEmpty())
            views.append(view);
    }
    return views;
}

} // namespace jobq::console
