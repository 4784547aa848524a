# SPDX-FileCopyrightText: 2026 The JobQ authors
# SPDX-License-Identifier: MIT
#
# What `cmake --install` puts where, and the package that find_package(JobQ) finds. Three components: `runtime` (the
# shared library, roles.sql), `development` (headers, CMake and pkg-config files) and `console`.

include(CMakePackageConfigHelpers)
set(JOBQ_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/JobQ)
set(JOBQ_THREADWEAVER_DIR ${CMAKE_INSTALL_LIBDIR}/jobq/threadweaver)

# A ThreadWeaver that setup.sh built has the soname of Debian's Qt 5 build. So it comes along, in a folder of its own.
cmake_path(IS_PREFIX JOBQ_DEPS_PREFIX "${${JOBQ_THREADWEAVER_PACKAGE}_DIR}" NORMALIZE JOBQ_THREADWEAVER_IS_OURS)
option(JOBQ_BUNDLE_THREADWEAVER "Install the ThreadWeaver that installer/setup.sh built" ${JOBQ_THREADWEAVER_IS_OURS})
if(JOBQ_BUNDLE_THREADWEAVER)
    foreach(FOLDER include lib)
        install(DIRECTORY ${JOBQ_DEPS_PREFIX}/${FOLDER}/ DESTINATION ${JOBQ_THREADWEAVER_DIR}/${FOLDER}
                COMPONENT development PATTERN "*.so.*" EXCLUDE)
    endforeach()
    file(GLOB_RECURSE LIBRARIES RELATIVE ${JOBQ_DEPS_PREFIX} ${JOBQ_DEPS_PREFIX}/lib/*.so.*)
    foreach(LIBRARY ${LIBRARIES})
        get_filename_component(FOLDER ${LIBRARY} DIRECTORY)
        install(FILES ${JOBQ_DEPS_PREFIX}/${LIBRARY} DESTINATION ${JOBQ_THREADWEAVER_DIR}/${FOLDER} COMPONENT runtime)
        # It needs nothing from the folder that it was built for.
        install(CODE "if(NOT IS_SYMLINK \"${JOBQ_DEPS_PREFIX}/${LIBRARY}\")
            file(RPATH_REMOVE FILE \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${JOBQ_THREADWEAVER_DIR}/${LIBRARY}\")
        endif()" COMPONENT runtime)
    endforeach()
    set_target_properties(jobq PROPERTIES INSTALL_RPATH "$ORIGIN/jobq/threadweaver/${FOLDER}")
endif()

install(TARGETS jobq EXPORT JobQTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT development
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/jobq)
install(EXPORT JobQTargets NAMESPACE JobQ:: DESTINATION ${JOBQ_CMAKE_DIR} COMPONENT development)

# A header is public unless it says otherwise.
file(GLOB HEADERS CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/libjobq ${CMAKE_SOURCE_DIR}/libjobq/*/*.h)
set(JOBQ_PUBLIC_HEADERS)
foreach(HEADER ${HEADERS})
    file(STRINGS ${CMAKE_SOURCE_DIR}/libjobq/${HEADER} PRIVATE REGEX "^// Private to libjobq" LIMIT_COUNT 1)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS libjobq/${HEADER})
    if(NOT PRIVATE)
        get_filename_component(ROOM ${HEADER} DIRECTORY)
        install(FILES libjobq/${HEADER} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/jobq/${ROOM} COMPONENT development)
        list(APPEND JOBQ_PUBLIC_HEADERS ${HEADER})
    endif()
endforeach()

configure_package_config_file(installer/cmake/JobQConfig.cmake.in ${CMAKE_BINARY_DIR}/JobQConfig.cmake
    INSTALL_DESTINATION ${JOBQ_CMAKE_DIR} PATH_VARS JOBQ_THREADWEAVER_DIR)
# Before 1.0 each minor version may break its users.
write_basic_package_version_file(${CMAKE_BINARY_DIR}/JobQConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/JobQConfig.cmake ${CMAKE_BINARY_DIR}/JobQConfigVersion.cmake
    DESTINATION ${JOBQ_CMAKE_DIR} COMPONENT development)
file(RELATIVE_PATH JOBQ_PREFIX_FROM_PKGCONFIG /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(installer/cmake/jobq.pc.in ${CMAKE_BINARY_DIR}/jobq.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/jobq.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

install(FILES sql/roles.sql DESTINATION ${CMAKE_INSTALL_DATADIR}/jobq COMPONENT runtime OPTIONAL)
foreach(COMPONENT libjobq0:runtime libjobq-dev:development jobq-console:console)
    string(REPLACE ":" ";" COMPONENT ${COMPONENT})
    list(GET COMPONENT 0 PACKAGE)
    list(GET COMPONENT 1 COMPONENT)
    if(COMPONENT STREQUAL "console" AND NOT JOBQ_BUILD_CONSOLE)
        continue()
    endif()
    install(FILES installer/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${PACKAGE} COMPONENT ${COMPONENT})
endforeach()

if(JOBQ_BUILD_CONSOLE)
    install(FILES installer/jobq-console.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT console)
    install(FILES installer/org.jobq.console.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT console)
    install(FILES resources/jobq-console.svg COMPONENT console
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
    set_target_properties(jobq-console PROPERTIES INSTALL_RPATH
        "$ORIGIN/../${CMAKE_INSTALL_LIBDIR};$ORIGIN/../${JOBQ_THREADWEAVER_DIR}/lib/${CMAKE_LIBRARY_ARCHITECTURE}")
endif()
