#include "attune/exchange/share.hpp"

#include <utility>

namespace attune::exchange {

Redactor::Redactor(const std::vector<std::string>& names, const ShareOptions& options,
                   const journal::Names* people)
    : options_(options), cover_(names, journal::NameCover::Style::Numbers, people) {
}

journal::Record Redactor::redacted(journal::Record record) {
    for (std::string& person : record.people)
        person = cover_.cover(person);
    if (record.kind != "assessment") {
        record.text = options_.text ? cover_.without_names(record.text) : std::string();
    }
    std::vector<journal::Field> fields = std::exchange(record.fields, {});
    for (journal::Field& field : fields) {
        if (!(field.name == "other" ? options_.other : options_.text)) continue;
        field.text = cover_.without_names(field.text);
        record.fields.push_back(std::move(field));
    }
    for (journal::Tag& tag : record.tags) {
        if (cover_.is_name(tag.slug)) tag.slug = cover_.cover(tag.slug);
    }
    for (journal::Value& value : record.values) {
        const auto dot = value.key.find('.');
        if (dot == std::string::npos || !cover_.is_name(value.key.substr(dot + 1))) continue;
        value.key = value.key.substr(0, dot + 1) + cover_.cover(value.key.substr(dot + 1));
    }
    record.source.clear();
    record.source_key.clear();
    record.extra.clear();
    return record;
}

}  // namespace attune::exchange
