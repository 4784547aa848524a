// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/database.h"
#include "services/navigator.h"
#include "services/testworkers.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace jobq::console {

class StateLabel;

/// Workers inside the console: start, drain, stop, what they do, and which programs they run.
class TestWorkersDock : public QWidget
{
    Q_OBJECT
public:
    TestWorkersDock(Database &database, TestWorkers &workers, Navigator &navigator, QWidget *parent = nullptr);

    /// Starts them with what is set here.
    void start();

private:
    QWidget *makeSettings();
    QWidget *makeCounters();
    QWidget *makePrograms();
    void updateState();
    void enqueueSample();
    void crash();
    void saveSettings() const;
    void loadSettings();
    [[nodiscard]] TestWorkers::Options options() const;
    void addProgramRow(const ProgramTask &program);

    Database &m_database;
    TestWorkers &m_workers;
    Navigator &m_navigator;
    QSpinBox *m_threads;
    QCheckBox *m_sample;
    QCheckBox *m_test;
    QPushButton *m_start;
    QPushButton *m_drain;
    QPushButton *m_stop;
    StateLabel *m_state;
    QList<QLabel *> m_figures;
    QPlainTextEdit *m_messages;
    QTableWidget *m_programs;
    QLabel *m_error;
};

} // namespace jobq::console
