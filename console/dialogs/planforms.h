// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/plandialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace jobq::console {

class TimeEdit;

/// When and how often jobs run.
class RescheduleForm : public PlanForm
{
    Q_OBJECT
public:
    explicit RescheduleForm(const JobSelection &jobs, QWidget *parent = nullptr);
    [[nodiscard]] std::optional<Plan> plan(QString *whyNot) const override;

private:
    JobSelection m_jobs;
    QCheckBox *m_setRunAt;
    QCheckBox *m_setPriority;
    QCheckBox *m_setAttempts;
    TimeEdit *m_runAt;
    QSpinBox *m_priority;
    QSpinBox *m_attempts;
};

/// Why jobs are given up.
class FailForm : public PlanForm
{
    Q_OBJECT
public:
    explicit FailForm(const JobSelection &jobs, QWidget *parent = nullptr);
    [[nodiscard]] std::optional<Plan> plan(QString *whyNot) const override;

private:
    JobSelection m_jobs;
    QLineEdit *m_error;
};

/// Which failures are replayed, and how often the new jobs may try; a canary of 5 first where one likes.
class ReplayForm : public PlanForm
{
    Q_OBJECT
public:
    /// Those of these jobs, or without a selection those of a time or a task.
    explicit ReplayForm(const std::optional<JobSelection> &jobs, QWidget *parent = nullptr);
    [[nodiscard]] std::optional<Plan> plan(QString *whyNot) const override;

private:
    std::optional<JobSelection> m_jobs;
    QCheckBox *m_setFrom;
    QCheckBox *m_setTo;
    TimeEdit *m_from;
    TimeEdit *m_to;
    QLineEdit *m_task;
    QCheckBox *m_canary;
    QSpinBox *m_attempts;
};

/// How old a lock must be to be opened.
class ResetForm : public PlanForm
{
    Q_OBJECT
public:
    explicit ResetForm(std::chrono::milliseconds timeout, QWidget *parent = nullptr);
    [[nodiscard]] std::optional<Plan> plan(QString *whyNot) const override;

private:
    QSpinBox *m_number;
    QComboBox *m_unit;
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
