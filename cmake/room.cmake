# attune_room(NAME ROOMS <rooms it builds on> LIBRARIES <outside libraries>)
#
# One library per room. Sources are every .cpp in src/<name>/ (and below); headers that other rooms may see
# live in include/attune/<name>/. The ROOMS lists in src/CMakeLists.txt are the room plan;
# script/check_layers reads them and compares them with every #include.
function(attune_room name)
    cmake_parse_arguments(PARSE_ARGV 1 room "" "" "ROOMS;LIBRARIES")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
    set(library attune_${name})
    if(sources)
        add_library(${library} STATIC ${sources})
        set(scope PUBLIC)
        target_link_libraries(${library} PRIVATE attune_flags)
        target_include_directories(${library} PRIVATE ${CMAKE_SOURCE_DIR}/src)
    else()
        add_library(${library} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(${library} ${scope} ${CMAKE_SOURCE_DIR}/include)
    target_compile_features(${library} ${scope} cxx_std_23)
    list(TRANSFORM room_ROOMS PREPEND attune_)
    target_link_libraries(${library} ${scope} ${room_ROOMS} ${room_LIBRARIES})
endfunction()

# attune_room_tests(NAME): the doctest binary of one room, built from tests/<name>/*_test.cpp and linked with that
# room alone, so that a dependency the room plan does not grant cannot even link.
function(attune_room_tests name)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*_test.cpp)
    if(NOT sources)
        return()
    endif()
    set(binary unit_${name})
    add_executable(${binary} ${CMAKE_SOURCE_DIR}/tests/support/doctest_main.cpp ${sources})
    target_link_libraries(${binary} PRIVATE attune_flags attune_test_support attune_${name} doctest::doctest)
    target_include_directories(${binary} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src)
    add_test(NAME unit.${name} COMMAND ${binary} --no-intro=true)
    set_tests_properties(unit.${name} PROPERTIES LABELS unit
        ENVIRONMENT "ATTUNE_SOURCE_DIR=${CMAKE_SOURCE_DIR};TZ=UTC")
endfunction()
