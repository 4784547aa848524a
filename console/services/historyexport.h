// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/database.h"

#include <atomic>

namespace jobq::console {

/// Writes the history that a filter matches into a file, page by page, off the GUI thread.
class HistoryExport : public QObject
{
    Q_OBJECT
public:
    enum class Format { Csv, Json };

    HistoryExport(Database &database, const HistoryFilter &filter, Format format, const QString &path, QObject *parent = nullptr);

    void start();
    void cancel() { m_shared->cancelled = true; }
    [[nodiscard]] qint64 written() const { return m_shared->written; }

Q_SIGNALS:
    void finished(qint64 records, bool cancelled);
    void failed(const QString &message);

private:
    struct Shared {
        std::atomic_bool cancelled{false};
        std::atomic<qint64> written{0};
    };
    Database &m_database;
    HistoryFilter m_filter;
    Format m_format;
    QString m_path;
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

/// The name of a status as it stands in files and filters.
[[nodiscard]] QString historyStatusKey(HistoryStatus status);

} // namespace jobq::console
