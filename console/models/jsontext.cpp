// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jsontext.h"

#include <QCoreApplication>

namespace jobq::console {

namespace {

class Parser
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::JsonParser)
public:
    explicit Parser(const QString &text)
        : m_text(text)
    {
    }

    JsonTree run()
    {
        JsonTree tree;
        auto root = std::make_unique<JsonNode>();
        if (value(*root, 0)) {
            skipSpace();
            if (m_at < m_text.size())
                fail(tr("Something follows the end of the value."));
        }
        if (m_error)
            tree.error = m_error;
        else
            tree.root = std::move(root);
        return tree;
    }

private:
    static constexpr int deepest = 512;

    void skipSpace()
    {
        while (m_at < m_text.size() && QStringView(u" \t\r\n").contains(m_text.at(m_at)))
            ++m_at;
    }
    bool fail(const QString &message)
    {
        if (!m_error)
            m_error = JsonError{message, m_at};
        return false;
    }
    [[nodiscard]] QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }

    bool value(JsonNode &node, int depth)
    {
        skipSpace();
        if (depth > deepest)
            return fail(tr("The value is nested too deeply."));
        if (m_at >= m_text.size())
            return fail(tr("A value is missing."));
        const QChar c = peek();
        if (c == u'{' || c == u'[')
            return container(node, depth, c == u'{');
        if (c == u'"')
            return string(node);
        if (c == u'-' || c.isDigit())
            return number(node);
        return word(node);
    }

    bool container(JsonNode &node, int depth, bool isObject)
    {
        node.kind = isObject ? JsonNode::Kind::Object : JsonNode::Kind::Array;
        const QChar end = isObject ? u'}' : u']';
        ++m_at;
        skipSpace();
        if (peek() == end) {
            ++m_at;
            return true;
        }
        for (;;) {
            auto child = std::make_unique<JsonNode>();
            child->parent = &node;
            child->index = int(node.children.size());
            if (isObject && !member(*child))
                return false;
            if (!value(*child, depth + 1))
                return false;
            node.children.push_back(std::move(child));
            skipSpace();
            if (peek() == end) {
                ++m_at;
                return true;
            }
            if (peek() != u',')
                return fail(isObject ? tr("A comma or “}” is missing.") : tr("A comma or “]” is missing."));
            ++m_at;
        }
    }

    bool member(JsonNode &child)
    {
        skipSpace();
        if (peek() != u'"')
            return fail(tr("A member's name in double quotes is missing."));
        JsonNode name;
        if (!string(name))
            return false;
        child.name = unescapeJson(QStringView(name.text).mid(1, name.text.size() - 2));
        skipSpace();
        if (peek() != u':')
            return fail(tr("A colon is missing."));
        ++m_at;
        return true;
    }

    bool string(JsonNode &node)
    {
        const qsizetype start = m_at++;
        while (m_at < m_text.size() && m_text.at(m_at) != u'"') {
            if (m_text.at(m_at) < u' ')
                return fail(tr("A line break or control character stands in a string."));
            if (m_text.at(m_at) == u'\\' && !escape())
                return false;
            ++m_at;
        }
        if (m_at >= m_text.size())
            return fail(tr("The string has no end."));
        ++m_at;
        node.kind = JsonNode::Kind::String;
        node.text = m_text.mid(start, m_at - start);
        return true;
    }

    bool escape()
    {
        ++m_at;
        if (QStringView(u"\"\\/bfnrt").contains(peek()))
            return true;
        bool isHex = false;
        if (peek() == u'u')
            static_cast<void>(QStringView(m_text).mid(m_at + 1, 4).toUShort(&isHex, 16));
        if (!isHex)
            return fail(tr("This escape is unknown."));
        m_at += 4;
        return true;
    }

    bool number(JsonNode &node)
    {
        const qsizetype start = m_at;
        const auto digits = [this] {
            const qsizetype first = m_at;
            while (peek() >= u'0' && peek() <= u'9')
                ++m_at;
            return m_at > first;
        };
        if (peek() == u'-')
            ++m_at;
        if (peek() == u'0')
            ++m_at;
        else if (!digits())
            return fail(tr("A digit is missing."));
        if (peek() == u'.' && (++m_at, !digits()))
            return fail(tr("A digit is missing after the point."));
        if (peek() == u'e' || peek() == u'E') {
            ++m_at;
            if (peek() == u'+' || peek() == u'-')
                ++m_at;
            if (!digits())
                return fail(tr("A digit is missing in the exponent."));
        }
        node.kind = JsonNode::Kind::Number;
        node.text = m_text.mid(start, m_at - start);
        return true;
    }

    bool word(JsonNode &node)
    {
        for (const auto known : {QLatin1String("true"), QLatin1String("false"), QLatin1String("null")}) {
            if (QStringView(m_text).mid(m_at).startsWith(known)) {
                node.kind = JsonNode::Kind::Word;
                node.text = known;
                m_at += known.size();
                return true;
            }
        }
        return fail(tr("A value can't begin like this. Texts stand in double quotes."));
    }

    const QString &m_text;
    qsizetype m_at = 0;
    std::optional<JsonError> m_error;
};

void write(const JsonNode &node, int depth, QString &out)
{
    if (!node.isContainer()) {
        out += node.text;
        return;
    }
    const bool isObject = node.kind == JsonNode::Kind::Object;
    out += QLatin1Char(isObject ? '{' : '[');
    for (const auto &child : node.children) {
        out += child->index ? QStringLiteral(",\n") : QStringLiteral("\n");
        out += QString((depth + 1) * 2, QLatin1Char(' '));
        if (isObject) {
            QString name = child->name;
            name.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
            name.replace(QLatin1Char('\n'), QLatin1String("\\n")).replace(QLatin1Char('\t'), QLatin1String("\\t"));
            out += QLatin1Char('"') + name + QLatin1String("\": ");
        }
        write(*child, depth + 1, out);
    }
    if (!node.children.empty())
        out += QLatin1Char('\n') + QString(depth * 2, QLatin1Char(' '));
    out += QLatin1Char(isObject ? '}' : ']');
}

} // namespace

JsonTree parseJson(const QString &text)
{
    return Parser(text).run();
}

QString prettyJson(const QString &text)
{
    const JsonTree tree = parseJson(text);
    if (!tree.root)
        return text;
    QString pretty;
    write(*tree.root, 0, pretty);
    return pretty;
}

QString unescapeJson(QStringView string)
{
    QString out;
    for (qsizetype i = 0; i < string.size(); ++i) {
        if (string.at(i) != u'\\' || i + 1 >= string.size()) {
            out += string.at(i);
            continue;
        }
        const QChar c = string.at(++i);
        switch (c.unicode()) {
        case 'n': out += u'\n'; break;
        case 't': out += u'\t'; break;
        case 'r': out += u'\r'; break;
        case 'b': out += u'\b'; break;
        case 'f': out += u'\f'; break;
        case 'u':
            out += QChar(string.mid(i + 1, 4).toUShort(nullptr, 16));
            i += 4;
            break;
        default: out += c;
        }
    }
    return out;
}

} // namespace jobq::console
