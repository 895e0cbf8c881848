#include "attune/quiz/place.hpp"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "attune/quiz/score.hpp"
#include "quiz/builders.hpp"
#include "support/vectors.hpp"

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;

namespace {

/// Answers to `attachment` that give the same keyed value on every item of a scale.
Answers attachment_at(const definition::Questionnaire& q, double anxiety, double avoidance) {
    Answers a(q.items.size());
    for (std::size_t s = 0; s < 2; ++s) {
        const double wanted = s == 0 ? anxiety : avoidance;
        for (const auto& keyed : q.scales[s].items) {
            a[keyed.item] = {AnswerState::Value, keyed_value(q, keyed, wanted)};
        }
    }
    return a;
}

double total(const Place& place) {
    double sum = 0;
    for (const auto& region : place.regions)
        sum += region.share;
    return sum;
}

std::string name(const Place& place, std::size_t i) {
    return place.rule->regions[place.regions[i].region].name;
}

}  // namespace

TEST_CASE("a clear answer lies wholly on one side, and the sentence names share, person and rule") {
    const auto q = shipped("attachment");
    const auto place = find_place(q, q.classifications[0], attachment_at(q, 6, 2), 1);
    REQUIRE(place.has_value());
    CHECK(name(*place, 0) == "anxious (preoccupied) side");
    CHECK(place->regions[0].share == 1);
    CHECK(place_sentence(*place, "Sam") ==
          "Where this lies: leaning to the anxious (preoccupied) side, about 10 in 10. "
          "A place on a map, today, with Sam; it moves (split at midpoint 4.0, our choice).");
}

TEST_CASE("the very middle leans nowhere") {
    const auto q = shipped("attachment");
    const auto place = find_place(q, q.classifications[0], attachment_at(q, 4, 4), 1);
    REQUIRE(place.has_value());
    for (const auto& region : place->regions)
        CHECK(region.share == doctest::Approx(0.25));
    const std::string sentence = place_sentence(*place, "");
    CHECK(sentence.find("between the secure side, about 3 in 10, and the ") != std::string::npos);
    CHECK(sentence.find("A place on a map, today; it moves") != std::string::npos);
}

TEST_CASE("answers that disagree are shared between sides, up to 60 % as between") {
    const auto q = shipped("attachment");
    Answers a = attachment_at(q, 2, 2);
    // Six of twelve anxiety items at the far end: mean 4.5 on a wide spread.
    int changed = 0;
    for (const auto& keyed : q.scales[0].items) {
        if (changed++ % 2 == 0) a[keyed.item].value = keyed_value(q, keyed, 7);
    }
    const auto place = find_place(q, q.classifications[0], a, 99);
    REQUIRE(place.has_value());
    CHECK(total(*place) == doctest::Approx(1));
    CHECK(place->regions[0].share > 0.6);
    CHECK(place->regions[0].share < 0.95);
    const std::string sentence = place_sentence(*place, "");
    CHECK(sentence.find("leaning to the anxious (preoccupied) side, about ") != std::string::npos);
    CHECK(sentence.find("; secure side, about ") != std::string::npos);
}

TEST_CASE("the same seed gives the same shares, another seed others") {
    const auto q = shipped("attachment");
    Answers a = attachment_at(q, 4, 3);
    for (std::size_t i = 0; i < a.size(); i += 3)
        a[i].value = std::min(7.0, a[i].value + 2);
    const auto shares = [&](std::uint64_t seed) {
        std::vector<double> out;
        const auto place = find_place(q, q.classifications[0], a, seed);
        REQUIRE(place.has_value());
        for (const auto& region : place->regions)
            out.push_back(region.share);
        return out;
    };
    CHECK(shares(5) == shares(5));
    CHECK(shares(5) != shares(6));
}

TEST_CASE("no place without both scores") {
    const auto q = shipped("attachment");
    Answers a = attachment_at(q, 4, 4);
    for (const auto& keyed : q.scales[1].items)
        a[keyed.item] = {};
    CHECK_FALSE(find_place(q, q.classifications[0], a, 1).has_value());
}

TEST_CASE("a linear rule takes the largest weighted sum") {
    const auto q = key(2,
                       "[[scale]]\nid = \"av\"\nscore = \"mean\"\nitems = [\"q1\"]\n[[scale]]\nid "
                       "= \"ax\"\nscore = \"mean\"\nitems = [\"q2\"]\n"
                       "[[classification]]\nid = \"l\"\nrule = \"linear\"\nmetric = \"mean\"\naxes "
                       "= [\"av\", \"ax\"]\nsource = \"x\"\ncaution = \"y\"\n"
                       "regions = [{ name = \"a\", av = 1, ax = 0, constant = 0 }, { name = \"b\", "
                       "av = 0, ax = 1, constant = 0.5 }]\n");
    const auto& rule = q.classifications[0];
    CHECK(region_weights(rule, {4, 2}) == std::vector<double>{1, 0});
    CHECK(region_weights(rule, {4, 4}) == std::vector<double>{0, 1});
    CHECK(region_weights(rule, {4, 3.5}) == std::vector<double>{0.5, 0.5});
    CHECK(rule.rule_in_words() == "largest of 2 weighted sums, x");
}

TEST_CASE("no sentence about a place judges") {
    const auto q = shipped("attachment");
    for (double anxiety = 1; anxiety <= 7; anxiety += 1) {
        for (double avoidance = 1; avoidance <= 7; avoidance += 1) {
            const auto place =
                find_place(q, q.classifications[0], attachment_at(q, anxiety, avoidance), 3);
            const std::string sentence = place_sentence(*place, "Sam");
            for (const char* word : {"type", "your style", "you are", "should", "toxic"}) {
                CHECK(sentence.find(word) == std::string::npos);
            }
            CHECK(sentence.find(" in 10") != std::string::npos);
            CHECK(sentence.find("split at midpoint 4.0, our choice") != std::string::npos);
        }
    }
}

TEST_CASE("a name with control characters is made visible") {
    const auto q = shipped("attachment");
    const auto place = find_place(q, q.classifications[0], attachment_at(q, 6, 2), 1);
    CHECK(place_sentence(*place, "S\x1b[31m").find('\x1b') == std::string::npos);
}

TEST_CASE("scores, shares and spreads are those of an independent redraw") {
    const auto q = shipped("attachment");
    const std::vector<std::pair<std::string, Answers>> takings = {
        {"march",
         answers({7, 6, 1, 2, 7, 6, 2, 5, 6, 5, 2, 4, 7, 3, 5, 4, 3, 2, 6, 2, 5, kBlank, 2, 3})},
        {"april",
         answers({6, 6, 2, 2, 5, 6, 2, 5, 4, 5, 2, 4, 5, 3, 5, 4, 3, 2, 6, 3, 5, 6, 2, 4})},
        {"wide", answers({5, 2, 6, 3, 5, 2, 4, 2, 5, 2, 6, 3, 5, 3, 4, 2, 5, 1, 6, 2, 5, 3, 4, 2})},
        {"middle", all(24, 4)},
    };
    for (const auto& [name_of, given] : takings) {
        CAPTURE(name_of);
        const auto expected = testing::vector_named("place.txt", name_of);
        REQUIRE(expected.size() == 8);
        const auto place = find_place(q, q.classifications[0], given, 20260301);
        REQUIRE(place.has_value());
        CHECK(place->scores[0] == doctest::Approx(expected[0]).epsilon(1e-12));
        CHECK(place->scores[1] == doctest::Approx(expected[1]).epsilon(1e-12));
        for (const RegionShare& region : place->regions)
            CHECK(region.share == doctest::Approx(expected[2 + region.region]).epsilon(1e-12));
        CHECK(place->spread[0] == doctest::Approx(expected[6]).epsilon(1e-9));
        CHECK(place->spread[1] == doctest::Approx(expected[7]).epsilon(1e-9));
    }
}

TEST_CASE("the error region is 2.4477 standard deviations wide, cited errors first") {
    // sqrt(qchisq(0.95, 2)) in R.
    Place drawn;
    drawn.spread = {1, 0.5};
    CHECK(error_region(drawn)[0] == doctest::Approx(2.447746830680816));
    CHECK(error_region(drawn)[1] == doctest::Approx(1.223873415340408));
    // SD 1 and alpha .84: an error of 0.4, whatever the answers say.
    const auto q = key(
        2,
        "[[scale]]\nid = \"x\"\nscore = \"mean\"\nitems = [\"q1\"]\n[[scale]]\nid = \"y\"\nscore = "
        "\"mean\"\nitems = [\"q2\"]\n[[classification]]\nid = \"c\"\nrule = \"cut\"\nmetric = "
        "\"mean\"\naxes = [\"x\", \"y\"]\ncuts = { x = 3, y = 2 }\nsource = \"a\"\ncaution = "
        "\"b\"\nregions "
        "= [{ name = \"ll\", x = \"low\", y = \"low\" }, { name = \"hl\", x = \"high\", y = "
        "\"low\" "
        "}, { name = \"lh\", x = \"low\", y = \"high\" }, { name = \"hh\", x = \"high\", y = "
        "\"high\" }]\n"
        "[[norm]]\nid = \"n\"\nscale = \"x\"\npopulation = \"p\"\nmean = 3\nsd = 1\nmetric = "
        "\"mean\"\nsource = \"s\"\n[[norm]]\nid = \"n\"\nscale = \"y\"\npopulation = \"p\"\nmean = "
        "3\nsd = 2\nmetric = \"mean\"\nsource = \"s\"\n"
        "[[reliability]]\nscale = \"x\"\nkind = \"alpha\"\nvalue = 0.84\nsource = "
        "\"s\"\n[[reliability]]\nscale = \"y\"\nkind = \"alpha\"\nvalue = 0.84\nsource = \"s\"\n");
    const auto place = find_place(q, q.classifications[0], all(2, 3), 1);
    REQUIRE(place.has_value());
    CHECK(place->spread[0] == doctest::Approx(0.4));
    CHECK(place->spread[1] == doctest::Approx(0.8));
    const auto borders = region_borders(q, q.classifications[0]);
    REQUIRE(borders.size() == 2);
    CHECK(borders[0] == std::vector<Spot>{{3, 1}, {3, 5}});
    CHECK(borders[1] == std::vector<Spot>{{1, 2}, {5, 2}});
    CHECK(corner_region(q, q.classifications[0], true, false) == 1);
    CHECK(corner_region(q, q.classifications[0], false, true) == 2);
}

TEST_CASE("borders of a linear rule lie where its two largest sums are equal") {
    const auto q = shipped("ecr");
    const auto linear = std::find_if(
        q.classifications.begin(), q.classifications.end(),
        [](const auto& one) { return one.rule == definition::Classification::Rule::Linear; });
    REQUIRE(linear != q.classifications.end());
    const auto& rule = *linear;
    const auto borders = region_borders(q, rule);
    CHECK(borders.size() >= 4);
    for (const auto& line : borders) {
        for (const Spot& spot : line) {
            std::vector<double> sums;
            for (const auto& region : rule.regions)
                sums.push_back(region.weights[0] * spot.x + region.weights[1] * spot.y +
                               region.constant);
            std::sort(sums.begin(), sums.end());
            CHECK(sums[3] - sums[2] == doctest::Approx(0).scale(1));
        }
    }
}
