// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/database.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QProgressBar;

namespace jobq::console {

/// Which database: the local one, one that was used before, or a new address.
class ConnectDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ConnectDialog(Database &database, QWidget *parent = nullptr);

    /// Begins with this profile, for example to ask for its password again.
    void choose(const Profile &profile, const QString &problem);

private:
    QWidget *makeForm();
    void fillRecent();
    void takeChosen();
    void openNow();
    void openWith(const QString &password);
    void handleFailure(const Error &error);
    void setBusy(bool busy);
    [[nodiscard]] std::optional<Profile> profile();

    Database &m_database;
    QListWidget *m_recent;
    QWidget *m_form;
    QLineEdit *m_name;
    QLineEdit *m_address;
    QLineEdit *m_password;
    QComboBox *m_environment;
    QCheckBox *m_readOnly;
    QCheckBox *m_keep;
    QCheckBox *m_migrate;
    QLabel *m_problem;
    QProgressBar *m_progress;
    QPushButton *m_open;
    QString m_addressPassword;
};

} // namespace jobq::console
