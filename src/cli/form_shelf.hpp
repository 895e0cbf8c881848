#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/form.hpp"
#include "attune/definition/shelf.hpp"
#include "attune/host/host.hpp"
#include "attune/journal/record.hpp"
#include "attune/store/logbook.hpp"
#include "cli/context.hpp"

/// How commands find the forms of `attune note`.
namespace attune::cli {

/// A form with the text it was read from: what a record made with it keeps beside it.
struct FoundForm {
    definition::Form form;
    std::string text;

    [[nodiscard]] store::DefinitionText definition() const;
};

/// The forms that there are: those of the program and the person's own, which lie in `forms` beside
/// the config file. An own form stands in front of one of the program with the same name. Files are
/// read at once, but each is understood only when it is asked for, so that a mistake in one is in
/// nobody else's way.
class FormShelf {
  public:
    [[nodiscard]] static Result<FormShelf> open(host::Host& host);

    [[nodiscard]] bool has(std::string_view kind) const;
    [[nodiscard]] const std::vector<definition::ShelvedFile>& files() const;
    [[nodiscard]] std::vector<std::string> kinds() const { return shelf_.ids(); }
    /// NotFound with the nearest kind; BadInput with the place of the first mistake and how many
    /// others there are.
    [[nodiscard]] Result<FoundForm> load(std::string_view kind) const;

  private:
    explicit FormShelf(definition::Shelf shelf) : shelf_(std::move(shelf)) {}
    definition::Shelf shelf_;
};

/// The form of a record that is to be shown: the text it was made with, from the shelf or from the
/// store, else the form of its kind as it is now. Each is read once.
class FormBook {
  public:
    explicit FormBook(Context& context) : context_(context) {}

    /// Null for triggers, questionnaires and kinds that no form describes.
    [[nodiscard]] const definition::Form* of(const journal::Record& record);

  private:
    [[nodiscard]] std::optional<definition::Form> find(const journal::Record& record);
    [[nodiscard]] std::optional<definition::Form> find_in_store(std::string_view digest);

    Context& context_;
    std::optional<FormShelf> shelf_;
    std::map<std::string, std::unique_ptr<definition::Form>, std::less<>> known_;
};

}  // namespace attune::cli
