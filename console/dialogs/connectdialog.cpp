// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/connectdialog.h"

#include "services/passwordstore.h"
#include "widgets/icons.h"
#include "widgets/layouts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QVBoxLayout>

namespace jobq::console {

namespace {

enum class Choice { Local, New, Recent };
constexpr int choiceRole = Qt::UserRole;

} // namespace

ConnectDialog::ConnectDialog(Database &database, QWidget *parent)
    : QDialog(parent)
    , m_database(database)
    , m_recent(new QListWidget(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Connect to a database"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid + 4);
    auto *columns = plainLayout<QHBoxLayout>(nullptr, 2 * Theme::grid);
    m_recent->setAccessibleName(tr("Databases"));
    m_recent->setFixedWidth(240);
    columns->addWidget(m_recent);
    columns->addWidget(makeForm(), 1);
    layout->addLayout(columns, 1);
    m_problem = roleLabel({}, "error", this);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, 0);
    m_progress->hide();
    layout->addWidget(m_problem);
    layout->addWidget(m_progress);
    auto *buttons = plainLayout<QHBoxLayout>(nullptr, Theme::grid);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_open = new QPushButton(tr("Connect"), this);
    m_open->setDefault(true);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_open);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_open, &QPushButton::clicked, this, &ConnectDialog::openNow);
    connect(m_recent, &QListWidget::currentRowChanged, this, &ConnectDialog::takeChosen);
    connect(&m_database, &Database::connected, this, &QDialog::accept);
    connect(&m_database, &Database::openFailed, this, &ConnectDialog::handleFailure);
    fillRecent();
    resize(720, 380);
}

QWidget *ConnectDialog::makeForm()
{
    m_form = new QWidget(this);
    auto *form = plainForm(m_form);
    m_name = new QLineEdit(m_form);
    m_name->setPlaceholderText(tr("What you call it"));
    m_address = new QLineEdit(m_form);
    m_address->setPlaceholderText(QStringLiteral("postgresql://user@host:5432/database"));
    m_password = new QLineEdit(m_form);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("if it needs one"));
    m_environment = new QComboBox(m_form);
    for (int i = 0; i < 4; ++i)
        m_environment->addItem(icon(environmentIcon(Environment(i))), environmentName(Environment(i)));
    m_environment->setCurrentIndex(int(Environment::Development));
    m_readOnly = new QCheckBox(tr("Read-only (the server itself refuses every change)"), m_form);
    m_keep = new QCheckBox(tr("Keep the password in the system's keychain"), m_form);
    m_migrate = new QCheckBox(tr("Create or update the schema"), m_form);
    m_migrate->setToolTip(tr("Needs the right to create tables. Workers of an older version may stop working."));
    form->addRow(tr("Address"), m_address);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Password"), m_password);
    form->addRow(tr("Environment"), m_environment);
    form->addRow({}, m_readOnly);
    form->addRow({}, m_keep);
    form->addRow({}, m_migrate);
    centreLabels(form);
    return m_form;
}

void ConnectDialog::fillRecent()
{
    const auto add = [this](const QString &iconName, const QString &text, Choice choice, const QString &toolTip) {
        auto *item = new QListWidgetItem(icon(iconName), text, m_recent);
        item->setData(choiceRole, int(choice));
        item->setToolTip(toolTip);
        item->setSizeHint({0, 4 * Theme::grid});
    };
    add(QStringLiteral("laptop"), tr("Local database"), Choice::Local, tr("A private PostgreSQL of your own, started when it is needed"));
    add(QStringLiteral("plus"), tr("Another database …"), Choice::New, tr("By its address"));
    for (const Profile &profile : Profiles::recent()) {
        if (!profile.isLocal())
            add(environmentIcon(profile.environment), profile.name, Choice::Recent, profile.name);
    }
    m_recent->setCurrentRow(0);
}

void ConnectDialog::takeChosen()
{
    const QListWidgetItem *item = m_recent->currentItem();
    const Choice choice = item ? Choice(item->data(choiceRole).toInt()) : Choice::Local;
    m_form->setEnabled(choice != Choice::Local);
    m_problem->hide();
    m_password->clear();
    const std::optional<Profile> known = choice == Choice::Recent ? Profiles::find(item->text()) : std::nullopt;
    m_name->setText(known ? known->name : QString());
    m_address->setText(known ? known->address : QString());
    m_environment->setCurrentIndex(int(known ? known->environment : choice == Choice::Local ? Environment::Local : Environment::Development));
    m_readOnly->setChecked(known && known->readOnly);
    m_keep->setChecked(known && known->keepPassword);
    m_migrate->setChecked(false);
    if (choice == Choice::New)
        m_address->setFocus();
}

void ConnectDialog::choose(const Profile &profile, const QString &problem)
{
    for (int row = 0; row < m_recent->count(); ++row) {
        const QListWidgetItem *item = m_recent->item(row);
        if (profile.isLocal() ? Choice(item->data(choiceRole).toInt()) == Choice::Local : item->text() == profile.name)
            m_recent->setCurrentRow(row);
    }
    if (!profile.isLocal() && m_address->text().isEmpty()) {
        m_recent->setCurrentRow(1);
        m_address->setText(profile.address);
        m_name->setText(profile.name);
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

std::optional<Profile> ConnectDialog::profile()
{
    if (!m_form->isEnabled())
        return Profile::local();
    try {
        m_addressPassword.clear();
        Profile profile = Profile::fromAddress(m_address->text().trimmed(), &m_addressPassword);
        if (!m_name->text().trimmed().isEmpty())
            profile.name = m_name->text().trimmed();
        profile.environment = Environment(m_environment->currentIndex());
        profile.readOnly = m_readOnly->isChecked();
        profile.keepPassword = m_keep->isChecked();
        return profile;
    } catch (const Error &error) {
        m_problem->setText(error.message());
        m_problem->show();
        return {};
    }
}

void ConnectDialog::openNow()
{
    const std::optional<Profile> chosen = profile();
    if (!chosen)
        return;
    setBusy(true);
    const QString typed = m_password->text().isEmpty() ? m_addressPassword : m_password->text();
    if (typed.isEmpty() && chosen->keepPassword)
        PasswordStore::read(chosen->name, this, [this](const QString &kept) { openWith(kept); });
    else
        openWith(typed);
}

void ConnectDialog::openWith(const QString &password)
{
    const std::optional<Profile> chosen = profile();
    if (!chosen)
        return;
    if (chosen->keepPassword && !password.isEmpty()) {
        PasswordStore::write(chosen->name, password, this, [](const QString &) {});
    }
    m_database.open(*chosen, password, chosen->isLocal() || m_migrate->isChecked());
}

void ConnectDialog::handleFailure(const Error &error)
{
    setBusy(false);
    m_problem->setText(error.message());
    m_problem->show();
    if (error.sqlState().startsWith(QLatin1String("28")))
        m_password->setFocus();
}

void ConnectDialog::setBusy(bool busy)
{
    m_progress->setVisible(busy);
    m_open->setEnabled(!busy);
    m_recent->setEnabled(!busy);
    if (busy)
        m_problem->hide();
}

} // namespace jobq::console
