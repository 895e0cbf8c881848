#include "cli/document_output.hpp"

#include "attune/base/assert.hpp"
#include "attune/render/csv.hpp"
#include "attune/render/html.hpp"
#include "attune/render/json.hpp"
#include "attune/render/markdown.hpp"
#include "attune/render/text.hpp"

namespace attune::cli {

std::string form_of_name(std::string_view name) {
    if (name.ends_with(".html") || name.ends_with(".htm")) return "html";
    if (name.ends_with(".json")) return "json";
    if (name.ends_with(".md") || name.ends_with(".markdown")) return "md";
    if (name.ends_with(".csv")) return "csv";
    return "text";
}

std::string render_as(const report::Document& document, std::string_view form, bool to_file,
                      const Screen& screen) {
    if (form == "html") return render::render_html(document);
    if (form == "json") return render::render_json(document);
    if (form == "md") return render::render_markdown(document);
    if (form == "csv") return render::render_csv(document);
    ATTUNE_ASSERT(form == "text");
    return render::render_text(document, {.width = to_file ? 80 : screen.width(),
                                          .colour = !to_file && screen.colour(),
                                          .ascii = screen.ascii(),
                                          .accessible = screen.accessible()});
}

}  // namespace attune::cli
