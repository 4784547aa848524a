# SPDX-FileCopyrightText: 2026 The JobQ authors
# SPDX-License-Identifier: MIT
#
# Finds what JobQ stands on. installer/setup.sh installs all of it; what the distribution does not
# package for Qt 6 (ThreadWeaver on Debian 12) it builds into a prefix below the build tree.

if(NOT "$ENV{JOBQ_DEPS_PREFIX}" STREQUAL "")
    set(DEPS_PREFIX "$ENV{JOBQ_DEPS_PREFIX}")
else()
    set(DEPS_PREFIX ${CMAKE_SOURCE_DIR}/build/deps)
endif()
set(JOBQ_DEPS_PREFIX ${DEPS_PREFIX} CACHE PATH "Where installer/setup.sh put what it built itself")
list(PREPEND CMAKE_PREFIX_PATH ${JOBQ_DEPS_PREFIX})

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Sql)
find_package(PostgreSQL REQUIRED)

# The same library under two names: KF6 where the distribution has it, else KF5's sources built for Qt 6.
find_package(KF6ThreadWeaver QUIET)
if(KF6ThreadWeaver_FOUND)
    set(JOBQ_THREADWEAVER KF6::ThreadWeaver)
    set(JOBQ_THREADWEAVER_PACKAGE KF6ThreadWeaver)
else()
    find_package(KF5ThreadWeaver REQUIRED PATHS ${JOBQ_DEPS_PREFIX} NO_DEFAULT_PATH)
    set(JOBQ_THREADWEAVER KF5::ThreadWeaver)
    set(JOBQ_THREADWEAVER_PACKAGE KF5ThreadWeaver)
endif()

find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp REQUIRED)
if(JOBQ_BUILD_CONSOLE)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Widgets Svg LinguistTools)
endif()
if(JOBQ_BUILD_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
