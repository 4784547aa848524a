// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/listpage.h"

class QComboBox;

namespace jobq::console {

/// The rate limits, how full they are and who waits for them.
class RateLimitsPage : public ListPage<RateLimitInfo>
{
    Q_OBJECT
public:
    explicit RateLimitsPage(const PageContext &context, QWidget *parent = nullptr);

    void setFilter(const QString &filter) override; ///< `empty` or `full`: without a token now, or with some
    [[nodiscard]] QString filter() const override;

protected:
    [[nodiscard]] Reader reader() const override;

private:
    void makeActions();
    [[nodiscard]] const RateLimitInfo *selected() const;

    QComboBox *m_which;
};

} // namespace jobq::console
