# How every library, test and fuzz target of the project is declared.

# The project's warnings and sanitizers, on every target of ours and on none of others'.
function(ak_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor
                         -Wconversion -Wno-sign-conversion)
  if(AK_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${AK_SANITIZE} -fno-sanitize-recover=all
                           -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${AK_SANITIZE})
  endif()
endfunction()

# ak_library(NAME [DEPENDS folder…] [LINK target…]): src/NAME/*.cc as the static library ak_NAME.
function(ak_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cc)
  if(NOT sources)  # a folder without a source yet
    set(sources ${CMAKE_BINARY_DIR}/${name}_empty.cc)
    file(WRITE ${sources} "")
  endif()
  add_library(ak_${name} STATIC ${sources})
  target_include_directories(ak_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM ARG_DEPENDS PREPEND ak_)
  target_link_libraries(ak_${name} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_LINK})
  ak_compile_options(ak_${name})
endfunction()

# ak_test(NAME [DEPENDS folder…]): tests/NAME/*_test.cc as one program, each case a ctest test.
function(ak_test name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*_test.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(${name}_test ${sources})
  list(TRANSFORM ARG_DEPENDS PREPEND ak_)
  target_link_libraries(${name}_test PRIVATE ${ARG_DEPENDS} ak_test_support GTest::gtest
                        GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name}_test PRIVATE
    AK_TEST_DATA_DIR="${CMAKE_SOURCE_DIR}/tests/data"
    AK_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    AK_PROGRAM="$<TARGET_FILE:audisp-kube>")
  ak_compile_options(${name}_test)
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60)
endfunction()
