#include "cli/known_words.hpp"

#include <algorithm>
#include <utility>

#include "attune/store/names.hpp"
#include "attune/vault/create.hpp"
#include "attune/vault/private_state.hpp"
#include "cli/name_access.hpp"

namespace attune::cli {

namespace {

/// More than anybody looks through.
constexpr std::size_t kPeopleMax = 200;

Result<KnownWords> words_of_store(Context& context) {
    ATTUNE_TRY(const vault::Keys* keys, context.unlock());
    // Opening makes a machine's identity where there is none: that is for commands to do.
    ATTUNE_TRY([[maybe_unused]] const auto identity,
               vault::load_identity(context.host(), context.location(), keys->store));
    ATTUNE_TRY(store::Library library,
               store::Library::open(context.host(), context.location(), *keys));
    return known_words(context, library);
}

}  // namespace

Result<KnownWords> known_words(Context& context, store::Library& library) {
    const auto own = own_vocabularies(context);
    if (own && !own->empty()) {
        ATTUNE_TRY([[maybe_unused]] const auto problems,
                   store::use_vocabularies(library.database(), *own));
    }
    ATTUNE_TRY(const journal::Names* names, store::names_of(library.database()));
    KnownWords known{.names = *names, .people = {}};
    for (const journal::Name& person : names->people())
        known.people.push_back(person.spelling);
    ATTUNE_TRY(auto used, store::used_names(library.database(), journal::kPersonFacet));
    std::stable_sort(used.begin(), used.end(),
                     [](const auto& a, const auto& b) { return a.entries > b.entries; });
    for (store::NameUse& use : used) {
        if (known.people.size() >= kPeopleMax) break;
        if (std::find(known.people.begin(), known.people.end(), use.name) == known.people.end())
            known.people.push_back(std::move(use.name));
    }
    return known;
}

Result<KnownWords> load_known_words(Context& context) {
    if (vault::exists(context.host(), context.location()) && context.can_unlock_silently()) {
        // Whatever is wrong with the store is for the command to say, not for its questions.
        if (auto known = words_of_store(context)) return known;
    }
    ATTUNE_TRY(auto vocabularies,
               definition::Vocabularies::load(definition::embedded_vocabularies()));
    return KnownWords{.names = journal::Names(std::move(vocabularies), {}), .people = {}};
}

}  // namespace attune::cli
