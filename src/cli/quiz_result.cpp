#include "cli/quiz_result.hpp"

#include "cli/document_output.hpp"

namespace attune::cli {

namespace {

bool goes_to_file(const ResultOutput& output) {
    return output.file && *output.file != "-";
}

Status say_unsealed(const ResultOutput& output, Context& context) {
    if (goes_to_file(output)) {
        context.screen().say("written; the file is not sealed, so keep it where only you can read");
    }
    return {};
}

}  // namespace

void describe_output(OptionSet& options, ResultOutput& output, bool csv) {
    options.choice(output.format, "--format",
                   csv ? std::vector<std::string>{"text", "md", "html", "json", "csv"}
                       : std::vector<std::string>{"text", "md", "html", "json"},
                   "the form; text unless the file's name says otherwise");
    options.text(output.file, "-o,--output", "FILE", "write to a file instead of the screen");
}

Result<std::string> output_format(const ResultOutput& output, Context& context) {
    std::string format = "text";
    if (output.format) {
        format = *output.format;
    } else if (!context.global().json) {
        format = form_of_name(output.file.value_or(""));
    }
    if (!context.global().json) return format;
    if (output.format && format != "json") {
        return fail(ErrorKind::Usage, "'--json' and '--format' ask for different forms");
    }
    return std::string("json");
}

Status write_document(const report::Document& document, const std::string& format,
                      const ResultOutput& output, Context& context) {
    const bool to_file = goes_to_file(output);
    // A name ending in .csv asks for what only some commands have; the others write text.
    const std::string form =
        render_as(document, format == "csv" ? "text" : format, to_file, context.screen());
    return format == "text" && !to_file ? context.screen().print(form)
                                        : write_bytes(form, output, context);
}

Status write_bytes(const std::string& bytes, const ResultOutput& output, Context& context) {
    ATTUNE_CHECK(context.save_output(output.file, bytes));
    return say_unsealed(output, context);
}

}  // namespace attune::cli
