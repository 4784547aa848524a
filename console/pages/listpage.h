// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pagewindow.h"
#include "models/tablemodel.h"
#include "models/texts.h"
#include "pages/page.h"

#include <QElapsedTimer>

namespace jobq::console {

class TableView;

/// A page with one list, read page by page over a key. What needs no type of row.
class ListPageBase : public Page
{
    Q_OBJECT
public:
    ListPageBase(const PageContext &context, const QString &id, const QString &title, const QString &iconName, QWidget *parent = nullptr);

    void refresh() override;
    [[nodiscard]] int heldCount() const override;
    void showHeld() override;
    [[nodiscard]] QList<QWidget *> keyTargets() override;
    void saveLayout() const override;
    [[nodiscard]] TableView *view() const { return m_view; }

protected:
    /// What stands above the list: the filter.
    [[nodiscard]] QHBoxLayout *filterRow() const { return m_filterRow; }
    [[nodiscard]] PageWindow &window() { return m_window; }
    /// Another filter or order: from the beginning, at its top.
    void restart();
    void setCountText(const QString &text, bool isExact);
    /// Whether the estimate and the exact count are offered.
    void enableCount() { m_hasCount = true; }
    virtual void estimateCount() {}
    virtual void countExactly() {}
    virtual void applyHeld() = 0;
    [[nodiscard]] virtual RowsModel *rows() const = 0;
    /// Connects list and model; to be called once the model is there.
    void finishSetup();
    [[nodiscard]] RowsModel::NewRows newRowsPolicy() const;
    void updateFooter();
    void reset() override;

private:
    void makeFooter();

    PageWindow m_window;
    TableView *m_view;
    QHBoxLayout *m_filterRow;
    QLabel *m_count;
    QPushButton *m_countExactly;
    QPushButton *m_held;
    QPushButton *m_searchOn;
    QElapsedTimer m_sinceEstimate;
    bool m_hasCount = false;
    bool m_countIsExact = false;
    bool m_toTop = false;
};

/// The same for one type of row.
template<typename Row>
class ListPage : public ListPageBase
{
public:
    using Reader = std::function<jobq::Page<Row>(const Inspector &, const PageRequest &)>;

    ListPage(const PageContext &context, const QString &id, const QString &title, const QString &iconName,
             const typename TableModel<Row>::KeyOf &keyOf, const QList<Column<Row>> &columns, QWidget *parent = nullptr)
        : ListPageBase(context, id, title, iconName, parent)
        , m_keyOf(keyOf)
        , m_model(new TableModel<Row>(keyOf, columns, this))
    {
        connect(&window(), &PageWindow::fetchWanted, this, [this](const FetchRequest &request) { fetch(request); });
        finishSetup();
    }

    [[nodiscard]] TableModel<Row> *model() const { return m_model; }

protected:
    /// Reads one page with the filter as it is now; runs on another thread, so it captures values only.
    [[nodiscard]] virtual Reader reader() const = 0;
    [[nodiscard]] RowsModel *rows() const override { return m_model; }
    void applyHeld() override { m_model->setRows(m_all); }
    /// After new rows are shown.
    virtual void rowsShown() {}

private:
    struct Answer {
        QList<Row> rows;
        QList<PageEdges> edges;
        bool hasBefore = false;
        bool hasAfter = false;
        bool incomplete = false;
    };

    static Answer readPages(const Reader &read, const Inspector &inspector, const FetchRequest &wanted)
    {
        Answer answer;
        PageRequest request;
        request.cursor = Cursor::fromString(wanted.cursor);
        request.limit = PageWindow::pageSize;
        if (wanted.kind == FetchRequest::Kind::Before)
            request.direction = Direction::Backward;
        for (int i = 0; i < wanted.pages; ++i) {
            const jobq::Page<Row> page = read(inspector, request);
            answer.rows += page.rows;
            answer.edges.append({page.begin.toString(), page.end.toString(), int(page.rows.size())});
            answer.hasBefore = i == 0 ? page.hasBefore : answer.hasBefore;
            answer.hasAfter = page.hasAfter;
            answer.incomplete = page.incomplete;
            if (!page.hasAfter)
                break;
            request.cursor = page.end;
        }
        return answer;
    }

    void fetch(const FetchRequest &request)
    {
        context().database.run(
            Database::Lane::Page, title(), this,
            [read = reader(), request](const System &system) { return readPages(read, Inspector(system), request); },
            [this, request](const Answer &answer) { take(request, answer); },
            [this, request](const Error &error) {
                window().fail(request);
                if (error.kind() != Error::Kind::Connection)
                    showError(error.message());
            });
    }

    void take(const FetchRequest &request, const Answer &answer)
    {
        // What this very answer changes in the window comes first: its signals look at the rows.
        const QList<Row> before = m_all;
        QList<Row> all = request.kind == FetchRequest::Kind::After ? before + answer.rows
            : request.kind == FetchRequest::Kind::Before           ? answer.rows + before
                                                                    : answer.rows;
        if (!window().accept(request, answer.edges, answer.hasBefore, answer.hasAfter, answer.incomplete))
            return;
        all.remove(0, qMin<qsizetype>(window().takeDroppedFront(), all.size()));
        const qsizetype back = qMin<qsizetype>(window().takeDroppedBack(), all.size());
        all.remove(all.size() - back, back);
        m_all = withoutDoubles(all);
        m_model->setRows(m_all, request.kind == FetchRequest::Kind::Before ? RowsModel::NewRows::Show : newRowsPolicy());
        setLoaded();
        updateFooter();
        rowsShown();
    }

    // A row that moved between two pages while they were read stands in both.
    QList<Row> withoutDoubles(const QList<Row> &rows) const
    {
        QSet<QString> seen;
        QList<Row> once;
        once.reserve(rows.size());
        for (const Row &row : rows) {
            const QString key = m_keyOf(row);
            if (seen.contains(key))
                continue;
            seen.insert(key);
            once.append(row);
        }
        return once;
    }

    typename TableModel<Row>::KeyOf m_keyOf;
    TableModel<Row> *m_model;
    QList<Row> m_all;
};

} // namespace jobq::console
