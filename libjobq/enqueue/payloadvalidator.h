// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"
#include "job/payload.h"

#include <QString>

#include <memory>
#include <vector>

namespace jobq {

/// Decides which payloads a task accepts. Implementations must be thread-safe: one object serves all threads.
class JOBQ_EXPORT PayloadValidator
{
public:
    virtual ~PayloadValidator();

    /// Throws a Validation error whose message is explain().
    void validate(const QString &taskIdentifier, const Payload &payload) const;
    [[nodiscard]] bool isValid(const QString &taskIdentifier, const Payload &payload) const;
    /// Why the payload is refused, in words for people and without its values; empty where it is accepted.
    [[nodiscard]] virtual QString explain(const QString &taskIdentifier, const Payload &payload) const = 0;
};

/// Accepts everything: the default.
class JOBQ_EXPORT NoOpValidator : public PayloadValidator
{
public:
    [[nodiscard]] QString explain(const QString &taskIdentifier, const Payload &payload) const override;
};

/// All of its parts must agree; explains with the words of each that does not.
class JOBQ_EXPORT CompositeValidator : public PayloadValidator
{
public:
    /// Without any part it accepts everything. None of them may be null.
    explicit CompositeValidator(std::vector<std::shared_ptr<const PayloadValidator>> parts);
    [[nodiscard]] QString explain(const QString &taskIdentifier, const Payload &payload) const override;

private:
    std::vector<std::shared_ptr<const PayloadValidator>> m_parts;
};

} // namespace jobq
