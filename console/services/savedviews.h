// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QList>
#include <QString>

namespace jobq::console {

/// A page with a filter under a name.
struct SavedView {
    QString name;
    QString pageId;
    QString filter;

    friend bool operator==(const SavedView &, const SavedView &) = default;
};

/// The views that the operator keeps, in the settings; they travel as JSON files.
class SavedViews
{
public:
    [[nodiscard]] static QList<SavedView> all();
    static void add(const SavedView &view); ///< One of the same name is replaced.
    static void remove(const QString &name);
    [[nodiscard]] static QByteArray toJson(const QList<SavedView> &views);
    /// The views in the text; leaves out what is none.
    [[nodiscard]] static QList<SavedView> fromJson(const QByteArray &json);

private:
    static void store(const QList<SavedView> &views);
};

} // namespace jobq::console
