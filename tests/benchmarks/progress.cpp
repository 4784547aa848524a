// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/progress.h"

#include <QLocale>

#include <cstdio>
#include <unistd.h>

namespace jobq::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Progress::Progress()
    : m_isTerminal(::isatty(STDERR_FILENO) != 0)
{
}

void Progress::beginCase(const QString &name)
{
    m_case = name;
}

void Progress::step(const QString &text)
{
    m_step = m_case + u": "_s + text;
    m_nextUpdate = {};
    show(m_step);
}

void Progress::update(qint64 done, qint64 total)
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_isTerminal || now < m_nextUpdate)
        return;
    m_nextUpdate = now + 100ms;
    const QLocale locale(QLocale::English);
    show(u"%1 %2 of %3"_s.arg(m_step, locale.toString(done), locale.toString(total)));
}

void Progress::clear()
{
    if (m_isTerminal && m_isShown)
        std::fputs("\r\033[K", stderr);
    m_isShown = false;
}

void Progress::show(const QString &text)
{
    const QByteArray line = text.toUtf8();
    if (m_isTerminal)
        std::fprintf(stderr, "\r\033[K%s", line.constData());
    else
        std::fprintf(stderr, "%s\n", line.constData());
    std::fflush(stderr);
    m_isShown = true;
}

} // namespace jobq::bench
