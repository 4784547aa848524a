// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QFrame>

class QLabel;

namespace jobq::console {

/// A figure with its name and what it means; a click opens what it counts.
class Card : public QFrame
{
    Q_OBJECT
public:
    Card(const QString &iconName, const QString &title, QWidget *parent = nullptr);

    void setValue(const QString &value, const QString &sentence, Tone tone = Tone::Neutral);

Q_SIGNALS:
    void clicked();

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    QString m_iconName;
    Tone m_tone = Tone::Neutral;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_value;
    QLabel *m_sentence;
};

} // namespace jobq::console
