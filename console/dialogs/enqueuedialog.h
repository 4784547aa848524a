// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/operations.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace jobq::console {

class JsonEdit;
class TimeEdit;

/// A new job: its task, its payload, and when it runs.
class EnqueueDialog : public QDialog
{
    Q_OBJECT
public:
    /// `like`: values to begin with; an empty job for none.
    EnqueueDialog(Database &database, Operations &operations, const Job &like, QWidget *parent = nullptr);

    [[nodiscard]] JobSpec spec() const;
    [[nodiscard]] JsonEdit *payload() const { return m_payload; }
    [[nodiscard]] QPushButton *enqueueButton() const { return m_enqueue; }

private:
    QWidget *makeFields();
    QWidget *makeOptions();
    void makeTestMenu(QPushButton *button);
    void fill(const Job &like);
    void check();
    void enqueue();
    void takeEnd(const OperationRun &run);
    [[nodiscard]] int copies() const;
    [[nodiscard]] QString whyNotEnqueue() const;
    QWidget *makeConfirmation();

    Database &m_database;
    Operations &m_operations;
    QLineEdit *m_task;
    JsonEdit *m_payload;
    QLabel *m_mistake;
    QLineEdit *m_queue;
    QLineEdit *m_key;
    QComboBox *m_keyMode;
    QLineEdit *m_flags;
    QLineEdit *m_rateLimit;
    QSpinBox *m_priority;
    QSpinBox *m_attempts;
    QCheckBox *m_later;
    TimeEdit *m_runAt;
    QSpinBox *m_copies;
    QLabel *m_summary;
    QLabel *m_countLabel;
    QLineEdit *m_count;
    QPushButton *m_enqueue;
    QPushButton *m_wasNotAdded;
    bool m_running = false;
    bool m_outcomeUnknown = false; ///< It may have been added: once more would be twice.
};

} // namespace jobq::console
