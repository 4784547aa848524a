// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/database.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace jobq::console {

/// Always there: which environment this is, as what role, whether it is read-only, and whether the connection holds.
class Banner : public QWidget
{
    Q_OBJECT
public:
    explicit Banner(Database &database, QWidget *parent = nullptr);

Q_SIGNALS:
    void connectWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Colors {
        QColor background;
        QColor text;
    };
    void updateTexts();
    void updateColors();
    [[nodiscard]] Colors colors() const;
    [[nodiscard]] QString statusText() const;

    Database &m_database;
    QLabel *m_icon;
    QLabel *m_name;
    QLabel *m_details;
    QLabel *m_status;
    QPushButton *m_retry;
    QTimer m_countdown;
};

} // namespace jobq::console
