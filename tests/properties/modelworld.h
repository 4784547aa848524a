// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "queuemodel.h"
#include "support/callerdatabase.h"

#include <QRandomGenerator>

#include <memory>

namespace jobq::test {

/// What the random operations share: the model, several connections to the real queue, and the dice.
class ModelWorld
{
public:
    ModelWorld(const ConnectionSettings &settings, quint32 seed);

    QueueModel model;
    [[nodiscard]] const ConnectionSettings &settings() const { return m_settings; }
    /// One of the connections.
    const System &system() { return any(m_systems); }

    int pick(int bound) { return int(m_random.bounded(bound)); }
    bool chance(int percent) { return pick(100) < percent; }
    template<typename T>
    const T &any(const QList<T> &list)
    {
        return list.at(pick(int(list.size())));
    }

    /// The first column of all rows, on a connection that only looks.
    [[nodiscard]] QStringList column(const QString &sql) const;

    static const QStringList Tasks;
    static const QStringList Queues;
    static const QStringList Workers;
    static constexpr int TokenCapacity = 40;

private:
    ConnectionSettings m_settings;
    QList<System> m_systems;
    std::unique_ptr<CallerDatabase> m_eye;
    QRandomGenerator m_random;
};

} // namespace jobq::test
