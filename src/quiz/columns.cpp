#include "quiz/columns.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/quiz/answers.hpp"

namespace attune::quiz {

using definition::KeyedItem;
using definition::Order;
using definition::Questionnaire;
using definition::Scale;

namespace {

std::string cell_name(const CsvCell& cell) {
    return lower_ascii(trim(cell.text));
}

/// Items that a score is made of; the others need no column.
std::vector<bool> needed_items(const Questionnaire& questionnaire) {
    std::vector<bool> needed(questionnaire.items.size());
    for (const Scale& scale : questionnaire.scales) {
        for (const KeyedItem& keyed : scale.items)
            needed[keyed.item] = true;
    }
    return needed;
}

Result<std::optional<std::size_t>> find_id_column(const CsvRow& header, const std::string& name) {
    if (name.empty()) return std::optional<std::size_t>();
    std::vector<std::string> names;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        if (trim(header.cells[i].text) == name) return std::optional(i);
        names.emplace_back(trim(header.cells[i].text));
    }
    const auto nearest = nearest_word(name, names);
    return fail(
        ErrorKind::Usage, fmt::format("no column '{}' for --id", make_visible(name)),
        nearest ? fmt::format("did you mean '{}'?", make_visible(*nearest)) : std::string());
}

Status match_by_id(const Questionnaire& questionnaire, const CsvRow& header,
                   const std::string& path, Columns& columns) {
    std::map<std::string, std::size_t> items;
    for (std::size_t i = 0; i < questionnaire.items.size(); ++i)
        items[questionnaire.items[i].id] = i;
    for (std::size_t column = 0; column < header.cells.size(); ++column) {
        if (columns.id == column) continue;
        const auto item = items.find(cell_name(header.cells[column]));
        if (item == items.end()) continue;
        if (columns.items[item->second]) {
            return fail(ErrorKind::BadInput, fmt::format("two columns hold item '{}'", item->first),
                        "rename one of them", cell_place(path, header.cells[column]));
        }
        columns.items[item->second] = column;
    }
    return {};
}

/// A column name cut at its number: "Q07a" is {"q", 7, "a"}.
struct NumberedName {
    std::pair<std::string, std::string> family;
    std::size_t number = 0;
};

std::optional<NumberedName> cut_at_number(const std::string& name) {
    const std::size_t last = name.find_last_of("0123456789");
    if (last == std::string::npos) return std::nullopt;
    std::size_t first = last;
    while (first > 0 && name[first - 1] >= '0' && name[first - 1] <= '9')
        --first;
    const auto number = parse_integer(std::string_view(name).substr(first, last + 1 - first));
    if (!number || *number < 1) return std::nullopt;
    return NumberedName{{name.substr(0, first), name.substr(last + 1)},
                        static_cast<std::size_t>(*number)};
}

/// True when the items are called by number (q1, q2, ...), so that a column of such a name may mean
/// a place in an order just as well.
bool called_by_number(const Questionnaire& questionnaire) {
    std::size_t expected = 0;
    return std::all_of(questionnaire.items.begin(), questionnaire.items.end(),
                       [&](const definition::Item& item) {
                           const auto name = cut_at_number(item.id);
                           return name && name->number == ++expected;
                       });
}

Status match_by_order(const Order& order, const CsvRow& header, const std::string& path,
                      Columns& columns) {
    const std::size_t count = order.items.size();
    std::map<std::pair<std::string, std::string>, std::vector<std::optional<std::size_t>>> families;
    for (std::size_t column = 0; column < header.cells.size(); ++column) {
        if (columns.id == column) continue;
        const auto name = cut_at_number(cell_name(header.cells[column]));
        if (!name || name->number > count) continue;
        auto& family = families.try_emplace(name->family, count).first->second;
        family[name->number - 1] = column;
    }
    std::vector<const std::vector<std::optional<std::size_t>>*> whole;
    std::vector<std::string> names;
    for (const auto& [family, numbered] : families) {
        if (!std::all_of(numbered.begin(), numbered.end(),
                         [](const auto& column) { return column.has_value(); })) {
            continue;
        }
        whole.push_back(&numbered);
        names.push_back(make_visible(fmt::format("{}1{}", family.first, family.second)));
    }
    if (whole.size() > 1) {
        return fail(ErrorKind::BadInput,
                    fmt::format("several families of columns are numbered 1 to {}: {}", count,
                                join(names, ", ")),
                    "leave only the answers in the file", cell_place(path, header.cells.front()));
    }
    if (whole.size() == 1) {
        for (std::size_t i = 0; i < count; ++i)
            columns.items[order.items[i]] = (*whole.front())[i];
        return {};
    }
    if (header.cells.size() - (columns.id ? 1 : 0) == count) {
        std::size_t column = 0;
        for (std::size_t i = 0; i < count; ++i, ++column) {
            if (columns.id == column) ++column;
            columns.items[order.items[i]] = column;
        }
        return {};
    }
    return fail(ErrorKind::BadInput, fmt::format("no columns are numbered 1 to {}", count),
                "with --order the answers stand in columns such as Q1, Q2, ...; or in exactly as "
                "many columns as "
                "items, beside the --id column",
                cell_place(path, header.cells.front()));
}

}  // namespace

Result<Columns> match_columns(const Questionnaire& questionnaire, const CsvRow& header,
                              const std::string& path, const std::string& order,
                              const std::string& id_column) {
    Columns columns;
    columns.items.resize(questionnaire.items.size());
    ATTUNE_TRY(columns.id, find_id_column(header, id_column));
    if (!order.empty()) {
        const Order* known = questionnaire.find_order(order);
        if (!known) {
            std::vector<std::string> names;
            for (const Order& one : questionnaire.orders)
                names.push_back(one.name);
            const auto nearest = nearest_word(order, names);
            return fail(
                ErrorKind::Usage,
                fmt::format("'{}' has no order '{}'", questionnaire.id, make_visible(order)),
                nearest         ? fmt::format("did you mean '{}'?", *nearest)
                : names.empty() ? std::string("it has one order only: leave --order out")
                                : fmt::format("orders: {}", join(names, ", ")));
        }
        ATTUNE_CHECK(match_by_order(*known, header, path, columns));
        return columns;
    }
    if (questionnaire.has_rival_orders() && called_by_number(questionnaire)) {
        return fail(ErrorKind::Usage, order_is_needed(questionnaire), order_hint(questionnaire));
    }
    ATTUNE_CHECK(match_by_id(questionnaire, header, path, columns));
    const std::vector<bool> needed = needed_items(questionnaire);
    std::vector<std::string> absent;
    for (std::size_t i = 0; i < needed.size(); ++i) {
        if (needed[i] && !columns.items[i]) absent.push_back(questionnaire.items[i].id);
    }
    if (absent.empty()) return columns;
    const std::string more =
        absent.size() > 1 ? fmt::format(" (and {} more)", absent.size() - 1) : std::string();
    return fail(ErrorKind::BadInput, fmt::format("no column for item '{}'{}", absent.front(), more),
                "name the columns by item id, or number them and say --order NAME; 'attune quiz "
                "show' lists both",
                cell_place(path, header.cells.front()));
}

}  // namespace attune::quiz
