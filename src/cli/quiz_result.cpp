#include "cli/quiz_result.hpp"

#include "attune/render/html.hpp"
#include "attune/render/text.hpp"

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
                   csv ? std::vector<std::string>{"text", "html", "json", "csv"}
                       : std::vector<std::string>{"text", "html", "json"},
                   "the form; text unless the file's name says otherwise");
    options.text(output.file, "-o,--output", "FILE", "write to a file instead of the screen");
}

Result<std::string> output_format(const ResultOutput& output, Context& context) {
    std::string format = "text";
    if (output.format) {
        format = *output.format;
    } else if (!context.global().json) {
        const std::string name = output.file.value_or("");
        if (name.ends_with(".html") || name.ends_with(".htm")) format = "html";
        if (name.ends_with(".json")) format = "json";
        if (name.ends_with(".csv")) format = "csv";
    }
    if (!context.global().json) return format;
    if (output.format && format != "json") {
        return fail(ErrorKind::Usage, "'--json' and '--format' ask for different forms");
    }
    return std::string("json");
}

Status write_document(const report::Document& document, const std::string& format,
                      const ResultOutput& output, Context& context) {
    Screen& screen = context.screen();
    if (format == "html") return write_bytes(render::render_html(document), output, context);
    const bool to_file = goes_to_file(output);
    const std::string text = render::render_text(document, {.width = to_file ? 80 : screen.width(),
                                                            .colour = !to_file && screen.colour(),
                                                            .ascii = screen.ascii(),
                                                            .accessible = screen.accessible()});
    return to_file ? write_bytes(text, output, context) : screen.print(text);
}

Status write_bytes(const std::string& bytes, const ResultOutput& output, Context& context) {
    ATTUNE_CHECK(context.save_output(output.file, bytes));
    return say_unsealed(output, context);
}

}  // namespace attune::cli
