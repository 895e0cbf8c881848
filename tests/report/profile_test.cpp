#include "attune/report/profile.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/render/text.hpp"
#include "support/golden.hpp"
#include "support/period_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;

namespace {

/// `days` days with an entry with sam, about a late reply, and one with kim, about criticism.
ProfileData two_people(int days) {
    ProfileData data;
    data.all = testing::empty_month();
    data.all.range.kind = "profile";
    data.all.range.today = data.all.range.last();
    for (int i = 0; i < days; ++i) {
        for (const bool with_sam : {true, false}) {
            DiaryEntry entry = testing::entry_at(data.all.range.first + i, with_sam ? 540 : 720, 5);
            entry.people = {with_sam ? "sam" : "kim"};
            entry.triggers = {with_sam ? "late-reply" : "criticism"};
            entry.feelings = {{"hurt", 5}};
            data.all.diary.entries.push_back(entry);
        }
    }
    return data;
}

journal::Record rated(CivilDay when, double strength) {
    journal::Record record;
    record.at.local_day = when;
    record.text = "People leave when I need them";
    record.values.push_back({.key = "strength", .number = strength, .low = 0, .high = 100});
    return record;
}

std::string text_of(const ProfileData& data, bool explain = false) {
    return render::render_text(build_profile(data, {.explain = explain}), {});
}

bool is_suppressed(const Document& document, const std::string& name) {
    return std::any_of(document.suppressed.begin(), document.suppressed.end(),
                       [&](const Suppressed& one) { return one.name == name; });
}

/// Whether any difference of a word of a person leaves zero out.
bool claims(const ProfileData& data) {
    const Document document = build_profile(data);
    for (const Section& section : document.sections) {
        if (!section.id.starts_with("typical")) continue;
        const auto& table = std::get<Table>(section.blocks.front());
        for (const Row& row : table.rows) {
            const std::string& cell = row.cells.back();
            if (cell.find("points") != std::string::npos &&
                cell.find("could be luck") == std::string::npos)
                return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("below eight entries on either side a person has counts alone") {
    const Document seven = build_profile(two_people(7));
    CHECK(is_suppressed(seven, "typical"));
    const std::string few = text_of(two_people(7));
    CHECK(few.find("7 of 7") != std::string::npos);
    CHECK(few.find("likely") == std::string::npos);
    CHECK(few.find("Counts alone: 8 entries on 5 days with and without a person needed") !=
          std::string::npos);
    CHECK_FALSE(is_suppressed(build_profile(two_people(8)), "typical"));
    CHECK(claims(two_people(8)));
}

TEST_CASE("entries of few days are no difference, however many") {
    ProfileData data = two_people(16);
    for (DiaryEntry& entry : data.all.diary.entries)
        entry.day = data.all.range.first + (entry.day - data.all.range.first) % 4;
    CHECK(is_suppressed(build_profile(data), "typical"));
    CHECK(text_of(data).find("points") == std::string::npos);
}

TEST_CASE("words that come alike with everybody are seldom claimed to differ") {
    // Eight triggers and two people drawn at random: some hundred words compared in 60 journals.
    std::uint32_t state = 12345;
    const auto draw = [&](std::uint32_t below) {
        state = state * 1664525U + 1013904223U;
        return (state >> 16) % below;
    };
    int claimed = 0;
    for (int journal = 0; journal < 60; ++journal) {
        ProfileData data = two_people(30);
        for (DiaryEntry& entry : data.all.diary.entries) {
            entry.people = {draw(2) == 0 ? "sam" : "kim"};
            entry.triggers = {std::string("trigger-") + static_cast<char>('a' + draw(4))};
            entry.feelings = {{std::string("feeling-") + static_cast<char>('a' + draw(4)), 5.0}};
        }
        claimed += claims(data) ? 1 : 0;
    }
    CHECK(claimed <= 6);
}

TEST_CASE("beliefs show their first and newest rating and are never judged") {
    ProfileData data = two_people(1);
    Thread belief{rated(day(2026, 3, 2), 70),
                  {rated(day(2026, 3, 9), 55), rated(day(2026, 3, 20), 40)}};
    data.beliefs.push_back(belief);
    belief.later.clear();
    belief.first.text = "I have to manage alone";
    data.beliefs.push_back(belief);
    const std::string text = text_of(data);
    CHECK(text.find("40 (Fri 20 Mar); at first 70 (Mon 2") != std::string::npos);
    CHECK(text.find("3 ratings") != std::string::npos);
    CHECK(text.find("70 (Mon 2 Mar), rated once") != std::string::npos);
    CHECK(text.find("likely") == std::string::npos);
}

TEST_CASE("a profile names no style and nobody") {
    const std::string text = text_of(two_people(12), true);
    for (const char* word : {"secure side", "preoccupied", "dismissing", "fearful", "style"})
        CHECK(text.find(word) == std::string::npos);
}

TEST_CASE("the order of the entries changes no word of a profile") {
    ProfileData data = two_people(12);
    const std::string before = text_of(data, true);
    std::reverse(data.all.diary.entries.begin(), data.all.diary.entries.end());
    CHECK(text_of(data, true) == before);
}

TEST_CASE("the text of the profile") {
    ProfileData data;
    data.all = testing::full_month();
    data.all.range.kind = "profile";
    data.all.range.first = data.all.range.last() - 83;
    data.all.range.days = 84;
    data.all.range.today = data.all.range.last();
    data.beliefs.push_back({rated(day(2026, 3, 2), 70), {rated(day(2026, 3, 20), 40)}});
    const std::string text = text_of(data, true);
    CHECK(text == testing::golden("profile.txt", text));
    ProfileData none;
    none.all.range = {
        .kind = "profile", .first = day(2026, 3, 8), .days = 1, .today = day(2026, 3, 8)};
    const std::string first = text_of(none);
    CHECK(first == testing::golden("profile_first_run.txt", first));
}
