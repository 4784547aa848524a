// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/plandialog.h"

class QCheckBox;
class QDateTimeEdit;
class QLineEdit;
class QSpinBox;

namespace jobq::console {

/// When and how often jobs run.
class RescheduleForm : public PlanForm
{
    Q_OBJECT
public:
    explicit RescheduleForm(const QList<JobId> &ids, QWidget *parent = nullptr);
    [[nodiscard]] std::optional<Plan> plan(QString *whyNot) const override;

private:
    QList<JobId> m_ids;
    QCheckBox *m_setRunAt;
    QCheckBox *m_setPriority;
    QCheckBox *m_setAttempts;
    QDateTimeEdit *m_runAt;
    QSpinBox *m_priority;
    QSpinBox *m_attempts;
};

/// Why jobs are given up.
class FailForm : public PlanForm
{
    Q_OBJECT
public:
    explicit FailForm(const QList<JobId> &ids, QWidget *parent = nullptr);
    [[nodiscard]] std::optional<Plan> plan(QString *whyNot) const override;

private:
    QList<JobId> m_ids;
    QLineEdit *m_error;
};

/// Which failures are replayed, and how often the new jobs may try; a canary of 5 first where one likes.
class ReplayForm : public PlanForm
{
    Q_OBJECT
public:
    explicit ReplayForm(const ReplayOptions &options, QWidget *parent = nullptr);
    [[nodiscard]] std::optional<Plan> plan(QString *whyNot) const override;

private:
    ReplayOptions m_options;
    QCheckBox *m_canary;
    QSpinBox *m_attempts;
};

/// A rate limit, new or changed.
class RateLimitForm : public PlanForm
{
    Q_OBJECT
public:
    RateLimitForm(const QString &key, int capacity, const QString &interval, QWidget *parent = nullptr);
    [[nodiscard]] std::optional<Plan> plan(QString *whyNot) const override;

private:
    QLineEdit *m_key;
    QSpinBox *m_capacity;
    QLineEdit *m_interval;
};

} // namespace jobq::console
