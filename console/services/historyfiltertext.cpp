// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/historyfiltertext.h"

#include "services/historyexport.h"

#include <QRegularExpression>

#include <utility>

namespace jobq::console {

namespace {

struct Term {
    QString text;
    qsizetype position = 0;
};

QList<Term> termsOf(const QString &text)
{
    QList<Term> terms;
    qsizetype start = -1;
    bool isQuoted = false;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const QChar c = i < text.size() ? text.at(i) : QChar(u' ');
        if (!isQuoted && c.isSpace()) {
            if (start >= 0)
                terms.append({text.mid(start, i - start), start});
            start = -1;
            continue;
        }
        if (start < 0)
            start = i;
        if (isQuoted && c == u'\\')
            ++i;
        else if (c == u'"')
            isQuoted = !isQuoted;
    }
    if (start >= 0)
        terms.append({text.mid(start), start}); // a quote without its end: the grammar says so
    return terms;
}

/// Reads the terms that only executions know, and leaves the others to the grammar of jobs.
class Parser
{
public:
    explicit Parser(const QDateTime &now)
        : m_now(now)
    {
    }

    HistoryFilter parse(const QString &text)
    {
        QString rest = text;
        for (const Term &term : termsOf(text)) {
            // Blanks in its place: what is wrong with the others is still told at its own character.
            if (takeOwn(term))
                rest.replace(term.position, term.text.size(), QString(term.text.size(), u' '));
        }
        const ParsedFilter shared = parseFilterText(rest);
        if (shared.error)
            throw *shared.error;
        takeShared(shared.filter);
        return m_filter;
    }

private:
    [[noreturn]] static void fail(const QString &message, const Term &term)
    {
        throw FilterTextError{message, term.position, term.text.size()};
    }

    bool takeOwn(const Term &term)
    {
        const qsizetype sign = term.text.indexOf(QRegularExpression(QStringLiteral("[:<>]")));
        const QString word = term.text.left(sign + 1);
        const QString value = term.text.mid(sign + 1);
        for (const QLatin1String unknown : {QLatin1String("key:"), QLatin1String("flag:"), QLatin1String("limit:"), QLatin1String("priority:"), QLatin1String("attempts>")}) {
            if (word == unknown)
                fail(HistoryFilterText::tr("History can't be filtered by “%1”.").arg(word), term);
        }
        if (word == QLatin1String("job:"))
            takeJob(term, value);
        else if (word == QLatin1String("status:"))
            takeStatuses(term, value);
        else if (word == QLatin1String("from:"))
            takeTime(term, value, m_filter.from);
        else if (word == QLatin1String("to:"))
            takeTime(term, value, m_filter.to);
        else
            return false;
        return true;
    }

    void takeJob(const Term &term, const QString &value)
    {
        bool isNumber = false;
        const JobId id = value.toLongLong(&isNumber);
        if (!isNumber || id <= 0)
            fail(HistoryFilterText::tr("“%1” is no number of a job.").arg(value), term);
        if (m_filter.jobId)
            fail(HistoryFilterText::tr("“%1” is given twice.").arg(QStringLiteral("job")), term);
        m_filter.jobId = id;
    }

    void takeStatuses(const Term &term, const QString &value)
    {
        if (!m_filter.statuses.isEmpty())
            fail(HistoryFilterText::tr("“%1” is given twice.").arg(QStringLiteral("status")), term);
        const QList<HistoryStatus> &all = HistoryFilterText::statuses();
        for (const QString &name : value.split(u',')) {
            const auto known = std::find_if(all.cbegin(), all.cend(), [&](HistoryStatus status) { return historyStatusKey(status) == name; });
            if (known == all.cend())
                fail(HistoryFilterText::tr("There is no status “%1” of executions: it is completed, failed, partial_success or abandoned.").arg(name), term);
            if (!m_filter.statuses.contains(*known))
                m_filter.statuses.append(*known);
        }
    }

    static void takeTime(const Term &term, const QString &value, std::optional<QDateTime> &time)
    {
        const QDateTime read = QDateTime::fromString(value, Qt::ISODateWithMs);
        if (!read.isValid())
            fail(HistoryFilterText::tr("“%1” is no time: write it like 2026-01-31T08:00:00Z.").arg(value), term);
        if (time)
            fail(HistoryFilterText::tr("“%1” is given twice.").arg(term.text.left(term.text.indexOf(u':'))), term);
        time = read.toUTC();
    }

    // Takes out what executions have too: a term that is left must not be taken for “everything”.
    void takeShared(JobFilter shared)
    {
        m_filter.taskIdentifier = std::exchange(shared.taskIdentifier, {});
        m_filter.queueName = std::exchange(shared.queueName, {});
        m_filter.workerId = std::exchange(shared.workerId, {});
        m_filter.arguments = std::exchange(shared.arguments, {});
        m_filter.errorText = std::exchange(shared.errorText, {});
        m_filter.errorFingerprint = std::exchange(shared.errorFingerprint, {});
        // Of two bounds the narrower one counts.
        if (const auto age = std::exchange(shared.maxAge, {}))
            m_filter.from = qMax(m_filter.from.value_or(m_now.addMSecs(-age->count())), m_now.addMSecs(-age->count()));
        if (const auto age = std::exchange(shared.minAge, {}))
            m_filter.to = qMin(m_filter.to.value_or(m_now), m_now.addMSecs(-age->count()));
        if (!(shared == JobFilter()))
            throw FilterTextError{HistoryFilterText::tr("History can't be filtered by all of these."), 0, 0};
    }

    QDateTime m_now;
    HistoryFilter m_filter;
};

} // namespace

ParsedHistoryFilter HistoryFilterText::parse(const QString &text, const QDateTime &now)
{
    try {
        return {Parser(now).parse(text), std::nullopt};
    } catch (const FilterTextError &error) {
        return {{}, error};
    }
}

QStringList HistoryFilterText::keywords()
{
    return {QStringLiteral("job:"), QStringLiteral("status:"), QStringLiteral("task:"), QStringLiteral("queue:"), QStringLiteral("worker:"), QStringLiteral("args."),
            QStringLiteral("error:"), QStringLiteral("fingerprint:"), QStringLiteral("from:"), QStringLiteral("to:"), QStringLiteral("age>"), QStringLiteral("age<")};
}

QStringList HistoryFilterText::terms(const QString &text)
{
    QStringList texts;
    for (const Term &term : termsOf(text))
        texts << term.text;
    return texts;
}

const QList<HistoryStatus> &HistoryFilterText::statuses()
{
    static const QList<HistoryStatus> all{HistoryStatus::Completed, HistoryStatus::Failed, HistoryStatus::PartialSuccess, HistoryStatus::Abandoned};
    return all;
}

} // namespace jobq::console
