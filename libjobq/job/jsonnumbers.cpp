// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/jsonnumbers.h"

#include <algorithm>

namespace jobq {

namespace {

constexpr qint64 MostBehind = 16383;
constexpr qint64 LargestExponent = 1'000'000; // for the sum not to overflow; the text is refused long before

bool isDigit(char16_t c)
{
    return c >= u'0' && c <= u'9';
}

bool isExponentSign(char16_t c)
{
    return c == u'e' || c == u'E';
}

// Without an exponent only a very long text can hold a number that is out of range.
bool isWorthReading(QStringView json)
{
    if (json.size() > MostBehind)
        return true;
    for (qsizetype i = 1; i < json.size(); ++i) {
        if (isExponentSign(json.at(i).unicode()) && isDigit(json.at(i - 1).unicode()))
            return true;
    }
    return false;
}

class Reader
{
public:
    explicit Reader(QStringView json)
        : m_json(json)
    {
    }

    JsonNumbers read()
    {
        while (m_at < m_json.size()) {
            if (isDigit(now()))
                readNumber();
            else if (now() == u'"')
                skipString();
            else
                ++m_at;
        }
        return m_found;
    }

private:
    [[nodiscard]] char16_t now() const { return m_at < m_json.size() ? m_json.at(m_at).unicode() : u'\0'; }

    void skipString()
    {
        for (++m_at; m_at < m_json.size() && now() != u'"'; ++m_at) {
            if (now() == u'\\')
                ++m_at;
        }
        ++m_at;
    }

    qint64 skipDigits()
    {
        const qsizetype from = m_at;
        for (; isDigit(now()); ++m_at)
            m_isZero = m_isZero && now() == u'0';
        return m_at - from;
    }

    qint64 readExponent()
    {
        const bool isNegative = now() == u'-';
        if (isNegative || now() == u'+')
            ++m_at;
        qint64 exponent = 0;
        for (; isDigit(now()); ++m_at)
            exponent = std::min<qint64>(exponent * 10 + (now() - u'0'), LargestExponent);
        return isNegative ? -exponent : exponent;
    }

    void readNumber()
    {
        const qsizetype from = m_at;
        m_isZero = true;
        const qint64 before = skipDigits();
        qint64 behind = 0;
        if (now() == u'.') {
            ++m_at;
            behind = skipDigits();
        }
        qint64 exponent = 0;
        if (isExponentSign(now())) {
            ++m_at;
            exponent = readExponent();
        }
        if (m_isZero)
            exponent = std::min<qint64>(exponent, 0);
        const qint64 storedBefore = std::max<qint64>(before + exponent, 1);
        const qint64 storedBehind = std::max<qint64>(behind - exponent, 0);
        m_found.extraDigits += std::max<qint64>(storedBefore + storedBehind - (m_at - from), 0);
        m_found.areStorable = m_found.areStorable && storedBehind <= MostBehind;
    }

    QStringView m_json;
    qsizetype m_at = 0;
    bool m_isZero = true; // the number that is being read
    JsonNumbers m_found;
};

} // namespace

JsonNumbers readNumbers(const QString &json)
{
    return isWorthReading(json) ? Reader(json).read() : JsonNumbers();
}

} // namespace jobq
