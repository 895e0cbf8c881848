#include "cli/report_lens.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "attune/query/known_names.hpp"
#include "attune/store/names.hpp"

namespace attune::cli {

Result<ReportLens> ReportLens::make(const ReportOptions& options, Context& context) {
    if (!options.share && (options.with_names || options.with_text)) {
        return fail(ErrorKind::Usage, "'--with-names' and '--with-text' belong to '--share'",
                    "without --share everything is written");
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    ReportLens lens(library);
    if (options.about) {
        ATTUNE_TRY(lens.person_, report::find_person(library->database(), *options.about));
    }
    if (options.share) {
        ATTUNE_TRY(const auto known, query::known_names(library->database()));
        ATTUNE_TRY(const journal::Names* names, store::names_of(library->database()));
        lens.share_ = std::make_shared<report::ShareView>(
            report::ShareOptions{.names = options.with_names, .text = options.with_text}, known,
            *names);
        // Whom it is about is the first letter.
        if (!lens.person_.empty()) static_cast<void>(lens.share_->person(lens.person_));
    }
    return lens;
}

Status ReportLens::look(report::Diary& diary, const report::DayRange& counted) {
    if (!person_.empty()) {
        ATTUNE_TRY(left_out_, report::keep_about(library_->database(), person_, counted, diary));
    }
    if (share_) share_->redact(diary);
    return {};
}

Status ReportLens::look(report::Steps& steps, const report::DayRange& days, std::uint64_t seed) {
    if (!person_.empty()) {
        ATTUNE_CHECK(report::keep_about(library_->database(), row_reader(*library_), person_, days,
                                        seed, steps));
    }
    if (share_) share_->redact(steps);
    return {};
}

Status ReportLens::look(std::vector<report::Series>& series) {
    ATTUNE_TRY(const journal::Names* names, store::names_of(library_->database()));
    const auto key = [](std::string_view name) {
        return journal::name_key(journal::kPersonFacet, name);
    };
    std::vector<report::Series> out;
    for (report::Series& one : series) {
        if (!one.about.empty()) one.about = names->resolve(journal::kPersonFacet, one.about);
        for (report::Taking& taking : one.takings)
            taking.about = one.about;
        if (!person_.empty() && (one.about.empty() || key(one.about) != key(person_))) continue;
        const auto same = std::find_if(out.begin(), out.end(), [&](const report::Series& other) {
            return other.today->id == one.today->id && other.from == one.from &&
                   key(other.about) == key(one.about);
        });
        if (same == out.end()) {
            out.push_back(std::move(one));
            continue;
        }
        std::move(one.takings.begin(), one.takings.end(), std::back_inserter(same->takings));
        std::stable_sort(
            same->takings.begin(), same->takings.end(),
            [](const report::Taking& a, const report::Taking& b) { return a.at.utc < b.at.utc; });
    }
    if (share_) {
        for (report::Series& one : out)
            share_->redact(one);
    }
    series = std::move(out);
    return {};
}

Result<bool> ReportLens::look(journal::Record& record) {
    if (!person_.empty()) {
        ATTUNE_TRY(const journal::Names* names, store::names_of(library_->database()));
        names->resolve(record);
        std::vector<report::Thread> one(1);
        one.front().first = record;
        if (report::keep_about(person_, one) > 0) return false;
    }
    if (share_) share_->redact(record);
    return true;
}

Result<std::vector<report::Thread>> ReportLens::load_threads(std::string_view kind,
                                                             long* left_out) {
    ATTUNE_TRY(auto threads,
               report::load_threads(
                   library_->database(),
                   [this](std::int64_t row) { return library_->load_row(row); }, kind));
    long gone = 0;
    if (!person_.empty()) gone = report::keep_about(person_, threads);
    if (left_out != nullptr) *left_out = gone;
    if (share_) {
        for (report::Thread& thread : threads)
            share_->redact(thread);
    }
    return threads;
}

std::string ReportLens::shown(const std::string& person) {
    return share_ && !person.empty() ? share_->person(person) : person;
}

void ReportLens::finish(report::Document& document) {
    if (left_out_) report::say_about(document, shown(person_), *left_out_);
    if (share_) report::say_shared(document, share_->options());
}

}  // namespace attune::cli
