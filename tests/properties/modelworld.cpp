// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "modelworld.h"

#include "admin/ratelimits.h"

#include <QSqlQuery>

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int Connections = 4;

} // namespace

const QStringList ModelWorld::Tasks{u"alpha"_s, u"beta"_s, u"gamma"_s};
const QStringList ModelWorld::Queues{u"red"_s, u"green"_s, u"blue"_s};
const QStringList ModelWorld::Workers{u"w1"_s, u"w2"_s, u"w3"_s};

ModelWorld::ModelWorld(const ConnectionSettings &settings, quint32 seed)
    : m_settings(settings)
    , m_random(seed)
{
    const std::chrono::milliseconds atOnce(0);
    for (int i = 0; i < Connections; ++i)
        m_systems += System(ConnectionPool(settings), nullptr, RetryPolicy{.base = atOnce, .max = atOnce});
    m_eye = std::make_unique<CallerDatabase>(settings);
    RateLimits(system()).registerRateLimit(u"api"_s, TokenCapacity, u"1000 days"_s);
    model.tokens = TokenCapacity;
}

QStringList ModelWorld::column(const QString &sql) const
{
    QStringList lines;
    QSqlQuery query(m_eye->database());
    if (!query.exec(sql))
        qFatal("%s", qPrintable(query.lastError().text()));
    while (query.next())
        lines += query.value(0).toString();
    return lines;
}

} // namespace jobq::test
