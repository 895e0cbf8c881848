#include <array>

#include "attune/query/views.hpp"

/// What the views are called, which columns they have, and what these mean in words:
/// 'attune sql --schema' prints it, attune-sql(7) says the same.
namespace attune::query {

namespace {

using C = ViewColumn;

constexpr C kEntry{"entry", "INTEGER", "row of the record, to join on"};
constexpr C kId{"id", "TEXT", "id of the record"};
constexpr C kDay{"day", "TEXT", "its day, YYYY-MM-DD; a night belongs to the day before"};
constexpr C kWeekday{"weekday", "INTEGER", "0 Monday to 6 Sunday"};
constexpr C kWeek{"week", "TEXT", "the Monday of its week, YYYY-MM-DD"};
constexpr C kAt{"at", "TEXT", "local time, YYYY-MM-DDTHH:MM:SS"};

constexpr C kDiary[] = {
    kEntry,
    kId,
    kDay,
    kWeekday,
    kWeek,
    kAt,
    {"precision", "TEXT", "minute, or how rough the time is: morning, day, ..."},
    {"kind", "TEXT", "trigger, entry, checkin, need, ..."},
    {"text", "TEXT", "what was written"}};
constexpr C kTriggerEntry[] = {
    kEntry,
    kId,
    kDay,
    kWeekday,
    kWeek,
    kAt,
    {"hour", "INTEGER", "0 to 23; NULL when only the part of the day was given"},
    {"trigger", "TEXT", "its first trigger; view 'coded' has all of them"},
    {"intensity", "REAL", "overall strength, else that of the strongest feeling, 0 to 10"},
    {"response", "TEXT", "reacted, responded, mixed or unsure"},
    {"caught", "TEXT", "noticed before, during, after or later"},
    {"lead_s", "REAL", "seconds between noticing and acting"},
    {"outcome", "TEXT", "better, same, worse or unknown, as told last, also by 'follow'"},
    {"present", "REAL", "how much was about the present and not about old things, 0 to 10"},
    {"thought", "TEXT", "the thought that came"},
    {"other", "TEXT", "what the other person said or did"},
    {"bring", "INTEGER", "1 when marked for the next session, else 0"},
    {"text", "TEXT", "what happened"}};
constexpr C kFeeling[] = {kEntry,
                          kId,
                          kDay,
                          {"name", "TEXT", "the feeling"},
                          {"intensity", "REAL", "its strength, 0 to 10; NULL when none was given"}};
constexpr C kBody[] = {kEntry,
                       kId,
                       kDay,
                       {"site", "TEXT", "where in the body"},
                       {"intensity", "REAL", "its strength, 0 to 10; NULL when none was given"}};
constexpr C kCoping[] = {
    kEntry,
    kId,
    kDay,
    {"name", "TEXT", "what was tried"},
    {"before", "REAL", "strength before, 0 to 10; NULL unless both were given on one scale"},
    {"after", "REAL", "strength after, 0 to 10; NULL unless both were given on one scale"}};
constexpr C kWithPerson[] = {kEntry, kId, kDay, {"person", "TEXT", "who it was with"}};
constexpr C kCoded[] = {kEntry,
                        kId,
                        kDay,
                        {"facet", "TEXT", "trigger, feeling, coping, response, need, context, ..."},
                        {"slug", "TEXT", "the word"}};
constexpr C kNumber[] = {
    kEntry,
    kId,
    kDay,
    {"key", "TEXT", "what the number is about, as it was written: feeling.hurt"},
    {"phase", "TEXT", "peak, before, after, item, score, predicted, actual, ..."},
    {"num", "REAL", "the number on its own scale"},
    {"unit", "TEXT", "its unit"},
    {"lo", "REAL", "low end of its scale"},
    {"hi", "REAL", "high end of its scale"}};
constexpr C kLinked[] = {
    kEntry,
    kId,
    kDay,
    {"rel", "TEXT", "follows-up, tests, evidence-for, evidence-against, ..."},
    {"target", "INTEGER", "row of the record it leads to; NULL when that is gone"},
    {"target_id", "TEXT", "id of the record it leads to"}};
constexpr C kCheckin[] = {kEntry,
                          kId,
                          kDay,
                          kAt,
                          {"named", "REAL", "could name what was felt, 0 to 10"},
                          {"calm", "REAL", "could answer calmly, 0 to 10"},
                          {"myself", "REAL", "felt like oneself, 0 to 10"},
                          {"support", "REAL", "felt supported, 0 to 10"},
                          {"ahead_of", "TEXT", "whom the conversation was with"},
                          {"worry", "TEXT", "a worry"},
                          {"smile", "TEXT", "what brought a smile"},
                          {"text", "TEXT", "how the day was"}};
constexpr C kNeed[] = {
    kEntry,
    kId,
    kDay,
    kAt,
    {"need", "TEXT", "what was needed"},
    {"person", "TEXT", "the first person it was about"},
    {"voiced", "TEXT", "said, hinted, tested, demanded or not-said, as told last"},
    {"met", "TEXT", "yes, partly or no, as told last"},
    {"about", "TEXT", "what happened"},
    {"ask", "TEXT", "what was asked for"},
    {"text", "TEXT", "the sentence"}};
constexpr C kBoundary[] = {kEntry,
                           kId,
                           kDay,
                           kAt,
                           {"domain", "TEXT", "time, energy, emotional or physical"},
                           {"person", "TEXT", "the first person it is for"},
                           {"cue", "TEXT", "what tells that it is needed"},
                           {"text", "TEXT", "its wording"}};
constexpr C kBoundaryEvent[] = {
    kEntry,
    kId,
    kDay,
    kAt,
    {"boundary", "INTEGER", "row of the boundary (entry of view 'boundary')"},
    {"event", "TEXT", "stated, kept, slipped or pushed-back"},
    {"how", "TEXT", "how it went"}};
constexpr C kRepair[] = {kEntry,
                         kId,
                         kDay,
                         kAt,
                         {"person", "TEXT", "the first person it was with"},
                         {"who", "TEXT", "who was hurt: me, other or both"},
                         {"own_part", "TEXT", "the own part in it"},
                         {"remorse", "TEXT", "day of saying sorry"},
                         {"understanding", "TEXT", "day of asking how it was and listening"},
                         {"request", "TEXT", "day of saying what would help"},
                         {"follow_through", "TEXT", "day it was done for the first time"},
                         {"text", "TEXT", "the hurt"}};
constexpr C kExperiment[] = {
    kEntry,
    kId,
    kDay,
    kAt,
    {"type", "TEXT", "disclose, receive or exposure"},
    {"person", "TEXT", "the first person it was with"},
    {"probability", "REAL", "how likely the feared event felt, 0 to 1"},
    {"expected", "REAL", "how hard it was expected to be, 0 to 10"},
    {"happened", "TEXT", "no, partly, yes or unclear, as told last; NULL while it is open"},
    {"came_true", "INTEGER", "1 for yes, 0 for no, else NULL"},
    {"closed", "TEXT", "day of the newest outcome; NULL while it is open"},
    {"distress", "REAL", "how hard it really was, 0 to 10"},
    {"outcome", "TEXT", "what really happened"},
    {"learned", "TEXT", "what was taken from it"},
    {"prediction", "TEXT", "what was feared"}};
constexpr C kBelief[] = {kEntry,
                         kId,
                         kDay,
                         kAt,
                         {"belief", "TEXT", "the theme it belongs to: abandonment, isolation, ..."},
                         {"target", "TEXT", "self, others, world or relationship"},
                         {"strength", "REAL", "how true it felt when written down, 0 to 100"},
                         {"strength_now", "REAL", "how true it felt when told last, 0 to 100"},
                         {"instead", "TEXT", "a sentence that leaves more room"},
                         {"statement", "TEXT", "the sentence"}};
constexpr C kWin[] = {kEntry,
                      kId,
                      kDay,
                      kAt,
                      {"type", "TEXT", "milestone, kindness, shared or overcame"},
                      {"part", "TEXT", "what was done for it"},
                      {"text", "TEXT", "what went well"}};
constexpr C kPlan[] = {
    kEntry,
    kId,
    kDay,
    kAt,
    {"trigger", "TEXT", "the first trigger it is for"},
    {"person", "TEXT", "the first person it is for"},
    {"if_this", "TEXT", "the moment it is for"},
    {"then_that", "TEXT", "what to do then"},
    {"pause", "TEXT", "a sentence that gains time"},
    {"status", "TEXT", "in-use or set-aside, as told last; NULL when nothing was told"},
    {"text", "TEXT", "the plan"}};
constexpr C kTherapy[] = {kEntry,
                          kId,
                          kDay,
                          kAt,
                          {"person", "TEXT", "the therapist"},
                          {"insight", "TEXT", "what to keep from it"},
                          {"homework", "TEXT", "what to try until the next one"},
                          {"result", "TEXT", "a result as it was given"},
                          {"next", "TEXT", "day of the next session"},
                          {"text", "TEXT", "what it was about"}};
constexpr C kPracticeSession[] = {
    kEntry,
    kId,
    kDay,
    kAt,
    {"practice", "TEXT", "which practice"},
    {"minutes", "REAL", "how long it lasted"},
    {"before", "REAL", "rating before, 0 to 10; NULL unless both were given"},
    {"after", "REAL", "rating after, 0 to 10; NULL unless both were given"},
    {"text", "TEXT", "what was written about it"}};
constexpr C kMeasure[] = {
    kEntry,
    kId,
    kDay,
    kAt,
    {"name", "TEXT", "what was measured"},
    {"phase", "TEXT", "item, or as given: pre, post, before, after, later, target"},
    {"value", "REAL", "the number"},
    {"unit", "TEXT", "its unit; NULL when it has none"}};
constexpr C kObserved[] = {kEntry,
                           kId,
                           kDay,
                           kAt,
                           {"person", "TEXT", "who was watched"},
                           {"code", "TEXT", "what was looked for"},
                           {"intervals", "INTEGER", "in how many intervals it was seen"},
                           {"watched", "INTEGER", "of how many"},
                           {"seconds", "REAL", "how long each interval was"}};
constexpr C kAssessment[] = {kEntry,
                             kId,
                             kDay,
                             kAt,
                             {"questionnaire", "TEXT", "id of the questionnaire"},
                             {"version", "TEXT", "its version"},
                             {"person", "TEXT", "whom it was answered about; NULL for in general"},
                             {"title", "TEXT", "its title"}};
constexpr C kScore[] = {kEntry,
                        kId,
                        kDay,
                        kAt,
                        {"questionnaire", "TEXT", "id of the questionnaire"},
                        {"version", "TEXT", "its version"},
                        {"person", "TEXT", "whom it was answered about; NULL for in general"},
                        {"scale", "TEXT", "id of the scale"},
                        {"num", "REAL", "the score as it was computed that day"},
                        {"lo", "REAL", "lowest possible score"},
                        {"hi", "REAL", "highest possible score"}};
constexpr C kAnswer[] = {kEntry,
                         kId,
                         kDay,
                         {"questionnaire", "TEXT", "id of the questionnaire"},
                         {"version", "TEXT", "its version"},
                         {"person", "TEXT", "whom it was answered about; NULL for in general"},
                         {"item", "TEXT", "id of the item"},
                         {"num", "REAL", "the answer as given, before any reversal"},
                         {"lo", "REAL", "lowest possible answer"},
                         {"hi", "REAL", "highest possible answer"}};
constexpr C kPeople[] = {
    {"person", "TEXT", "the name as it is shown, the same as in the other views"},
    {"role", "TEXT", "partner, mother, friend, ..."},
    {"since", "TEXT", "YYYY, YYYY-MM or YYYY-MM-DD"},
    {"until", "TEXT", "YYYY, YYYY-MM or YYYY-MM-DD"},
    {"note", "TEXT", "what was noted about them"}};
constexpr C kDayView[] = {
    kDay,
    kWeekday,
    kWeek,
    {"records", "INTEGER", "records of any kind"},
    {"triggers", "INTEGER", "trigger entries"},
    {"reacted", "INTEGER", "of these, reacted"},
    {"responded", "INTEGER", "of these, responded"},
    {"mixed", "INTEGER", "of these, mixed"},
    {"intensity_mean", "REAL", "mean strength of the trigger entries, 0 to 10"},
    {"intensity_median", "REAL", "median strength of the trigger entries, 0 to 10"},
    {"intensity_max", "REAL", "highest strength of the trigger entries, 0 to 10"},
    {"checkins", "INTEGER", "check-ins"},
    {"practice_minutes", "REAL", "minutes of practice; NULL without practice"}};

constexpr View kViews[] = {
    {"diary", "every record, whatever its kind", kDiary},
    {"trigger_entry", "what 'attune log' wrote, a row an entry", kTriggerEntry},
    {"feeling", "a feeling of a record a row", kFeeling},
    {"body", "a place in the body a row", kBody},
    {"coping", "something that was tried a row", kCoping},
    {"with_person", "a person of a record a row", kWithPerson},
    {"coded", "every coded word of a record a row, people left out", kCoded},
    {"number", "every number of a record a row, with its scale", kNumber},
    {"linked", "what leads from one record to another", kLinked},
    {"day", "a row for each day that has a record; other days have none", kDayView},
    {"checkin", "check-ins", kCheckin},
    {"need", "needs, with how they were voiced and met", kNeed},
    {"boundary", "boundaries", kBoundary},
    {"boundary_event", "what became of boundaries, a row each time", kBoundaryEvent},
    {"repair", "repairs, with the days of their steps", kRepair},
    {"experiment", "predictions and what came of them", kExperiment},
    {"belief", "old sentences and how true they feel", kBelief},
    {"win", "what went well", kWin},
    {"plan", "what to do when it happens again", kPlan},
    {"therapy", "notes of sessions with a therapist", kTherapy},
    {"practice_session", "practice, a row a session", kPracticeSession},
    {"measure", "numbers kept with 'attune measure'", kMeasure},
    {"observed", "what was seen in intervals, a row a thing looked for", kObserved},
    {"assessment", "questionnaires that were taken, a row a taking", kAssessment},
    {"score", "scores of questionnaires, a row a scale of a taking", kScore},
    {"answer", "answers to questionnaires, a row an item of a taking", kAnswer},
    {"people", "people that were added with 'attune people add'", kPeople},
};

}  // namespace

std::span<const View> all_views() {
    return kViews;
}

}  // namespace attune::query
