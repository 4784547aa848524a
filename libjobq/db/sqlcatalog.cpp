// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/sqlcatalog.h"

#include "job/error.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMutex>
#include <QRegularExpression>

#include <memory>
#include <optional>
#include <unordered_map>

// A static library's resources are only linked where something calls for them, and the macro wants no namespace.
static void initializeResources()
{
    Q_INIT_RESOURCE(jobq_sql);
}

namespace jobq {

namespace {

const QString &root()
{
    static const QString path = [] {
        initializeResources();
        return QStringLiteral(":/jobq/sql");
    }();
    return path;
}

std::optional<QString> contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return QString::fromUtf8(file.readAll());
}

std::unique_ptr<const CatalogQuery> load(const QString &name)
{
    const std::optional<QString> source = contentOf(root() + QLatin1String("/queries/") + name + QLatin1String(".sql"));
    if (!source)
        throw Error(Error::Kind::Query, QStringLiteral("There is no statement “%1” in the catalogue.").arg(name))
            .withQueryName(name);
    static const QRegularExpression mark(QStringLiteral(R"(^--\s*repeatable\b)"), QRegularExpression::MultilineOption);
    auto query = std::make_unique<CatalogQuery>();
    query->name = name;
    query->sql = SqlText(*source);
    query->repeatable = name.startsWith(QLatin1String("inspect/")) || source->contains(mark);
    return query;
}

} // namespace

const CatalogQuery &SqlCatalog::find(const QString &name)
{
    struct Hash
    {
        size_t operator()(const QString &key) const { return qHash(key); }
    };
    static QMutex mutex;
    static std::unordered_map<QString, std::unique_ptr<const CatalogQuery>, Hash> loaded;
    const QMutexLocker locker(&mutex);
    auto at = loaded.find(name);
    if (at == loaded.end())
        at = loaded.emplace(name, load(name)).first;
    return *at->second;
}

QString SqlCatalog::query(const QString &name)
{
    return find(name).sql.text();
}

QStringList SqlCatalog::placeholders(const QString &name)
{
    return find(name).sql.placeholders();
}

QStringList SqlCatalog::queryNames()
{
    const QString folder = root() + QLatin1String("/queries/");
    QStringList names;
    QDirIterator files(folder, {QStringLiteral("*.sql")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext())
        names.append(files.next().mid(folder.size()).chopped(4));
    names.sort();
    return names;
}

QString SqlCatalog::migration(const QString &fileName)
{
    const std::optional<QString> source = contentOf(root() + QLatin1String("/migrations/") + fileName);
    if (!source)
        throw Error(Error::Kind::Query, QStringLiteral("There is no migration “%1”.").arg(fileName));
    return *source;
}

QStringList SqlCatalog::migrationNames()
{
    return QDir(root() + QLatin1String("/migrations")).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
}

} // namespace jobq
