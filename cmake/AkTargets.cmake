# How every library, test and fuzz target of the project is declared.

# The project's warnings and sanitizers, on every target of ours and on none of others'.
function(ak_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wconversion
                         -Wno-sign-conversion $<$<BOOL:${AK_WERROR}>:-Werror>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms about "literal" + std::string at -O3: https://gcc.gnu.org/PR105651
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  if(AK_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${AK_SANITIZE} -fno-sanitize-recover=all
                           -fno-omit-frame-pointer)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # Instrumented code confuses it, as GCC's manual says of -fsanitize.
      target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
    else()
      # RapidJSON's stack adds to a null pointer: https://github.com/Tencent/rapidjson/issues/1724
      target_compile_options(${target} PRIVATE -fno-sanitize=pointer-overflow)
    endif()
    target_link_options(${target} PRIVATE -fsanitize=${AK_SANITIZE})
    target_compile_definitions(${target} PRIVATE AK_SANITIZED)
  endif()
  if(AK_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# ak_library(NAME [DEPENDS folder…] [LINK target…]): src/NAME/*.cc as the static library ak_NAME.
function(ak_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cc)
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

# ak_fuzz(NAME DEPENDS folder…): tests/fuzz/NAME_fuzz.cc, which defines LLVMFuzzerTestOneInput. The
# test fuzz.NAME replays tests/fuzz/corpus/NAME through it; with AK_FUZZ (clang) NAME_fuzz is also
# built, the same target under libFuzzer.
function(ak_fuzz name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  list(TRANSFORM ARG_DEPENDS PREPEND ak_)
  set(source ${CMAKE_SOURCE_DIR}/tests/fuzz/${name}_fuzz.cc)
  set(corpus ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})

  add_executable(${name}_fuzz_replay ${source} ${CMAKE_SOURCE_DIR}/tests/fuzz/replay_main.cc)
  target_link_libraries(${name}_fuzz_replay PRIVATE ${ARG_DEPENDS})
  target_include_directories(${name}_fuzz_replay PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  ak_compile_options(${name}_fuzz_replay)
  add_test(NAME fuzz.${name} COMMAND ${name}_fuzz_replay ${corpus})

  if(AK_FUZZ)
    add_executable(${name}_fuzz ${source})
    target_link_libraries(${name}_fuzz PRIVATE ${ARG_DEPENDS} -fsanitize=fuzzer)
    target_include_directories(${name}_fuzz PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    ak_compile_options(${name}_fuzz)
  endif()
endfunction()
