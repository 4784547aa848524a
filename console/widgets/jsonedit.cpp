// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jsonedit.h"

#include "models/jsontext.h"
#include "widgets/layouts.h"
#include "widgets/theme.h"

#include <QFontDatabase>
#include <QTextBlock>

namespace jobq::console {

JsonEdit::JsonEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(tr("Payload"));
    setTabStopDistance(2 * fontMetrics().horizontalAdvance(QLatin1Char(' ')));
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::textChanged, this, &JsonEdit::check);
}

void JsonEdit::check()
{
    const JsonTree tree = parseJson(toPlainText());
    m_mistake.clear();
    QList<QTextEdit::ExtraSelection> marks;
    if (tree.error) {
        const int position = int(qMin<qsizetype>(tree.error->position, document()->characterCount() - 1));
        const QTextBlock block = document()->findBlock(position);
        m_mistake = tr("Line %1, column %2: %3").arg(block.blockNumber() + 1).arg(position - block.position() + 1).arg(tree.error->message);
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document());
        mark.cursor.setPosition(position);
        if (!mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor))
            mark.cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::KeepAnchor);
        mark.format.setBackground(Theme::tint(Tone::Bad));
        mark.format.setUnderlineColor(Theme::color(Tone::Bad));
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        marks.append(mark);
    }
    setExtraSelections(marks);
    setStyleProperty(this, "invalid", tree.error.has_value());
    setAccessibleDescription(m_mistake);
    Q_EMIT checked();
}

} // namespace jobq::console
