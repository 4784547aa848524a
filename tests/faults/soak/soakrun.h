// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "faults/soak/soakcrew.h"
#include "faults/soak/soakoperator.h"
#include "faults/soak/soakproducer.h"
#include "faults/soak/soaksampler.h"

#include <QTemporaryDir>

namespace jobq::test {

/// Everything at once for a while, and what came of it.
class SoakRun
{
public:
    SoakRun(double minutes, quint64 seed);

    /// Throws jobq::Error.
    void run();
    /// Empty where all is as it should be, else one line for each thing that is not.
    [[nodiscard]] QStringList problems() const;
    [[nodiscard]] QString table() const;
    /// Throws std::runtime_error.
    void write(const QString &folder) const;

private:
    void prepare() const;
    void mistreat();
    void settle();
    [[nodiscard]] bool drain();
    [[nodiscard]] bool isJudgedByLevel() const;
    [[nodiscard]] QString levels() const;

    const double m_minutes;
    const quint64 m_seed;
    QTemporaryDir m_folder;
    FaultServer m_server;
    const System m_system;
    SoakLedger m_ledger;
    SoakSampler m_sampler;
    SoakProducer m_producer;
    SoakOperator m_operator;
    SoakCrew::Faults m_faults;
    qint64 m_stuck = 0;
    bool m_endedWell = false;
};

} // namespace jobq::test
