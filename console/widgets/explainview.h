// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/navigator.h"

#include <QScrollArea>

namespace jobq::console {

/// Why a job does or does not run: one check below the other, each with its fix and its SQL.
class ExplainView : public QScrollArea
{
    Q_OBJECT
public:
    explicit ExplainView(Navigator &navigator, QWidget *parent = nullptr);

    void setExplanation(const Explanation &explanation);

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    [[nodiscard]] QWidget *makeCheck(const Explanation &explanation, const ExplanationCheck &check, bool isDecisive);
    void runFix(JobId job, const ExplanationCheck &check);

    Navigator &m_navigator;
    Explanation m_explanation;
    QString m_shown; // so that a refresh that says the same leaves the focus where it is
};

} // namespace jobq::console
