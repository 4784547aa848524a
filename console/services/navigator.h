// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/plan.h"

#include <QObject>

namespace jobq::console {

/// What pages and panels ask of the window around them.
class Navigator : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

Q_SIGNALS:
    void jobWanted(jobq::JobId id); ///< Shows it in the inspector panel.
    void explanationWanted(jobq::JobId id);
    void pageWanted(const QString &pageId, const QString &filter);
    void planWanted(const jobq::console::Plan &plan);
    void rescheduleWanted(const jobq::console::JobSelection &jobs);
    void permanentlyFailWanted(const jobq::console::JobSelection &jobs);
    void replayWanted(const jobq::console::JobSelection &jobs);
    void resetWanted(std::chrono::milliseconds timeout); ///< Of locks that are so old.
    /// No key: a new one. No interval: the one that the limit has.
    void rateLimitWanted(const QString &key, int capacity, const QString &interval);
    /// An empty job: from nothing.
    void enqueueWanted(const jobq::Job &like);
    void actionWanted(const QString &actionId);
    void messageWanted(const QString &message);
};

} // namespace jobq::console
