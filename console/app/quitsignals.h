// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace jobq::console {

/// Turns SIGTERM, SIGINT and SIGHUP into an orderly end: workers give their jobs back, and the private server is
/// stopped. One at a time in a process.
class QuitSignals : public QObject
{
    Q_OBJECT
public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    void asked();

private:
    int m_pipe[2] = {-1, -1};
};

} // namespace jobq::console
