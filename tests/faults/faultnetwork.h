// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace jobq::test {

/// Two hosts on this machine with a router between them, made of network namespaces (which only root may make): this one,
/// where the server is, and another for a worker. The router can swallow packets: nobody is told, all links stay up.
class FaultNetwork
{
public:
    FaultNetwork();
    ~FaultNetwork();
    FaultNetwork(const FaultNetwork &) = delete;
    FaultNetwork &operator=(const FaultNetwork &) = delete;

    [[nodiscard]] bool isThere() const { return m_isThere; }
    /// This host, as the other one reaches it.
    [[nodiscard]] QString address() const;
    /// Both hosts, for pg_hba.conf.
    [[nodiscard]] QString range() const;
    /// What runs a program on the other host: goes before its name and arguments.
    [[nodiscard]] QStringList elsewhere() const;

    [[nodiscard]] bool swallow() const { return forward(false); }
    [[nodiscard]] bool restore() const { return forward(true); }

private:
    [[nodiscard]] bool forward(bool packets) const;
    [[nodiscard]] QString host(int last) const;
    [[nodiscard]] static QString nearDevice();

    QString m_router;
    QString m_other;
    bool m_isThere = false;
};

} // namespace jobq::test
