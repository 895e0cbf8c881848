# Every library comes from a Debian package named in script/setup.
find_package(PkgConfig REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(keyutils REQUIRED IMPORTED_TARGET libkeyutils)

# toml++ as a header-only library: its types stay inside src/definition/toml_reader.cpp.
find_path(ATTUNE_TOMLPP_DIR toml++/toml.h REQUIRED)
add_library(attune_tomlpp INTERFACE)
target_include_directories(attune_tomlpp SYSTEM INTERFACE ${ATTUNE_TOMLPP_DIR})

if(ATTUNE_TESTS)
    find_package(doctest REQUIRED)
    # The oracle that the reader of time zones is compared with.
    find_package(date REQUIRED)
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
endif()
