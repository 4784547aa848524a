// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/words.h"

#include "models/rowsmodel.h"

namespace jobq::console {

StateLook Words::stage(JobStage stage)
{
    switch (stage) {
    case JobStage::Ready: return {QStringLiteral("ready"), Tone::Accent, tr("Ready")};
    case JobStage::Waiting: return {QStringLiteral("waiting"), Tone::Muted, tr("Waiting")};
    case JobStage::Scheduled: return {QStringLiteral("scheduled"), Tone::Violet, tr("Scheduled")};
    case JobStage::Locked: return {QStringLiteral("started"), Tone::Teal, tr("Running")};
    case JobStage::Exhausted: return {QStringLiteral("exhausted"), Tone::Bad, tr("Exhausted")};
    }
    return {};
}

StateLook Words::historyStatus(HistoryStatus status)
{
    switch (status) {
    case HistoryStatus::Started: return {QStringLiteral("started"), Tone::Teal, tr("Running")};
    case HistoryStatus::Completed: return {QStringLiteral("completed"), Tone::Good, tr("Completed")};
    case HistoryStatus::Failed: return {QStringLiteral("failed"), Tone::Bad, tr("Failed")};
    case HistoryStatus::PartialSuccess: return {QStringLiteral("partial"), Tone::Warning, tr("Partial")};
    case HistoryStatus::Abandoned: return {QStringLiteral("abandoned"), Tone::Warning, tr("Abandoned")};
    }
    return {};
}

StateLook Words::health(WorkerHealth health)
{
    switch (health) {
    case WorkerHealth::Alive: return {QStringLiteral("heart"), Tone::Good, tr("Alive")};
    case WorkerHealth::Silent: return {QStringLiteral("warning"), Tone::Warning, tr("Silent")};
    case WorkerHealth::Dead: return {QStringLiteral("failed"), Tone::Bad, tr("Dead")};
    case WorkerHealth::Unknown: return {QStringLiteral("explain"), Tone::Muted, tr("Unknown")};
    }
    return {};
}

StateLook Words::verdict(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Ok: return {QStringLiteral("completed"), Tone::Good, tr("Fine")};
    case Verdict::Delays: return {QStringLiteral("scheduled"), Tone::Warning, tr("Delays it")};
    case Verdict::Blocks: return {QStringLiteral("failed"), Tone::Bad, tr("Blocks it")};
    case Verdict::Unknown: return {QStringLiteral("explain"), Tone::Muted, tr("Not known")};
    }
    return {};
}

QString Words::check(CheckKind kind)
{
    switch (kind) {
    case CheckKind::Finished: return tr("In the queue");
    case CheckKind::Exhausted: return tr("Attempts");
    case CheckKind::Locked: return tr("Lock");
    case CheckKind::RunAt: return tr("Run at");
    case CheckKind::Queue: return tr("Queue");
    case CheckKind::RateLimit: return tr("Rate limit");
    case CheckKind::Workers: return tr("Workers");
    case CheckKind::Flags: return tr("Flags");
    case CheckKind::Slots: return tr("Free slots");
    case CheckKind::Ahead: return tr("Jobs ahead");
    }
    return {};
}

QString Words::fix(Fix fix)
{
    switch (fix) {
    case Fix::None:
    case Fix::Wait: return {};
    case Fix::Reschedule: return tr("Reschedule …");
    case Fix::Replay: return tr("Replay …");
    case Fix::ForceUnlockWorker: return tr("Unlock the worker's jobs …");
    case Fix::ForceUnlockQueue: return tr("Unlock the queue …");
    case Fix::ShowFront: return tr("Explain the job in front");
    case Fix::RaiseRateLimit: return tr("Raise the limit …");
    case Fix::StartWorker: return tr("Start a test worker …");
    case Fix::AddConcurrency: return tr("Add test workers …");
    case Fix::RunMaintenance: return tr("Open Maintenance");
    }
    return {};
}

QVariant Words::cell(const StateLook &look, int role)
{
    if (role == IconNameRole)
        return look.icon;
    if (role == ToneRole)
        return int(look.tone);
    return {};
}

QString Words::queue(const std::optional<QString> &name)
{
    return name && !name->isEmpty() ? *name : tr("(none)");
}

} // namespace jobq::console
