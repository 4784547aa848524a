// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/filtertext.h"

#include <array>
#include <limits>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

struct StageWord {
    QLatin1StringView word;
    JobStages stages;
};

// The longer ones first, so that the text says `available` for its three stages.
constexpr std::array<StageWord, 7> StageWords{{{"none"_L1, JobStages()},
                                               {"available"_L1, AvailableStages},
                                               {"locked"_L1, JobStage::Locked},
                                               {"ready"_L1, JobStage::Ready},
                                               {"waiting"_L1, JobStage::Waiting},
                                               {"scheduled"_L1, JobStage::Scheduled},
                                               {"exhausted"_L1, JobStage::Exhausted}}};

struct Unit {
    QLatin1StringView name;
    qint64 milliseconds;
};

constexpr std::array<Unit, 6> Units{{{"w"_L1, 604'800'000}, {"d"_L1, 86'400'000}, {"h"_L1, 3'600'000},
                                     {"m"_L1, 60'000}, {"s"_L1, 1000}, {"ms"_L1, 1}}};

/// The optional texts of a filter and their words.
struct TextField {
    QLatin1StringView word;
    std::optional<QString> JobFilter::*member;
    bool mayBeEmpty;
};

constexpr std::array<TextField, 7> TextFields{{{"task"_L1, &JobFilter::taskIdentifier, false},
                                               {"queue"_L1, &JobFilter::queueName, true},
                                               {"key"_L1, &JobFilter::jobKey, false},
                                               {"limit"_L1, &JobFilter::rateLimitKey, false},
                                               {"worker"_L1, &JobFilter::workerId, false},
                                               {"error"_L1, &JobFilter::errorText, false},
                                               {"fingerprint"_L1, &JobFilter::errorFingerprint, false}}};

/// A piece of the text, quotes and escapes undone.
struct Piece {
    QString text;
    qsizetype position = 0;
    qsizetype length = 0; // with the quotes
    bool isQuoted = false;
};

class Parser
{
public:
    explicit Parser(const QString &text)
        : m_text(text)
    {
    }

    JobFilter parse()
    {
        for (skipSpace(); m_at < m_text.size(); skipSpace())
            readTerm();
        if (!m_words.isEmpty()) {
            if (m_filter.errorText)
                fail(u"An error text is given twice."_s, m_wordsAt, m_words.first().size());
            m_filter.errorText = m_words.join(u' ');
        }
        return m_filter;
    }

private:
    [[noreturn]] static void fail(const QString &message, qsizetype position, qsizetype length)
    {
        throw FilterTextError{message, position, length};
    }
    [[noreturn]] static void fail(const QString &message, const Piece &piece) { fail(message, piece.position, piece.length); }

    void skipSpace()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace())
            ++m_at;
    }

    [[nodiscard]] QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }

    Piece readQuoted()
    {
        Piece piece{{}, m_at++, 0, true};
        while (m_at < m_text.size() && peek() != u'"') {
            if (peek() == u'\\' && m_at + 1 < m_text.size())
                ++m_at;
            piece.text += m_text.at(m_at++);
        }
        if (m_at >= m_text.size())
            fail(u"The closing quote is missing."_s, piece.position, m_text.size() - piece.position);
        ++m_at;
        piece.length = m_at - piece.position;
        return piece;
    }

    Piece readUntil(QStringView stops)
    {
        Piece piece{{}, m_at, 0, false};
        while (m_at < m_text.size() && !peek().isSpace() && !stops.contains(peek()))
            ++m_at;
        piece.length = m_at - piece.position;
        piece.text = m_text.mid(piece.position, piece.length);
        return piece;
    }

    Piece readValue(bool mayBeEmpty)
    {
        const Piece piece = peek() == u'"' ? readQuoted() : readUntil({});
        if (m_at < m_text.size() && !peek().isSpace())
            fail(u"After a closing quote comes a space."_s, m_at, 1);
        if (piece.text.isEmpty() && !(piece.isQuoted && mayBeEmpty))
            fail(piece.isQuoted ? u"This must not be empty."_s : u"A value is missing here."_s, piece);
        return piece;
    }

    void readTerm()
    {
        const qsizetype start = m_at;
        if (peek() == u'"') {
            addWord(readValue(false));
            return;
        }
        const Piece word = readUntil(u":<>.");
        if (peek() == u'.' && word.text == "args"_L1) {
            readArgument();
            return;
        }
        if (peek() == u'.') {
            m_at = start;
            const Piece dotted = readUntil(u":<>");
            if (m_at < m_text.size() && !peek().isSpace())
                fail(unknown(dotted.text), dotted);
            addWord(dotted);
            return;
        }
        if (m_at >= m_text.size() || peek().isSpace()) {
            addWord(word);
            return;
        }
        readField(word);
    }

    static QString unknown(const QString &word)
    {
        return u"There is no “%1” to filter by; put text that holds : < or > in quotes."_s.arg(word);
    }

    void addWord(const Piece &word)
    {
        if (m_words.isEmpty())
            m_wordsAt = word.position;
        m_words += word.text;
    }

    void readField(const Piece &word)
    {
        const QChar sign = m_text.at(m_at);
        const bool isComparison = word.text == "age"_L1 || word.text == "attempts"_L1;
        if (isComparison != (sign != u':'))
            fail(isComparison ? u"“%1” wants < or >."_s.arg(word.text) : unknownOrColon(word.text), word.position, word.length + 1);
        ++m_at;
        if (word.text == "status"_L1)
            readStatus(word);
        else if (word.text == "flag"_L1)
            m_filter.flags += readValue(false).text;
        else if (word.text == "priority"_L1)
            set(m_filter.priority, readNumber(), word);
        else if (word.text == "attempts"_L1)
            readAttempts(word, sign);
        else if (word.text == "age"_L1)
            set(sign == u'>' ? m_filter.minAge : m_filter.maxAge, readAge(), word);
        else
            readText(word);
    }

    static QString unknownOrColon(const QString &word)
    {
        const bool isKnown = filterTextKeywords().contains(word + u':');
        return isKnown ? u"“%1” wants a colon."_s.arg(word) : unknown(word);
    }

    template<typename T>
    static void set(std::optional<T> &member, const T &value, const Piece &word)
    {
        if (member)
            fail(u"“%1” is given twice."_s.arg(word.text), word);
        member = value;
    }

    void readText(const Piece &word)
    {
        for (const TextField &field : TextFields) {
            if (field.word == word.text) {
                set(m_filter.*field.member, readValue(field.mayBeEmpty).text, word);
                return;
            }
        }
        fail(unknown(word.text), word);
    }

    void readStatus(const Piece &word)
    {
        if (m_hasStatus)
            fail(u"“status” is given twice; several stand after one colon: status:ready,locked"_s, word);
        m_hasStatus = true;
        m_filter.stages = {};
        const Piece value = readValue(false);
        qsizetype at = value.position;
        const QStringList names = value.text.split(u',');
        for (const QString &name : names) {
            const auto known = std::find_if(StageWords.begin(), StageWords.end(), [&name](const StageWord &stage) { return stage.word == name; });
            if (known == StageWords.end())
                fail(u"There is no status “%1”: it is available, ready, waiting, scheduled, locked or exhausted."_s.arg(name), at, name.size());
            m_filter.stages |= known->stages;
            at += name.size() + 1;
        }
    }

    int readNumber()
    {
        const Piece value = readValue(false);
        bool ok = false;
        const int number = value.text.toInt(&ok);
        if (!ok)
            fail(u"“%1” is no whole number in range."_s.arg(value.text), value);
        return number;
    }

    void readAttempts(const Piece &word, QChar sign)
    {
        if (sign != u'>')
            fail(u"“attempts” wants >."_s, word.position, word.length + 1);
        const qsizetype start = m_at;
        const int number = readNumber();
        if (number == std::numeric_limits<int>::max())
            fail(u"The number is too large."_s, start, m_at - start);
        set(m_filter.minAttempts, number + 1, word);
    }

    std::chrono::milliseconds readAge()
    {
        const Piece value = readValue(false);
        qint64 sum = 0;
        qsizetype at = 0;
        while (at < value.text.size()) {
            const qsizetype digits = at;
            while (at < value.text.size() && value.text.at(at).isDigit())
                ++at;
            const qsizetype letters = at;
            while (at < value.text.size() && value.text.at(at).isLetter())
                ++at;
            const qint64 number = value.text.mid(digits, letters - digits).toLongLong();
            const QString name = value.text.mid(letters, at - letters);
            const auto unit = std::find_if(Units.begin(), Units.end(), [&name](const Unit &known) { return known.name == name; });
            // Far below any overflow, far above any job's age.
            if (letters == digits || letters - digits > 9 || unit == Units.end())
                fail(u"An age is a number with a unit: 500ms, 30s, 10m, 2h, 3d, 1w or 1h30m."_s, value);
            sum += number * unit->milliseconds;
        }
        return std::chrono::milliseconds(sum);
    }

    void readArgument()
    {
        ArgumentMatch argument;
        while (peek() == u'.') {
            ++m_at;
            const Piece member = peek() == u'"' ? readQuoted() : readUntil(u".:<>");
            if (member.text.isEmpty() && !member.isQuoted)
                fail(u"The name of a member is missing here."_s, member);
            argument.path += member.text;
        }
        if (peek() != u':')
            fail(u"A path into the arguments ends with a colon and a value: args.to:x"_s, m_at, m_at < m_text.size() ? 1 : 0);
        ++m_at;
        argument.value = readValue(true).text;
        m_filter.arguments += argument;
    }

    const QString &m_text;
    qsizetype m_at = 0;
    JobFilter m_filter;
    bool m_hasStatus = false;
    QStringList m_words;
    qsizetype m_wordsAt = 0;
};

} // namespace

ParsedFilter parseFilterText(const QString &text)
{
    try {
        return {Parser(text).parse(), std::nullopt};
    } catch (const FilterTextError &error) {
        return {{}, error};
    }
}

QStringList filterTextKeywords()
{
    return {u"status:"_s, u"task:"_s, u"queue:"_s, u"key:"_s, u"flag:"_s, u"limit:"_s, u"worker:"_s, u"priority:"_s,
            u"attempts>"_s, u"args."_s, u"error:"_s, u"fingerprint:"_s, u"age>"_s, u"age<"_s};
}

} // namespace jobq
