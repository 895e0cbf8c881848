#include "attune/definition/contacts.hpp"

#include <utility>

#include <fmt/format.h>

#include "definition/toml_reader.hpp"

namespace attune::definition {

namespace {

tl::unexpected<Error> bad_contact(const std::string& path, Position at, std::string message) {
    return fail(ErrorKind::BadInput, std::move(message),
                "write contacts = [{name = \"…\", reach = \"…\"}] below [support]",
                fmt::format("{}:{}:{}", path, at.line, at.column));
}

Result<std::string> text_member(const Node& contact, std::string_view key,
                                const std::string& path) {
    const Node* member = contact.find(key);
    if (member == nullptr || member->kind != Node::Kind::String || member->text.empty()) {
        return bad_contact(path, member == nullptr ? contact.at : member->at,
                           fmt::format("a contact has no '{}'", key));
    }
    return member->text;
}

}  // namespace

Result<std::vector<Contact>> read_contacts(std::string_view toml, const std::string& path) {
    Checked<Node> file = read_toml(toml, path);
    if (!file.value) {
        const Problem& problem = file.problems.front();
        return fail(ErrorKind::BadInput, problem.message, problem.hint, problem.where());
    }
    std::vector<Contact> contacts;
    const Node* support = file.value->find("support");
    const Node* list = support == nullptr ? nullptr : support->find("contacts");
    if (list == nullptr) return contacts;
    if (list->kind != Node::Kind::Array) {
        return bad_contact(path, list->at,
                           fmt::format("contacts is {}, not a list", list->kind_name()));
    }
    for (const Node& element : list->elements) {
        if (element.kind != Node::Kind::Table) {
            return bad_contact(path, element.at,
                               fmt::format("a contact is {}, not a table", element.kind_name()));
        }
        Contact contact;
        ATTUNE_TRY(contact.name, text_member(element, "name", path));
        ATTUNE_TRY(contact.reach, text_member(element, "reach", path));
        contacts.push_back(std::move(contact));
    }
    return contacts;
}

}  // namespace attune::definition
