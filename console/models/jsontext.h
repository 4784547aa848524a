// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace jobq::console {

/// One value of a JSON text, with its scalars exactly as written: QJsonDocument would sort the members and round
/// long numbers.
struct JsonNode {
    enum class Kind { Object, Array, String, Number, Word };

    Kind kind = Kind::Word;
    QString name; ///< Of a member, unescaped.
    QString text; ///< Of a scalar, as written.
    int index = 0; ///< Among its siblings.
    JsonNode *parent = nullptr;
    std::vector<std::unique_ptr<JsonNode>> children;

    [[nodiscard]] bool isContainer() const { return kind == Kind::Object || kind == Kind::Array; }
};

struct JsonError {
    QString message;
    qsizetype position = 0;
};

struct JsonTree {
    std::unique_ptr<JsonNode> root; ///< Null where the text is no JSON.
    std::optional<JsonError> error;
};

/// Reads one JSON text (RFC 8259).
[[nodiscard]] JsonTree parseJson(const QString &text);
/// With two spaces a level, members in their order, scalars untouched. The text itself where it is no JSON.
[[nodiscard]] QString prettyJson(const QString &text);
/// The characters that a JSON string (without its quotes) stands for.
[[nodiscard]] QString unescapeJson(QStringView string);

} // namespace jobq::console
