#include "attune/journal/lookup.hpp"

#include <algorithm>

namespace attune::journal {

const Value* find_value(const Record& record, std::string_view key, std::string_view phase) {
    const auto found =
        std::find_if(record.values.begin(), record.values.end(),
                     [&](const Value& value) { return value.key == key && value.phase == phase; });
    return found == record.values.end() ? nullptr : &*found;
}

const std::string* find_field(const Record& record, std::string_view name) {
    const auto found = std::find_if(record.fields.begin(), record.fields.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == record.fields.end() ? nullptr : &found->text;
}

}  // namespace attune::journal
