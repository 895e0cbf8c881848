#include "cli/form_shelf.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/crypto/primitives.hpp"
#include "attune/definition/embedded.hpp"
#include "attune/store/assessment.hpp"

namespace attune::cli {

using definition::Form;
using definition::Problem;

namespace {

/// A form is a page or two; what is larger is no form.
constexpr std::size_t kMaxFormBytes = std::size_t{256} * 1024;

/// Kinds that make up most of a journal and never have a form.
bool is_formless(const journal::Record& record) {
    return record.kind == "trigger" || record.kind == "assessment" || record.kind == "measure" ||
           record.kind == "practice" || record.kind == "observation" ||
           (record.kind == "follow" && record.definition.empty());
}

Result<Form> read(const std::string& text, const std::string& path) {
    auto checked = definition::read_form(text, path);
    if (!checked.value) {
        const auto first =
            std::find_if(checked.problems.begin(), checked.problems.end(),
                         [](const Problem& p) { return p.weight == Problem::Weight::Error; });
        const auto others =
            std::count_if(checked.problems.begin(), checked.problems.end(),
                          [](const Problem& p) { return p.weight == Problem::Weight::Error; }) -
            1;
        std::string message = first->message;
        if (others > 0)
            message += fmt::format(" (and {} more problem{})", others, others == 1 ? "" : "s");
        return fail(ErrorKind::BadInput, std::move(message), first->hint,
                    make_visible(first->where()));
    }
    checked.value->digest = to_hex(crypto::sha256(as_bytes(text)));
    return *std::move(checked.value);
}

}  // namespace

store::DefinitionText FoundForm::definition() const {
    return {"form", form.id, form.version, form.digest, text};
}

Result<FormShelf> FormShelf::open(host::Host& host) {
    const std::string folder =
        host::path_join(host::parent_folder(find_config_file(host)), "forms");
    std::vector<std::pair<std::string, std::string>> own;
    if (host.files.info(folder)) {
        ATTUNE_TRY(const auto names, host.files.list(folder));
        for (const std::string& name : names) {
            if (!name.ends_with(".toml") || name.starts_with('.')) continue;
            const std::string path = host::path_join(folder, name);
            ATTUNE_TRY(const Bytes bytes, host.files.load_source(path, kMaxFormBytes));
            own.emplace_back(path, std::string(as_text(bytes)));
        }
    }
    return FormShelf(definition::Shelf(definition::embedded_forms(), own));
}

bool FormShelf::has(std::string_view kind) const {
    return shelf_.find(kind) != nullptr;
}

const std::vector<definition::ShelvedFile>& FormShelf::files() const {
    return shelf_.files();
}

Result<FoundForm> FormShelf::load(std::string_view kind) const {
    const definition::ShelvedFile* file = shelf_.find(kind);
    if (file == nullptr) {
        const auto nearest = nearest_word(kind, kinds());
        return fail(ErrorKind::NotFound, fmt::format("no kind '{}'", make_visible(kind)),
                    nearest ? fmt::format("did you mean '{}'?", *nearest)
                            : "'attune help kinds' lists them");
    }
    ATTUNE_TRY(Form form, read(file->text, file->path));
    if (form.id != file->id) {
        return fail(ErrorKind::BadInput,
                    fmt::format("the id in this file is '{}', but the file is called '{}'", form.id,
                                make_visible(file->id)),
                    "rename the file, or change the id", make_visible(file->path));
    }
    return FoundForm{std::move(form), file->text};
}

const Form* FormBook::of(const journal::Record& record) {
    if (is_formless(record)) return nullptr;
    const std::string& name = record.definition.empty() ? record.kind : record.definition;
    const auto known = known_.find(name);
    if (known != known_.end()) return known->second.get();
    auto found = find(record);
    auto kept = found ? std::make_unique<Form>(*std::move(found)) : nullptr;
    return known_.emplace(name, std::move(kept)).first->second.get();
}

std::optional<Form> FormBook::find(const journal::Record& record) {
    if (!shelf_) {
        auto opened = FormShelf::open(context_.host());
        if (!opened) return std::nullopt;
        shelf_ = *std::move(opened);
    }
    const auto name = store::read_definition_name(record.definition);
    auto now = shelf_->load(name.id.empty() ? record.kind : name.id);
    if (now && (name.digest.empty() || now->form.digest == name.digest)) return now->form;
    if (!name.digest.empty()) {
        if (auto then = find_in_store(name.digest)) return then;
    }
    return now ? std::optional(std::move(now->form)) : std::nullopt;
}

std::optional<Form> FormBook::find_in_store(std::string_view digest) {
    const auto library = context_.open_library();
    if (!library) return std::nullopt;
    const auto definitions = (*library)->definitions();
    if (!definitions) return std::nullopt;
    for (const store::DefinitionText& definition : *definitions) {
        if (definition.sha256 != digest || definition.kind != "form") continue;
        auto form = read(definition.toml, definition.slug);
        if (form) return *std::move(form);
    }
    return std::nullopt;
}

}  // namespace attune::cli
