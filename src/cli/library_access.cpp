#include "attune/vault/pinned.hpp"
#include "cli/context.hpp"
#include "cli/name_access.hpp"

/// The part of Context that opens the store.
namespace attune::cli {

Result<store::Logbook*> Context::open_logbook() {
    if (!logbook_) {
        ATTUNE_CHECK(require_store());
        ATTUNE_TRY(store::Logbook logbook, store::Logbook::open(host_, location_));
        logbook_ = std::make_shared<store::Logbook>(std::move(logbook));
        if (vault::seals_to_another_key(host_, location_)) {
            screen_.say(
                "the store names another key than this machine knows; what is written here "
                "goes on under the known one until 'attune unlock'");
        }
    }
    return logbook_.get();
}

Status Context::make_ready(store::Library& library) {
    ATTUNE_TRY(const auto own, own_vocabularies(*this));
    if (own.empty()) return {};
    ATTUNE_TRY(const auto problems, store::use_vocabularies(library.database(), own));
    tell_problems(*this, problems);
    return {};
}

Result<store::Library*> Context::open_library() {
    if (!library_) {
        ATTUNE_TRY(const vault::Keys* keys, unlock());
        while (true) {
            ATTUNE_TRY(store::Library library,
                       store::Library::open(host_, location_, *keys, passed_over_));
            Status ready = make_ready(library);
            if (ready) {
                library_ = std::make_shared<store::Library>(std::move(library));
                break;
            }
            auto damage = library.damage();
            if (!damage) return fail(std::move(ready).error());
            passed_over_.push_back(*std::move(damage));
        }
        for (const std::string& warning : library_->warnings())
            screen_.warn(warning);
    }
    return library_.get();
}

std::optional<Error> Context::library_damage() const {
    auto damage = library_ ? library_->damage() : std::nullopt;
    if (!damage) return std::nullopt;
    return std::move(damage->error);
}

bool Context::begin_again() {
    auto damage = library_ ? library_->damage() : std::nullopt;
    if (!damage || !screen_.take_back()) return false;
    passed_over_.push_back(*std::move(damage));
    library_.reset();
    return true;
}

Status Context::finish() {
    ATTUNE_CHECK(screen_.flush());
    if (library_) {
        if (const auto note = library_->fold_if_due(writing_)) screen_.say(*note);
    }
    return {};
}

}  // namespace attune::cli
