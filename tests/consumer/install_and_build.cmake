# SPDX-FileCopyrightText: 2026 The JobQ authors
# SPDX-License-Identifier: MIT
#
# Installs the library into an empty folder and builds this project with nothing but that.

file(REMOVE_RECURSE ${FOLDER}/prefix ${FOLDER}/build)
foreach(COMPONENT runtime development)
    execute_process(COMMAND ${CMAKE_COMMAND} --install ${LIBRARY_BUILD} --prefix ${FOLDER}/prefix --component ${COMPONENT}
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endforeach()
# Where the build found its own ThreadWeaver is no business of its users.
unset(ENV{JOBQ_DEPS_PREFIX})
unset(ENV{CMAKE_PREFIX_PATH})
execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${FOLDER}/build -G ${GENERATOR} -D CMAKE_PREFIX_PATH=${FOLDER}/prefix
            -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} -D "CMAKE_CXX_FLAGS=${FLAGS}"
    COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build COMMAND_ERROR_IS_FATAL ANY)
