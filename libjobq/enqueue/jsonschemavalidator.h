// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "enqueue/payloadvalidator.h"

#include <QHash>

namespace valijson {
class Schema;
}

namespace jobq {

/// Checks payloads against a JSON Schema (draft 7, <https://json-schema.org/draft-07/schema>) for each task
/// identifier, with valijson.
///
/// A task without a schema accepts anything, unless unknown tasks are refused. `$ref` may point inside the same
/// schema only: nothing is ever fetched. `format` is checked as far as valijson knows it. Patterns are matched by PCRE, in the
/// syntax of ECMA 262; a text that takes it too long is refused. Numbers are compared as doubles, and an `integer` has 64 bits at
/// most. Add the schemas first, then share the object: reading is thread-safe, adding is not.
class JOBQ_EXPORT JsonSchemaValidator : public PayloadValidator
{
public:
    /// What becomes of a task that has no schema.
    enum class UnknownTasks {
        Accept,
        Refuse, ///< Strict mode: a task without a schema is refused, so a mistyped name is found at once.
    };

    /// Knows no schema yet.
    explicit JsonSchemaValidator(UnknownTasks unknownTasks = UnknownTasks::Accept);
    ~JsonSchemaValidator() override;

    /// Throws Validation (not JSON, or not a schema that can be used; the message says why).
    void addSchema(const QString &taskIdentifier, const QByteArray &schemaJson);
    /// Reads the schema from a file. Throws NotFound where it can't be read, else as addSchema().
    void addSchemaFile(const QString &taskIdentifier, const QString &path);
    /// Adds every `<task identifier>.json` of a folder; returns how many. Throws as addSchemaFile().
    int addSchemaFolder(const QString &folder);

    [[nodiscard]] QString explain(const QString &taskIdentifier, const Payload &payload) const override;

private:
    UnknownTasks m_unknownTasks;
    QHash<QString, std::shared_ptr<const valijson::Schema>> m_schemas;
};

} // namespace jobq
