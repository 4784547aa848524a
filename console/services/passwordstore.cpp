// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/passwordstore.h"

#include <qt6keychain/keychain.h>

namespace jobq::console {

namespace {

const QString service = QStringLiteral("org.jobq.console");

template<typename Job>
Job *prepared(Job *job, const QString &key)
{
    job->setKey(key);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    return job;
}

} // namespace

void PasswordStore::read(const QString &key, QObject *context, const std::function<void(const QString &)> &done)
{
    auto *job = prepared(new QKeychain::ReadPasswordJob(service), key);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, done] { done(job->error() ? QString() : job->textData()); });
    job->start();
}

void PasswordStore::write(const QString &key, const QString &password, QObject *context,
                          const std::function<void(const QString &)> &done)
{
    auto *job = prepared(new QKeychain::WritePasswordJob(service), key);
    job->setTextData(password);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, done] { done(job->error() ? job->errorString() : QString()); });
    job->start();
}

void PasswordStore::remove(const QString &key)
{
    prepared(new QKeychain::DeletePasswordJob(service), key)->start();
}

} // namespace jobq::console
