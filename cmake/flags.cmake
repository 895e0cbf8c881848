# attune_flags carries the language standard, the warnings and the sanitizers to every target.
add_library(attune_flags INTERFACE)
target_compile_features(attune_flags INTERFACE cxx_std_23)
target_compile_definitions(attune_flags INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
target_compile_options(attune_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wcast-qual -Wcast-align -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wundef
    -Wextra-semi -Wswitch-enum -Wdouble-promotion
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast>
    # GCC 12 sees uninitialised members in an optional or variant that is moved while empty.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<NOT:$<CONFIG:Debug>>>:-Wno-maybe-uninitialized>
    $<$<BOOL:${ATTUNE_WERROR}>:-Werror>)

if(ATTUNE_SANITIZE)
    target_compile_options(attune_flags INTERFACE
        -fsanitize=${ATTUNE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(attune_flags INTERFACE -fsanitize=${ATTUNE_SANITIZE})
    target_compile_options(attune_flags INTERFACE
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

if(ATTUNE_HARDEN)
    target_compile_definitions(attune_flags INTERFACE _FORTIFY_SOURCE=2)
    target_compile_options(attune_flags INTERFACE -fstack-protector-strong -fPIE)
    target_link_options(attune_flags INTERFACE -pie -Wl,-z,relro,-z,now)
endif()

# The fuzzer is blind in code that does not report its branches.
if(ATTUNE_FUZZ)
    target_compile_options(attune_flags INTERFACE
        -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp
        -fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/fuzz/ignored.txt
        -fsanitize-coverage-ignorelist=${CMAKE_SOURCE_DIR}/fuzz/uncounted.txt)
endif()
