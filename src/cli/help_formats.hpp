#pragma once

#include <string_view>

namespace attune::cli {

/// The topic 'formats'. What stands below "Shapes of --json" is read by
/// tests/program/shapes_test.py, which compares it with what the program prints, and by script/man,
/// which puts it into the page; so it keeps to the few signs that it explains.
inline constexpr std::string_view kFormats =
    R"(Formats

jsonl   one record a line, the same bytes after export, import and export again:
        {"schema":1,"id":…,"kind":"trigger","at":"2026-03-01T21:40:00+01:00",…}
        An import needs kind, at and text only. Importing twice adds nothing.
json    one document: schema, type ("journal"), version, people, vocabulary,
        definitions, entries
csv     RFC 4180, a record a row: id, kind, at, local_day, precision, text, thought,
        other, response, caught, outcome, bring, overall_intensity, present, lead_s,
        then person_1, trigger_1, feeling_1, intensity_1, … as many as are needed
csv-long  RFC 4180, a fact a row: entry_id, table, seq, key, phase, num, unit, lo, hi, text
md      a book to read, by day

'attune export FORM' writes them, with every filter of 'attune list'; -o FILE makes a file
that only you can read. --share leaves out names, free text and what others did.
In jsonl and json people and words stand as they were typed, and the header says what
they mean; csv, csv-long and md call them as they are called today.

A report as CSV has a row for each number of its --json, with what belongs to it beside:
report, section, item, name, value, text, n, low, high, level, method. Names in item are
joined by /.

Lines and columns

list, search and draws of a note: --jsonl gives an ENTRY a line, --csv what export csv
gives. --porcelain gives lines without a header, columns with tabs between; inside a
column a tab is \t, a line end \n, a backslash \\. They never change:

  list, search, show  id, at, local_day, kind, triggers, people, text
  list --counts       kind, count
  note KIND --draw    id
  practice list       id, version, minutes, steps
  measure list        name, unit, n, last value, last_day
  people list         name, entries, last_day, role, since, until, safe, aliases
  vocab list          facet, word, known|unknown, entries, last_day, family, label,
                      aliases, nearest
  quiz list           id, version, items, status
  sql --schema        view, column, type, meaning
  key list            id, type, memory_bytes, passes
  store devices       id, this|other, generation, newest record, waiting, not arrived,
                      to be forgotten, ok|unreadable|rolled-back|gone
  store quarantine    id, device, sequence, bytes, known|readable|unreadable, reason
  config list         key, value, origin, where
  import jsonl        read, new, already_there, set_aside

sql gives the columns of its query, in each of the forms; what is missing is empty, and
its --csv writes "" for an empty text.

log, note, follow, edit, quiz take, practice, measure and observe print the whole id.
Triggers, people and aliases have commas between.

  quiz history --csv  id, at, questionnaire, version, about, scale, score, low, high,
                      range_low, range_high, method
  quiz score --summary --csv
                      scale, item, reversed, n, prorated, unscored, mean, sd, alpha,
                      lambda6, alpha_listwise, n_listwise, item_rest, answered, blank,
                      out_of_range, not_a_value

Shapes of --json

--json gives one document with snake_case names, times with their offset, null for what
is missing, and a schema number. New members may come; none goes or changes its meaning.

  {a, b}  members      [A]  a list of A; [] of texts or numbers
  a?      not always   {*: A}  names that your data decide; {*} plain values

  list, search      {schema, entries [ENTRY], matches? [{id, field, matches []}]}
  list --counts     {schema, counts {*}}
  show              {schema, removed, versions, entry ENTRY}
  show --history    {schema, id, versions [{revision, written, device, what,
                    parents [], shown, conflict, changes [{field, before, after}],
                    entry ENTRY}]}
  note KIND --draw  {schema, entry ENTRY}
  export json       {schema, type, version, people [ENTRY], vocabulary [ENTRY],
                    definitions [{id, kind, slug, version, sha256, toml}],
                    entries [ENTRY]}
  report week       {schema, report, period {first, last, days, so_far},
                    coverage {trigger_entries, days_elapsed, days_with_entries,
                    days_left_out [], diary_entries, checkins, practice_minutes},
                    triggers [{slug, entries}], entries_without_trigger,
                    peak_intensity {n, median, low, high, scale_low, scale_high},
                    response {reacted RATE, responded RATE, mixed, unsure,
                    not_recorded, before {days, days_reached, reacted RATE,
                    responded RATE}, reacted_difference {low, high, level, method,
                    difference, could_be_luck}},
                    caught {before, during, after, later, not_recorded,
                    before_or_during {hits, n}},
                    coping [{slug, times, pairs, before_median, after_median}],
                    predictions {closed, open, came_true {hits, n}, partly, unclear,
                    expected_mean, brier {n, score, reference, skill}},
                    with_people {needs {n, voiced {*}, voiced_n, met {*}, met_n},
                    boundaries [{id, people [], wording, events {*}}],
                    repairs [{id, people [], hurt, steps {*}}]}, win {text, day},
                    since_session?, brought? [{day, kind, id, text}],
                    history {days [{day, entries, peak_median}],
                    weeks [{first, responded RATE}]}, patterns? PATTERNS,
                    suppressed {*}, about? {person, entries_left_out},
                    shared? {names, text}, queries? [QUERY]}
  report profile    {schema, report, period {first, last},
                    coverage {trigger_entries, days_with_entries, takings,
                    questionnaires, beliefs},
                    about? {person, entries_left_out},
                    standing [{questionnaire, about, day, takings, scores [{scale,
                    score, interval INTERVAL, low, high, since_last SINCE,
                    since_first SINCE, history [{day, score}]}],
                    map {right, up, points [{right, up, right_half, up_half}]}}],
                    typical [{person, entries, triggers [TYPICAL],
                    feelings [TYPICAL]}],
                    people [{person, entries, reacted RATE, reacted_without RATE,
                    difference {difference, low, high, level, compared, method,
                    could_be_luck}}],
                    strategies [{family, urges, actions, not_acted_on RATE,
                    not_recorded}],
                    beliefs [{id, statement, people [],
                    ratings [{day, strength}]}],
                    with_people {needs {n, voiced {*}, voiced_n, met {*}, met_n,
                    people [{person, n, voiced {*}, voiced_n, met {*}, met_n}]},
                    boundaries [{id, people [], wording, events {*}}]}, suppressed {*},
                    shared? {names, text}, queries? [QUERY]}
  report calibration
                    {schema, report, experiments, closed, open, partly, unclear,
                    about? {person, experiments_left_out},
                    came_true {hits, n, interval RANGE},
                    brier {n, score, reference, skill, rows [{said, n, hits,
                    predicted, interval RANGE}]}, spiegelhalter_z,
                    murphy_parts {reliability, resolution, uncertainty},
                    distress {pairs, difference, interval RANGE},
                    list [{id, day, prediction, probability, came_true,
                    expected_distress, distress}], suppressed {*},
                    shared? {names, text}, queries? [QUERY]}
  report month, report quarter, report year
                    {schema, report, period {first, last, days, so_far},
                    coverage {trigger_entries, days_elapsed, days_with_entries,
                    days_left_out [], diary_entries, checkins, practice_minutes},
                    triggers [{slug, entries}], entries_without_trigger,
                    peak_intensity {n, median, low, high, scale_low, scale_high},
                    response {reacted RATE, responded RATE, mixed, unsure,
                    not_recorded, before {days, days_reached, reacted RATE,
                    responded RATE}, reacted_difference {low, high, level, method,
                    difference, could_be_luck}},
                    caught {before, during, after, later, not_recorded,
                    before_or_during {hits, n}},
                    coping [{slug, times, pairs, before_median, after_median,
                    drop {median, n, low, high, method}, matched {sets, drop_with,
                    drop_without, effect, low, high, p, method}}],
                    feelings [WORD], body [WORD], trigger_shares [WORD],
                    weeks? [STRETCH], months? [STRETCH],
                    trend {slope_per_week, interval RANGE, p, carry_over, test,
                    could_be_luck, first, last, days_with_rating, step_days},
                    change {week, mean_before, mean_after, p, method},
                    instability {days_with_rating, pairs_within_days, sd?,
                    sd_interval? RANGE, rmssd?, rmssd_interval? RANGE, inertia?,
                    within_days_rmssd?, within_days_lambda?},
                    granularity {value, icc_2k, icc_3k, occasions, feelings, method},
                    strategies [{family, urges, actions, not_acted_on RATE,
                    not_recorded}],
                    recovery {n, ended, two_point, median_minutes, low_minutes,
                    high_minutes, method},
                    people [{person, entries, reacted RATE, reacted_without RATE,
                    difference {difference, low, high, level, compared, method,
                    could_be_luck}}],
                    checkins {*: {n, median, quartile_low, quartile_high}},
                    predictions {closed, open, came_true {hits, n}, partly, unclear,
                    expected_mean, brier {n, score, reference, skill},
                    rows [{said, n, hits, predicted, interval RANGE}],
                    spiegelhalter_z},
                    with_people {needs {n, voiced {*}, voiced_n, met {*}, met_n},
                    boundaries [{id, people [], wording, events {*}}],
                    repairs [{id, people [], hurt, steps {*}}]}, win {text, day},
                    assessments [{questionnaire, about, day, takings,
                    scores [{scale, score, change_since_last}]}],
                    since_session?, brought? [{day, kind, id, text}],
                    patterns? PATTERNS, suppressed {*},
                    about? {person, entries_left_out}, shared? {names, text},
                    queries? [QUERY]}
  report program    {schema, report, program {begins, last, window, stopped},
                    phases? [{name, first, last, entries, days_with_entries,
                    reacted RATE, peak_median, practice_minutes}],
                    questionnaires? [{questionnaire, scale, about, before, after,
                    change SINCE}], courses? [{id, days_before, days_after,
                    jump? EFFECT, slope_change_per_day? EFFECT, phi?,
                    random_start? {difference, p, window}}],
                    practice? [{first, minutes}], suppressed {*},
                    about? {person, entries_left_out}, shared? {names, text},
                    queries? [QUERY]}
  sql               {schema, columns [], rows [{*}]}
  sql --schema      {schema, views [{name, meaning, columns [{name, type, meaning}]}]}
  quiz list         {schema, questionnaires [{id, title, summary, version, status,
                    verified, items, minutes, wording, scales [], own, path, digest}]}
  quiz show         {schema, id, title, summary, version, digest, status, verified,
                    citation, licence, instructions, time_frame,
                    items [{id, text, construct, values [], labels []}],
                    scales [{id, title, summary, score, low, high, missing_rule,
                    items []}], orders [{name, items []}],
                    norms [{id, scale, population, n, mean, sd, verified}],
                    reliabilities [{scale, kind, value, interval_days, source}]}
  quiz take         {schema, id, questionnaire KEY, at, about, answers {*},
                    scores [{scale, title, score, low, high, asked, answered, blank,
                    prorated, missing_rule, interval INTERVAL,
                    norms [{id, population, verified, percentile}], change CHANGE}],
                    composites {*}, places [PLACE], quality {answered, longest_run,
                    spread, seconds_per_item, even_odd, notes []},
                    safety [{item, message}]}
  quiz history, quiz compare
                    {schema, series [{questionnaire KEY, about, takings [{id, at,
                    version, answers {*}, scores [{scale, score, low, high,
                    interval INTERVAL, rescored, change CHANGE}], places [PLACE]}]}]}
  quiz score        {schema, questionnaire {id, version, digest, verified}, file,
                    order, id_column, missing_codes [], range, norm,
                    rules {*: {items, needed, score, low, high, words}},
                    respondents? [{id, scales {*: {score, percentile?, answered,
                    blank, out_of_range, not_a_value, prorated}}, composites? {*}}],
                    summary {respondents, set_aside,
                    first_set_aside [{where, message}],
                    scales {*: {n, prorated, unscored, mean, sd, alpha, lambda6,
                    covariances, alpha_listwise, n_listwise, cells {answered, blank,
                    out_of_range, not_a_value}, items {*: {answered, blank,
                    out_of_range, not_a_value, reversed, mean, sd, item_rest}}}},
                    composites {*: {n, unscored, mean, sd}}}}
  quiz check        {schema, files [{path, good, problems [{line, column, weight,
                    message, hint}]}]}
  quiz wording      {schema, wordings [{questionnaire, language, path}]}
  program status, program due
                    {schema, program {set_up, begins, last, days, window,
                    window_first, stopped, phase},
                    due [{questionnaire, point, first, last, taken, due}]}
  practice list     {schema, practices [{id, title, summary, version, minutes, steps,
                    demanding, partner, own, path, digest}]}
  practice show     {schema, id, title, summary, version, digest, caution, intro,
                    closing, demanding, partner, minutes,
                    ratings [{id, ask, lo, hi, low_word, high_word, before, after}],
                    steps [{say, seconds, stretch, pace [{word, seconds}]}]}
  practice check    {schema, files [{path, good,
                    problems [{line, column, message, hint}]}]}
  observe compare   {schema, interval_s, codes [{word, n, first, second, agreed,
                    kappa {kappa, low, high, level, by_chance}}]}
  measure list      {schema, measures [{name, unit, n,
                    last {value, phase, local_day}}]}
  people list       {schema, people [{name, added, aliases [], role, since, until,
                    safety, note, entries, last_day}]}
  vocab list        {schema, facets [{facet, also [], words [{slug, known, label,
                    family, parent, aliases [], cues [], valence, energy, entries,
                    last_day, nearest}]}]}
  config list       {schema, path, settings [{key, value, origin, where, default}],
                    contacts}
  config get        {schema, key, value, origin, where, default}
  key list          {schema, slots [{id, type, memory_bytes, passes}]}
  store check       {schema, generations, chunks, frames, waiting, records, removed,
                    problems [], notes []}
  store backup      {schema, file, store, device, generation, chunks}
  store repair      {schema, written, generation, records, damaged [], mended [],
                    unread [], renamed [], left [],
                    lost [{id, day, kind, other_state}], unknown_rows}
  store restore     {schema, new_store, added, records}
  store devices     {schema, devices [{id, this_machine, generation, seen_generation,
                    bytes, newest_record, waiting, not_arrived, unreadable,
                    rolled_back, gone, to_be_forgotten}]}
  store quarantine  {schema, pieces [{id, device, sequence, reason, bytes, state,
                    record, text}]}
  doctor            {schema, findings [{name, value, fine, advice}]}
  import jsonl      {schema, read, new, already_there, set_aside, names_added,
                    lines_set_aside [{line, column, reason}], batch}

  ENTRY             {schema, id, kind, at, local_day, precision, text, fields {*},
                    people [], values [{key, phase, num, unit?, lo?, hi?}],
                    tags [{facet, slug}], links [{to, rel}], definition?, source,
                    source_key}
  RATE              {hits, n, share, n_effective, intra_day_correlation,
                    interval {low, high, level, method}}
  RANGE             {low, high, level, method}
  PATTERNS          {week_ending, days, looked_at, expected_by_luck,
                    families [{family, looked_at}], standing [PATTERN],
                    tried [PATTERN], not_looked_at {*}}
  PATTERN           {family, parts [{facet, slug}], lag_days?, state?, noticed?,
                    since_state?, then? EVIDENCE, later? EVIDENCE,
                    evidence? EVIDENCE, q?}
  EVIDENCE          {n, with? {hits, n}, without? {hits, n}, effect, rule?,
                    interval? {low, high, level}, p?, method?}
  QUERY             {section, asks, sql}
  EFFECT            {estimate, low, high, p}
  KEY               {id, version, digest, status, verified}
  WORD              {slug, share RATE, rated, median}
  STRETCH           {first, last, trigger_entries, peak_n, peak_median, reacted RATE,
                    practice_minutes}
  TYPICAL           {slug, with RATE, without RATE, difference {difference, low, high,
                    level, compared, method, could_be_luck}}
  SINCE             {since, difference, low, high, level, index, stands_out, method,
                    words}
  INTERVAL          {low, high, level, method, words}
  CHANGE            {since, days, difference, low, high, level, index, stands_out,
                    method, words, rescored}
  PLACE             {rule, rule_in_words, source, caution, resamples,
                    axes [{scale, score, region_half_axis}],
                    regions [{name, share}], sentence}

An ENTRY that was imported may have members of other programs beside these. The other
commands print a line for people, with --json too.
)";

}  // namespace attune::cli
