#include "attune/base/csv.hpp"
#include "fuzz/property.hpp"

// However the text is cut into pieces on its way in, the same rows come out; the reader always
// comes to an end.
namespace {

std::string rows_of(attune::ByteSource source, std::size_t size) {
    attune::CsvReader reader(std::move(source), "input.csv");
    attune::CsvRow row;
    std::string seen;
    for (std::size_t steps = 0;; ++steps) {
        attune::fuzz::expect(steps <= size + 1, "reading comes to an end");
        const auto more = reader.next(row);
        if (!more) {
            seen += "error " + more.error().where + "\n";
            continue;
        }
        if (!*more) return seen;
        for (const auto& cell : row.cells) {
            seen += std::to_string(cell.line) + ":" + std::to_string(cell.column) + " ";
            seen += cell.text;
            seen += '\0';
        }
        seen += '\n';
    }
}

}  // namespace

ATTUNE_FUZZ(csv) {
    const auto text = attune::fuzz::as_text(data, size);
    const std::string whole = rows_of(attune::bytes_of(text), size);
    std::size_t at = 0;
    const auto one_by_one = [&](char* out, std::size_t room) -> attune::Result<std::size_t> {
        if (at == text.size() || room == 0) return std::size_t{0};
        *out = text[at++];
        return std::size_t{1};
    };
    attune::fuzz::expect(rows_of(one_by_one, size) == whole, "pieces make no difference");
}
