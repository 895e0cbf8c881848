#include "cli/gentle_line.hpp"

#include <string>
#include <vector>

#include "attune/crypto/primitives.hpp"
#include "attune/definition/embedded.hpp"
#include "attune/definition/vocabulary.hpp"
#include "attune/query/gentle.hpp"
#include "attune/store/library.hpp"
#include "attune/vault/create.hpp"

namespace attune::cli {

namespace {

constexpr std::size_t kTagBytes = 32;

std::string tag_file(Context& context) {
    return host::path_join(context.location().state_root, "told");
}

/// What stands in the file when the line was said on `day`.
crypto::Hash32 tag_of(CivilDay day, const vault::Keys& keys) {
    const std::string iso = day.iso();
    return crypto::hash32({as_bytes("attune-told-1"), as_bytes(iso)}, keys.vault_key.view());
}

/// The shipped feelings that are pleasant.
std::vector<std::string> pleasant_feelings() {
    std::vector<std::string> out;
    const auto shipped = definition::Vocabularies::load(definition::embedded_vocabularies());
    const definition::Vocabulary* feelings = shipped ? shipped->of("feeling") : nullptr;
    if (feelings == nullptr) return out;
    for (const definition::VocabularyWord& word : feelings->words) {
        if (word.valence.value_or(0) > 0) out.push_back(word.slug);
    }
    return out;
}

bool was_said_lately(ByteView kept, CivilDay today, const vault::Keys& keys) {
    for (int back = 0; back < kGentleQuietDays; ++back) {
        if (crypto::equal(tag_of(today - back, keys), kept)) return true;
    }
    return false;
}

}  // namespace

void prepare_gentle_line(Context& context) {
    host::Host& host = context.host();
    const std::string path = tag_file(context);
    if (!host.terminal.err_is_terminal() || host.files.info(path)) return;
    Bytes noise(kTagBytes);
    host.environment.random(noise);
    if (host.files.make_folder(context.location().state_root)) {
        static_cast<void>(host.files.replace(path, noise, false));
    }
}

void say_gently(Context& context, CivilDay today) {
    host::Host& host = context.host();
    if (!host.terminal.err_is_terminal() || !context.settings().is_on("gentle_line")) return;
    if (!vault::exists(host, context.location()) || !context.can_unlock_silently()) return;
    const auto kept = host.files.load(tag_file(context), kTagBytes);
    if (!kept || kept->size() != kTagBytes) return;
    const auto keys = context.unlock();
    if (!keys || was_said_lately(*kept, today, **keys)) return;
    auto library = store::Library::open(host, context.location(), **keys);
    if (!library) return;
    const auto much = query::is_much_just_now(library->database(), today, pleasant_feelings());
    if (!much || !*much) return;
    // Said once means remembered first.
    if (!host.files.replace(tag_file(context), tag_of(today, **keys), false)) return;
    context.screen().say(
        "these days ask a lot of you; 'attune support' lists people and lines to turn to "
        "(said once; 'attune config set gentle_line off' keeps it away)");
}

}  // namespace attune::cli
