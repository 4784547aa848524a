// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/payloadvalidator.h"

#include "job/error.h"

#include <QStringList>

namespace jobq {

PayloadValidator::~PayloadValidator() = default;

void PayloadValidator::validate(const QString &taskIdentifier, const Payload &payload) const
{
    const QString explanation = explain(taskIdentifier, payload);
    if (!explanation.isEmpty())
        throw Error(Error::Kind::Validation, explanation).withArgument(QStringLiteral("payload"));
}

bool PayloadValidator::isValid(const QString &taskIdentifier, const Payload &payload) const
{
    return explain(taskIdentifier, payload).isEmpty();
}

QString NoOpValidator::explain(const QString &, const Payload &) const
{
    return {};
}

CompositeValidator::CompositeValidator(std::vector<std::shared_ptr<const PayloadValidator>> parts)
    : m_parts(std::move(parts))
{
}

QString CompositeValidator::explain(const QString &taskIdentifier, const Payload &payload) const
{
    QStringList explanations;
    for (const auto &part : m_parts) {
        const QString explanation = part->explain(taskIdentifier, payload);
        if (!explanation.isEmpty())
            explanations += explanation;
    }
    return explanations.join(QLatin1Char('\n'));
}

} // namespace jobq
