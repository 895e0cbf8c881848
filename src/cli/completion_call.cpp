#include <algorithm>
#include <cstdint>
#include <set>

#include "attune/base/text.hpp"
#include "attune/store/library.hpp"
#include "attune/vault/create.hpp"
#include "attune/vault/private_state.hpp"
#include "cli/completion.hpp"
#include "cli/context.hpp"
#include "cli/known_words.hpp"

/// The hidden call of completion.hpp: it finds names where that costs nothing and asks nobody.
namespace attune::cli {

namespace {

/// More than anybody reads in a list.
constexpr std::int64_t kNamesMax = 500;

/// The store, when it opens without a question, without stretching a passphrase and without making
/// any file.
class QuietLibrary {
  public:
    QuietLibrary(host::Host& host, const GlobalOptions& global) : host_(host), global_(global) {
        global_.no_input = true;
        global_.passphrase_file.reset();
        global_.passphrase_fd.reset();
    }

    /// Null while it is locked.
    store::Library* get() {
        if (!tried_) {
            tried_ = true;
            open();
        }
        return library_ ? &*library_ : nullptr;
    }
    /// Empty before get() and while it is locked.
    [[nodiscard]] const KnownWords& known() const { return known_; }

  private:
    void open() {
        Context context(host_, global_);
        if (!vault::exists(host_, context.location()) || !context.can_unlock_silently()) return;
        const auto keys = context.unlock();
        // Opening makes a machine's identity where there is none: that is for commands to do.
        if (!keys || !vault::load_identity(host_, context.location(), (*keys)->store)) return;
        auto library = store::Library::open(host_, context.location(), **keys);
        if (!library) return;
        library_.emplace(*std::move(library));
        // What was added but never used, and the words of own files.
        if (auto known = known_words(context, *library_)) known_ = *std::move(known);
    }

    host::Host& host_;
    GlobalOptions global_;
    bool tried_ = false;
    std::optional<store::Library> library_;
    KnownWords known_;
};

/// The words of a facet that the journal holds. Jumps from one to the next, so that it costs the
/// number of words and not of entries.
void add_used(db::Connection& database, std::string_view facet, std::set<std::string>& names) {
    auto words = database.prepare(
        "WITH RECURSIVE w(s) AS (SELECT (SELECT slug FROM tag WHERE facet = ?1 ORDER BY slug LIMIT "
        "1) UNION ALL SELECT (SELECT slug FROM tag WHERE facet = ?1 AND slug > s ORDER BY slug "
        "LIMIT 1) FROM w WHERE s IS NOT NULL) SELECT s FROM w WHERE s IS NOT NULL LIMIT ?2");
    if (!words) return;
    words->bind(1, facet).bind(2, kNamesMax);
    while (true) {
        const auto row = words->step();
        if (!row || !*row) return;
        names.emplace(words->text(0));
    }
}

}  // namespace

void print_candidates(const std::vector<std::string>& words, host::Host& host) {
    GlobalOptions global;
    OptionSet set;
    describe(set, global);
    // Of the options in front only those that say which store and which key matter here.
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "--store") global.store = words[i + 1];
        if (words[i] == "--key-file") global.key_file = words[i + 1];
    }
    QuietLibrary library(host, global);
    const auto find_names = [&](std::string_view facet) {
        std::set<std::string> names;
        if (store::Library* open = library.get(); open != nullptr) {
            add_used(open->database(), facet, names);
            for (const auto& word : library.known().names.words(facet))
                names.insert(word.slug);
            if (facet == journal::kPersonFacet)
                names.insert(library.known().people.begin(), library.known().people.end());
        }
        return std::vector<std::string>(names.begin(), names.end());
    };
    const Candidates found = complete_words(words, set, host, find_names);
    std::string out = found.files ? "files\n" : "words\n";
    for (const Candidate& candidate : found.words) {
        out += candidate.word;
        if (!candidate.about.empty()) out += '\t' + make_visible(candidate.about);
        out += '\n';
    }
    // A shell that went away does not need it any more.
    static_cast<void>(host.terminal.write(host::Stream::Out, out));
}

}  // namespace attune::cli
