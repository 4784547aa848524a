// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QVariant>

namespace jobq::console {

/// A state as the console shows it everywhere: an icon, a colour and a word.
struct StateLook {
    QString icon;
    Tone tone = Tone::Neutral;
    QString word;
};

class Words
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::Words)
public:
    static StateLook stage(JobStage stage);
    static StateLook historyStatus(HistoryStatus status);
    static StateLook health(WorkerHealth health);
    static StateLook verdict(Verdict verdict);
    static QString check(CheckKind kind);
    static QString fix(Fix fix);
    /// What a cell with this state answers to IconNameRole and ToneRole.
    static QVariant cell(const StateLook &look, int role);
    static QString queue(const std::optional<QString> &name); ///< “(none)” for no queue.
};

} // namespace jobq::console
