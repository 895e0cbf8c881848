#include "cli/quiz_wording.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/crypto/primitives.hpp"
#include "attune/definition/wording.hpp"
#include "cli/quiz_shelf.hpp"

namespace attune::cli {

using definition::Questionnaire;
using definition::Wording;

namespace {

/// "de" of "de_DE.UTF-8"; empty for the languages that are none, C and POSIX.
std::string locale_language(const host::Environment& environment) {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const auto value = environment.variable(name);
        if (!value || value->empty()) continue;
        const std::string language = value->substr(0, value->find_first_of("_.@"));
        return language.size() == 2 || language.size() == 3 ? language : std::string();
    }
    return {};
}

/// The own wording to use, or null.
const InstalledWording* choose(const std::vector<InstalledWording>& own, const std::string& locale,
                               const std::string& named) {
    for (const std::string& wanted : {locale, named}) {
        const auto found = std::find_if(own.begin(), own.end(), [&](const InstalledWording& one) {
            return !wanted.empty() && one.language == wanted;
        });
        if (found != own.end()) return &*found;
    }
    return own.empty() ? nullptr : &own.front();
}

}  // namespace

std::string wording_folder(const Context& context) {
    return host::path_join(host::parent_folder(context.config_file()), "wordings");
}

Result<std::vector<InstalledWording>> installed_wordings(Context& context) {
    std::vector<InstalledWording> out;
    const std::string folder = wording_folder(context);
    host::Files& files = context.host().files;
    if (!files.info(folder)) return out;
    ATTUNE_TRY(const auto names, files.list(folder));
    for (const std::string& name : names) {
        if (!name.ends_with(".toml") || name.starts_with('.')) continue;
        const std::string stem = name.substr(0, name.size() - 5);
        const std::size_t dot = stem.rfind('.');
        if (dot == std::string::npos) continue;
        out.push_back({stem.substr(0, dot), stem.substr(dot + 1), host::path_join(folder, name)});
    }
    return out;
}

Status lay_wording(Context& context, Questionnaire& questionnaire) {
    ATTUNE_TRY(auto own, installed_wordings(context));
    std::erase_if(
        own, [&](const InstalledWording& one) { return one.questionnaire != questionnaire.id; });
    const std::string locale = locale_language(context.host().environment);
    const std::string named = questionnaire.wording.substr(questionnaire.wording.rfind('.') + 1);
    const InstalledWording* chosen = choose(own, locale, named);
    const auto translation =
        std::find_if(questionnaire.translations.begin(), questionnaire.translations.end(),
                     [&](const Wording& one) { return one.language == locale; });
    if (translation != questionnaire.translations.end() &&
        (!chosen || chosen->language != locale)) {
        const Wording words = *translation;
        definition::apply_wording(questionnaire, words);
        return {};
    }
    if (!chosen) return {};
    ATTUNE_TRY(const std::string text, context.load_input(chosen->path, kMaxDefinitionBytes));
    auto checked = definition::load_wording(text, chosen->path, questionnaire);
    if (!checked.value) {
        const Error error = definition::as_error(checked.problems);
        context.screen().warn(fmt::format("the wording does not fit and is left out: {}: {}",
                                          Screen::visible(error.where), error.message));
        return {};
    }
    checked.value->digest = to_hex(crypto::sha256(as_bytes(text)));
    definition::apply_wording(questionnaire, *checked.value);
    return {};
}

}  // namespace attune::cli
