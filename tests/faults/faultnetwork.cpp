// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/faultnetwork.h"

#include <QCoreApplication>
#include <QProcess>

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

bool succeeds(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool ip(const QString &arguments)
{
    return succeeds(u"ip"_s, arguments.split(u' '));
}

} // namespace

// Addresses are of the range for tests of network devices (RFC 2544), which is in use nowhere.
FaultNetwork::FaultNetwork()
    : m_router(u"jobq-r%1"_s.arg(QCoreApplication::applicationPid()))
    , m_other(u"jobq-w%1"_s.arg(QCoreApplication::applicationPid()))
{
    const QString near = nearDevice();
    m_isThere = ip(u"netns add "_s + m_router) && ip(u"netns add "_s + m_other)
        && ip(u"link add %1 type veth peer name near netns %2"_s.arg(near, m_router))
        && ip(u"-n %1 link add far type veth peer name host netns %2"_s.arg(m_router, m_other))
        && ip(u"addr add %1/30 dev %2"_s.arg(host(1), near)) && ip(u"link set %1 up"_s.arg(near))
        && ip(u"-n %1 addr add %2/30 dev near"_s.arg(m_router, host(2))) && ip(u"-n %1 link set near up"_s.arg(m_router))
        && ip(u"-n %1 addr add %2/30 dev far"_s.arg(m_router, host(5))) && ip(u"-n %1 link set far up"_s.arg(m_router))
        && ip(u"-n %1 addr add %2/30 dev host"_s.arg(m_other, host(6))) && ip(u"-n %1 link set host up"_s.arg(m_other))
        && ip(u"-n %1 route add default via %2"_s.arg(m_other, host(5)))
        && ip(u"route add %1/30 via %2"_s.arg(host(4), host(2))) && restore();
}

FaultNetwork::~FaultNetwork()
{
    // A device goes with its peer, and so with the namespace of either; but that may take a while.
    ip(u"link del "_s + nearDevice());
    ip(u"netns del "_s + m_other);
    ip(u"netns del "_s + m_router);
}

QString FaultNetwork::host(int last) const
{
    return u"198.18.%1.%2"_s.arg(QCoreApplication::applicationPid() % 250).arg(last);
}

QString FaultNetwork::nearDevice()
{
    return u"jq%1"_s.arg(QCoreApplication::applicationPid());
}

QString FaultNetwork::address() const
{
    return host(1);
}

QString FaultNetwork::range() const
{
    return host(0) + u"/29"_s;
}

QStringList FaultNetwork::elsewhere() const
{
    return {u"ip"_s, u"netns"_s, u"exec"_s, m_other};
}

// A host that doesn't forward drops what is not its own without a word.
bool FaultNetwork::forward(bool packets) const
{
    return succeeds(u"ip"_s, {u"netns"_s, u"exec"_s, m_router, u"sh"_s, u"-c"_s,
                              u"echo %1 > /proc/sys/net/ipv4/ip_forward"_s.arg(int(packets))});
}

} // namespace jobq::test
