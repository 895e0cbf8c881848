# attune_embed(TARGET FOLDER NAME): compiles every .toml file of FOLDER into TARGET as the function
# attune::definition::embedded_<NAME>(), so that the program is one file and needs no data folder.
function(attune_embed target folder name)
    file(GLOB files CONFIGURE_DEPENDS ${folder}/*.toml)
    set(output ${CMAKE_BINARY_DIR}/generated/embedded_${name}.cpp)
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -D FOLDER=${folder} -D NAME=${name}
                -P ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()
