#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The JobQ authors
# SPDX-License-Identifier: MIT
#
# Installs what JobQ needs (installer/packages.txt); see usage() below.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname -- "$here")
list=$here/packages.txt
log=$root/build/setup.log
prefix=${JOBQ_DEPS_PREFIX:-$root/build/deps}
scratch= # a temporary folder, removed at the end

usage() {
    cat <<USAGE
Usage: installer/setup.sh

Installs the packages that JobQ needs (installer/packages.txt) with apt, as root or through sudo, and builds
those that this release doesn't package from Debian's own source. Does nothing where nothing is missing.

Environment:
  JOBQ_DEPS_PREFIX  where what is built from source goes (an absolute path; default: build/deps)
  JOBQ_SETUP=skip   check and install nothing, for systems without apt
USAGE
}

say() { printf 'jobq setup: %s\n' "$*"; }

die() {
    printf 'jobq setup: error: %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '            %s\n' "$@" >&2
    exit 1
}

# Runs a command with its output in the log. It gets none of the locks (8, 9): a service that it starts would keep them.
logged() {
    printf '\n$ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null 8>&- 9>&-
}

# Ends the program with the last lines of the log, and with the likely reason where the log tells it.
die_with_log() {
    local message=$1 hint=
    # The whole log may hold errors of earlier steps that were overcome, so only its end is looked at.
    local tail_lines
    tail_lines=$(tail -n 25 -- "$log")
    if grep -qiE 'could not resolve|temporary failure|could not connect|unable to connect|connection (timed out|refused)|network is unreachable|failed to fetch' <<<"$tail_lines"; then
        hint='The package mirror could not be reached: check the network, the proxy and /etc/apt, then run this again.'
    elif grep -qi 'no space left' <<<"$tail_lines"; then
        hint='The disk is full.'
    elif grep -qi 'dpkg was interrupted' <<<"$tail_lines"; then
        hint='An earlier installation was interrupted: run "dpkg --configure -a" as root, then run this again.'
    elif grep -qi 'could not get lock' <<<"$tail_lines"; then
        hint='Another program is installing packages: wait for it, then run this again.'
    fi
    {
        printf -- '--- the end of %s\n%s\n---\n' "$log" "$tail_lines"
    } >&2
    if [[ -n $hint ]]; then die "$message" "$hint"; else die "$message"; fi
}

# ---------------------------------------------------------------------------------------------------------------
# What is needed and what is missing

# The list without comments: one line a package, its alternatives separated by spaces.
read_list() {
    sed -e 's/#.*//' -e 's/|/ /g' -- "$list" | awk 'NF { $1 = $1; print }'
}

# Succeeds when the source package was built into the prefix, wholly: the stamp is written last.
is_built() { [[ -e $prefix/share/jobq-setup/$1 ]]; }

# Sets `missing` to the lines of the list of which no alternative is here.
find_missing() {
    local -A installed=()
    local line name status
    local -a lines names=()
    mapfile -t lines < <(read_list)
    for line in "${lines[@]}"; do
        for name in $line; do
            [[ $name == source:* ]] || names+=("$name")
        done
    done
    # dpkg-query fails when it doesn't know a name, which is no failure here.
    while read -r name status; do
        [[ $status != installed ]] || installed[$name]=1
    done < <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${names[@]}" 2>/dev/null || true)

    missing=()
    for line in "${lines[@]}"; do
        for name in $line; do
            if [[ $name == source:* ]]; then
                ! is_built "${name#source:}" || continue 2
            elif [[ -n ${installed[$name]-} ]]; then
                continue 2
            fi
        done
        missing+=("$line")
    done
}

has_lists() { [[ -n $(apt-get indextargets 'Created-By: Packages' 2>/dev/null) ]]; }

# Picks the first alternative that apt knows of each missing line: sets `packages`, `sources` and `unknown`.
pick_alternatives() {
    local -A known=()
    local line name
    # shellcheck disable=SC2048,SC2086  # a line is a list of names on purpose
    while read -r name; do
        known[$name]=1
    done < <(LC_ALL=C apt-cache policy ${missing[*]} 2>/dev/null |
        awk '/^[^ ].*:$/ { name = $1; sub(/:$/, "", name) } $1 == "Candidate:" && $2 != "(none)" { print name }')

    packages=() sources=() unknown=()
    for line in "${missing[@]}"; do
        for name in $line; do
            if [[ $name == source:* ]]; then
                sources+=("${name#source:}")
                continue 2
            elif [[ -n ${known[$name]-} ]]; then
                packages+=("$name")
                continue 2
            fi
        done
        unknown+=("${line// / | }")
    done
}

# ---------------------------------------------------------------------------------------------------------------
# Packages: this part runs as root, by sudo where need be

readonly apt_get=(apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600)

# Waits for another program that is updating the package lists: apt waits by itself only for the other lock.
update_lists() {
    local try before
    for try in {1..150}; do
        ((try == 1)) || sleep 2
        before=$(wc -c <"$log")
        ! logged "${apt_get[@]}" -o APT::Update::Error-Mode=any update || return 0
        tail -c "+$((before + 1))" -- "$log" | grep -q 'Could not get lock' || return 1
    done
    return 1
}

# JobQ starts servers of its own and needs none that is run by the system. So a new PostgreSQL gets no default
# cluster, and a new PgBouncer is neither started now nor at the next boot. What exists already is left alone.
keep_services_quiet() {
    quiet_files=()
    new_pgbouncer=
    if [[ ! -d /etc/postgresql ]]; then
        local conf=/etc/postgresql-common/createcluster.d/jobq-setup.conf
        mkdir -p -- "$(dirname -- "$conf")"
        quiet_files+=("$conf")
        echo 'create_main_cluster = false' >"$conf"
    fi
    if [[ ! -e /usr/sbin/policy-rc.d ]]; then
        quiet_files+=(/usr/sbin/policy-rc.d)
        printf '%s\n' '#!/bin/sh' 'case "$*" in *pgbouncer*|*postgresql*) exit 101 ;; esac' 'exit 0' >/usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
    fi
    [[ -e /etc/pgbouncer ]] || new_pgbouncer=1
}

restore_services() {
    ((${#quiet_files[@]} == 0)) || rm -f -- "${quiet_files[@]}"
    if [[ -n $new_pgbouncer && -e /etc/pgbouncer ]]; then
        logged deb-systemd-helper disable pgbouncer.service || true
        logged update-rc.d pgbouncer disable || true
    fi
}

install_as_root() {
    export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C.UTF-8
    # One at a time on the whole machine, so that nobody removes the files above while another still needs them.
    exec 8>/run/jobq-setup.lock
    flock 8
    quiet_files=() new_pgbouncer=
    trap restore_services EXIT
    keep_services_quiet
    logged "${apt_get[@]}" -o Dpkg::Options::=--force-confold install --no-install-recommends "$@"
}

# Runs one of the functions of this file as root.
as_root() {
    if ((EUID == 0)); then
        ("$@")
    else
        sudo -- "$(command -v bash)" "$here/setup.sh" --as-root "$@"
    fi
}

# Fails early, with the command that an administrator can run instead, where this user can't become root.
require_root() {
    ((EUID != 0)) || return 0
    local command='apt-get update'
    (($# == 0)) || command+=" && apt-get install --no-install-recommends $*"
    command -v sudo >/dev/null ||
        die 'packages are missing, and this is neither root nor is there sudo.' 'Let root run:' "$command"
    if ! sudo -n true 2>/dev/null; then
        [[ -t 0 || -t 2 ]] ||
            die 'packages are missing, and sudo wants a password that nobody can type here.' 'Let root run:' "$command"
        say 'sudo may ask for your password now'
        sudo -v || die 'sudo refused.' 'Let root run:' "$command"
    fi
}

install_packages() {
    require_root "${packages[@]}" "${unknown[@]%% *}"

    say 'updating the package lists'
    local updated=1
    as_root update_lists || updated=
    pick_alternatives
    if ((${#unknown[@]} > 0)); then
        [[ -n $updated ]] || die_with_log 'the package lists could not be updated.'
        die 'apt knows none of these packages:' "${unknown[@]}" \
            'JobQ needs Debian 12 or newer, or a relative of it (on Ubuntu with its component "universe").'
    fi
    # A broken third-party entry must not stop what the other ones can deliver.
    [[ -n $updated ]] || say 'some package lists could not be updated; going on with what is known'
    ((${#packages[@]} > 0)) || return 0

    say "installing ${#packages[@]} packages and what they need: ${packages[*]}"
    as_root install_as_root "${packages[@]}" || die_with_log 'the packages could not be installed.'
}

# ---------------------------------------------------------------------------------------------------------------
# From source

# Writes the user's own package sources again, as sources of source code, into the folder $1.
derive_sources() {
    local file sourcelist sourceparts
    eval "$(apt-config shell sourcelist Dir::Etc::sourcelist/f sourceparts Dir::Etc::sourceparts/d)"
    for file in "$sourcelist" "$sourceparts"/*.list; do
        [[ -f $file ]] || continue
        awk '/^[ \t]*deb(-src)?[ \t]/ && !/cdrom:/ { sub(/^[ \t]*deb(-src)?/, "deb-src"); sub(/[ \t]#.*/, ""); print }' "$file"
    done | sort -u >"$1/derived.list"
    for file in "$sourceparts"/*.sources; do
        [[ -f $file ]] || continue
        awk '
            function flush() { if (typed && !off) print entry; entry = ""; typed = 0; off = 0 }
            /^#/ { next }
            /^[ \t]*$/ { flush(); next }
            { low = tolower($0) }
            low ~ /^types[ \t]*:/ { typed = 1; $0 = "Types: deb-src" }
            low ~ /^enabled[ \t]*:[ \t]*(no|false|without|off|disable|0)/ { off = 1 }
            low ~ /^uris[ \t]*:.*cdrom:/ { off = 1 }
            { entry = entry $0 "\n" }
            END { flush() }' "$file"
        echo
    done >"$1/derived.sources"
}

# Gets Debian's source of package $1 into $scratch/src with lists, cache and entries of its own, so that the user's
# apt stays as it was. Needs no root.
fetch_source() {
    mkdir -p -- "$scratch"/{sources,lists/partial,cache/archives/partial,src}
    derive_sources "$scratch/sources"
    # No sandbox user: it could not read the scratch folder. What is downloaded is checked against the signed index.
    cat >"$scratch/apt.conf" <<APT
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$scratch/sources";
Dir::State::lists "$scratch/lists";
Dir::Cache "$scratch/cache";
APT::Sandbox::User "root";
Acquire::Languages "none";
APT
    # A third-party entry without source code fails here; what counts is whether the source is found.
    logged apt-get -q -c "$scratch/apt.conf" update || true
    [[ -n $(apt-cache -c "$scratch/apt.conf" showsrc --only-source "$1" 2>/dev/null) ]] ||
        die_with_log "none of the package sources in /etc/apt delivers the source of $1."
    (cd -- "$scratch/src" && logged apt-get -q -c "$scratch/apt.conf" source --only-source "$1") ||
        die_with_log "the source of $1 could not be downloaded."
}

# Builds the KDE framework $1 for Qt 6 from Debian's source and installs it into the prefix.
build_from_source() {
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/jobq-setup.XXXXXX")
    trap 'rm -rf -- "$scratch"' EXIT
    say "getting Debian's source of $1"
    fetch_source "$1"
    local -a folders=("$scratch/src/$1"-*/)
    say "building $1 for Qt 6 into $prefix"
    if ! { logged cmake -S "${folders[0]}" -B "$scratch/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_INSTALL_PREFIX="$prefix" -DBUILD_WITH_QT6=ON -DBUILD_TESTING=OFF &&
        logged cmake --build "$scratch/build" && logged cmake --install "$scratch/build"; }; then
        die_with_log "$1 could not be built."
    fi
    mkdir -p -- "$prefix/share/jobq-setup"
    basename -- "${folders[0]}" >"$prefix/share/jobq-setup/$1"
    rm -rf -- "$scratch"
    trap - EXIT
}

die_without_apt() {
    local names
    mapfile -t names < <(read_list | sed -e 's/ .*//' | paste -sd ' ' | fold -s -w 90 | sed 's/ *$//')
    die 'there is no apt on this system. Install what provides the same as these Debian packages:' "${names[@]}" \
        '(ThreadWeaver built for Qt 6), then set JOBQ_SETUP=skip and run this again.'
}

# ---------------------------------------------------------------------------------------------------------------

main() {
    case ${1-} in
    '') ;;
    --as-root)
        shift
        "$@"
        return
        ;;
    -h | --help)
        usage
        return
        ;;
    *) die "unknown argument: $1 (try --help)" ;;
    esac

    [[ ${JOBQ_SETUP-} != skip ]] || return 0
    [[ $prefix == /* ]] || die "JOBQ_DEPS_PREFIX must be an absolute path, not '$prefix'."
    command -v apt-get >/dev/null || die_without_apt

    local -a missing packages sources unknown
    find_missing
    ((${#missing[@]} > 0)) || return 0

    mkdir -p -- "$(dirname -- "$log")" "$prefix"
    exec 9>"$prefix/.setup.lock"
    if ! flock -n 9; then
        say 'another set-up is at work here; waiting for it'
        flock 9
        find_missing
        ((${#missing[@]} > 0)) || return 0
    fi
    : >"$log"
    say "something is missing; details go to $log"

    pick_alternatives
    # A bare system knows no package before its first update, so apt could not choose yet.
    if ((${#packages[@]} + ${#unknown[@]} > 0)) || ! has_lists; then
        install_packages
    fi
    local name
    for name in "${sources[@]}"; do
        build_from_source "$name"
    done

    find_missing
    ((${#missing[@]} == 0)) || die 'these are still missing:' "${missing[@]}"
    say 'done'
}

main "$@"
