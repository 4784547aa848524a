// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <initializer_list>
#include <utility>

namespace jobq {

/// A JSON value that keeps its exact text.
///
/// QJsonDocument sorts keys and turns integers of 20 digits into doubles; the text here stays what the
/// caller wrote or the server stored, and value() is a view of it. An implicitly shared value; reentrant.
class JOBQ_EXPORT Payload
{
public:
    /// JSON `null`.
    Payload();
    Payload(const QJsonValue &value); // NOLINT(google-explicit-constructor): payloads are written as JSON
    Payload(const QJsonObject &object); // NOLINT(google-explicit-constructor)
    Payload(const QJsonArray &array); // NOLINT(google-explicit-constructor)
    /// `{{"to", "x@y.com"}, {"copies", 2}}`
    Payload(std::initializer_list<std::pair<QString, QJsonValue>> members);

    /// Takes `json` as it is, unchecked: JobEnqueue checks it and names the offset of a mistake.
    static Payload fromText(const QString &json);

    /// The exact text.
    [[nodiscard]] const QString &text() const { return m_text; }
    /// The text parsed; undefined where the text is no JSON. Numbers beyond a double's precision are rounded.
    [[nodiscard]] QJsonValue value() const;
    /// value() as an object; empty where it is none.
    [[nodiscard]] QJsonObject object() const { return value().toObject(); }

    /// True where it was made of Qt's JSON classes, so that its text can't but be JSON.
    [[nodiscard]] bool isWellFormed() const { return m_wellFormed; }

    /// Compares the exact texts.
    friend bool operator==(const Payload &a, const Payload &b) { return a.m_text == b.m_text; }

private:
    QString m_text;
    bool m_wellFormed = true;
};

} // namespace jobq
