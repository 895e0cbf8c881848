#!/usr/bin/env python3
"""Scores random answers to every questionnaire that is shipped, with keys written down a second time, and compares with
`attune quiz score` to 1e-9.

    keys_test.py ATTUNE

The published keys stand here as they are listed in print: places with R for reversed, a range, mean or sum; where a key
is printed in two orders, each by its own places. For attune's own items the scale and the sign come from the construct
notes beside their sentences. Nothing is read from the [[scale]] tables. Sums are of fractions, so that no rounding is shared.
"""
import csv
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import tomllib
from fractions import Fraction

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "questionnaires"
TOLERANCE = 1e-9
RESPONDENTS = 400


def span(first, last, step=1):
    return " ".join(str(place) for place in range(first, last + 1, step))


def turned(places, reversed_places):
    """The places, with R behind those of the second list."""
    marks = reversed_places.split()
    return " ".join(place + "R" * (place in marks) for place in places.split())


ECR = "3 15 19 22 25 27 29 31 33 35"
ECR_R = "9 11 20 22 26 27 28 29 30 31 33 34 35 36"
ECR_R_INTERLEAVED = "2 3 5 11 15 17 19 22 25 27 29 31 33 35"

# id or id:order -> number of items, lowest and highest answer, metric (with a factor), scales
PUBLISHED = {
    "ecr": (36, 1, 7, "mean", {"avoidance": turned(span(1, 36, 2), ECR), "anxiety": turned(span(2, 36, 2), ECR)}),
    "ecr-r:published": (36, 1, 7, "mean", {"anxiety": turned(span(1, 18), ECR_R), "avoidance": turned(span(19, 36), ECR_R)}),
    "ecr-r:interleaved": (36, 1, 7, "mean", {"avoidance": turned(span(1, 36, 2), ECR_R_INTERLEAVED),
                                             "anxiety": turned(span(2, 36, 2), ECR_R_INTERLEAVED)}),
    "ecr-s": (12, 1, 7, "mean", {"anxiety": "2 4 6 8R 10 12", "avoidance": "1R 3 5R 7 9R 11"}),
    "ecr-rs": (9, 1, 7, "mean", {"avoidance": "1R 2R 3R 4R 5 6", "anxiety": "7 8 9"}),
    "aas-r": (18, 1, 5, "sum", {"close": "1 6 8R 12 13R 17R", "depend": "2R 5 7R 14 16R 18R", "anxiety": "3 4 9 10 11 15"}),
    "rsq": (30, 1, 5, "mean", {"secure": "3 9R 10 15 28R", "fearful": "1 5 12 24", "preoccupied": "6R 8 16 25",
                               "dismissing": "2 6 19 22 26"}),
    "maas": (15, 1, 6, "mean", {"mindfulness": span(1, 15)}),
    "ffmq": (39, 1, 5, "mean", {"observe": "1 6 11 15 20 26 31 36", "describe": "2 7 12R 16R 22R 27 32 37",
                                "act": "5R 8R 13R 18R 23R 28R 34R 38R", "nonjudge": "3R 10R 14R 17R 25R 30R 35R 39R",
                                "nonreact": "4 9 19 21 24 29 33"}),
    "ffmq-15": (15, 1, 5, "mean", {"observe": "1 6 11", "describe": "2 7R 12", "act": "3R 8R 13R", "nonjudge": "4R 9R 14R",
                                   "nonreact": "5 10 15"}),
    "kims": (39, 1, 5, "sum", {"observe": "1 5 9 13 17 21 25 29 30 33 37 39", "describe": "2 6 10 14R 18R 22R 26 34",
                               "act": "3R 7 11R 15 19 23R 27R 31R 35R 38", "accept": "4R 8R 12R 16R 20R 24R 28R 32R 36R"}),
    "phlms": (20, 1, 5, "sum", {"awareness": span(1, 19, 2), "acceptance": turned(span(2, 20, 2), span(2, 20, 2))}),
    "fmi-14": (14, 1, 4, "sum", {"mindfulness": turned(span(1, 14), "13")}),
    "tms": (13, 0, 4, "sum", {"curiosity": "3 5 6 10 12 13", "decentering": "1 2 4 7 8 9 11"}),
    "scs": (26, 1, 5, "mean", {"kindness": "5 12 19 23 26", "judgment": "1 8 11 16 21", "humanity": "3 7 10 15",
                               "isolation": "4 13 18 25", "mindfulness": "9 14 17 22", "over_identification": "2 6 20 24"}),
    "scs-sf": (12, 1, 5, "mean", {"total": turned(span(1, 12), "1 4 8 9 11 12")}),
    "ders-16": (16, 1, 5, "sum", {"clarity": "1 2", "goals": "3 7 15", "impulse": "4 8 11", "strategies": "5 6 12 14 16",
                                  "nonacceptance": "9 10 13"}),
    "ders": (36, 1, 5, "sum", {"total": turned(span(1, 36), "1 2 6 7 8 10 17 20 22 24 34")}),
    "erq": (10, 1, 7, "mean", {"reappraisal": "1 3 5 7 8 10", "suppression": "2 4 6 9"}),
    "pss-10": (10, 0, 4, "sum", {"stress": "1 2 3 4R 5R 6 7R 8R 9 10"}),
    "panas:published": (20, 1, 5, "sum", {"positive": "1 3 5 9 10 12 14 16 17 19", "negative": "2 4 6 7 8 11 13 15 18 20"}),
    "panas:german": (20, 1, 5, "sum", {"positive": "1 3 4 6 10 11 13 15 17 18", "negative": "2 5 7 8 9 12 14 16 19 20"}),
    "cams-r": (12, 1, 4, "sum", {"mindfulness": turned(span(1, 12), "2 6 7")}),
    "who-5": (5, 0, 5, "sum x4", {"wellbeing": span(1, 5)}),
    "phq-9": (9, 0, 3, "sum", {"depression": span(1, 9)}),
    "gad-7": (7, 0, 3, "sum", {"anxiety": span(1, 7)}),
}

# The highest answer, how many answers a scale needs, and: what a construct note begins with -> scale, with a minus where
# the word stands for its low end. A note that says "reversed" turns the sign.
HOUSE = {
    "attachment": (7, 10, {"anxiety": "anxiety", "avoidance": "avoidance"}),
    "attachment-brief": (7, 3, {"anxiety": "anxiety", "avoidance": "avoidance"}),
    "relationships": (7, {"anxiety": 3, "avoidance": 4}, {"anxiety": "anxiety", "avoidance": "avoidance"}),
    "expectations": (6, 2, {"left": "left", "harmed": "harmed", "shut out": "shut_out", "turned down": "turned_down",
                            "not felt": "not_felt", "held back": "held_back"}),
    "mindful-attention": (6, 12, {word: "attention" for word in ("senses", "drift", "others", "body", "feelings", "tasks")}),
    "mindfulness-facets": (6, 3, {"noticing": "noticing", "wording": "wording", "acting": "acting",
                                  "not judging": "not_judging", "not reacting": "not_reacting"}),
    "interpersonal-mindfulness": (6, 3, {"presence": "presence", "awareness": "awareness", "acceptance": "acceptance",
                                         "non-reactivity": "non_reactivity"}),
    "boundaries": (6, 2, {"time": "time", "energy": "energy", "emotional": "emotional", "physical": "physical"}),
    "self-kindness": (6, 3, {"warm": "warm", "harsh": "-warm", "with others": "shared", "alone": "-shared",
                             "steady": "steady", "swept away": "-steady"}),
    "regulation": (6, 4, {"settling": "settling", "pushing away": "escaping"}),
    "interaction": (6, 2, {word: word for word in ("responsive", "predictable", "attuned", "playful", "accepting",
                                                   "curious", "empathic")}),
}

checked = 0


def published_scales(count, scales):
    """{scale: [(column, reversed)]} with columns from 0."""
    keyed = {}
    for scale, places in scales.items():
        keyed[scale] = [(int(place.rstrip("R")) - 1, place.endswith("R")) for place in places.split()]
        if any(column >= count for column, _ in keyed[scale]):
            sys.exit(f"keys_test: {scale} names a place above {count}")
    return keyed


def house_scales(items, words):
    keyed = {}
    for column, item in enumerate(items):
        about = item["construct"].split(":")[0]
        word = about.removesuffix(", reversed")
        target = words[word]
        is_reversed = target.startswith("-") != about.endswith(", reversed")
        keyed.setdefault(target.lstrip("-"), []).append((column, is_reversed))
    return keyed


def keyed_values(items, row, low, high):
    return [low + high - row[column] if is_reversed else row[column]
            for column, is_reversed in items if row[column] is not None]


def scale_score(items, row, low, high, metric, needed):
    values = keyed_values(items, row, low, high)
    if len(values) < needed:
        return None
    mean = Fraction(sum(values), len(values))
    if metric == "mean":
        return mean
    return mean * len(items) * (4 if metric.endswith("x4") else 1)


def of_all(scores, function):
    return None if None in scores else function(scores)


def composites(name, keyed, scores, row, low, high):
    """The totals of the questionnaires that have one, each written out."""
    def all_items(parts):
        if any(scores[part.lstrip("-")] is None for part in parts):
            return None
        values = []
        for part in parts:
            items = [(column, sign != part.startswith("-")) for column, sign in keyed[part.lstrip("-")]]
            values += keyed_values(items, row, low, high)
        return Fraction(sum(values), len(values))

    if name == "scs":
        parts = ["kindness", "-judgment", "humanity", "-isolation", "mindfulness", "-over_identification"]
        turned_scores = [scores[part.lstrip("-")] if part[0] != "-" or scores[part[1:]] is None else 6 - scores[part[1:]]
                         for part in parts]
        return {"total_of_items": all_items(parts), "total_of_scales": of_all(turned_scores, lambda all: sum(all) / 6)}
    if name == "ders-16":
        return {"total": of_all(list(scores.values()), sum)}
    if name in ("boundaries", "self-kindness"):
        return {"all": all_items(list(keyed))}
    if name == "rq":
        secure, fearful, preoccupied, dismissing = (scores[part] for part in
                                                    ("secure", "fearful", "preoccupied", "dismissing"))
        both = [secure, fearful, preoccupied, dismissing]
        return {"model_of_self": of_all(both, lambda _: (secure + dismissing) - (preoccupied + fearful)),
                "model_of_other": of_all(both, lambda _: (secure + preoccupied) - (dismissing + fearful))}
    return {}


def same(what, ours, expected):
    global checked
    checked += 1
    if (ours is None) != (expected is None) or (ours is not None and abs(ours - float(expected)) > TOLERANCE):
        sys.exit(f"keys_test: {what}: attune says {ours}, the key says {None if expected is None else float(expected)}")


def draw(source, count, low, high):
    """Rows of cells and what they are worth: answers, blanks of every spelling, and numbers out of range."""
    for _ in range(RESPONDENTS):
        share = source.choice((0, 0, 0.03, 0.2))  # complete people among others
        cells, values = [], []
        for _ in range(count):
            if source.random() < share:
                cells.append(source.choice(("", "NA", "-", str(high + 1), str(low - 1), f"{low}.5", "x")))
                values.append(None)
            else:
                values.append(source.randint(low, high))
                cells.append(str(values[-1]))
        yield cells, values
    yield [""] * (count - 1) + ["NA"], [None] * count


def compare(attune, folder, name, order, columns, low, high, metric, keyed, needed):
    source = random.Random(f"{name}{order}")
    people = list(draw(source, len(columns), low, high))
    path = folder / f"{name}.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(cells for cells, _ in people)
    command = [attune, "quiz", "score", str(FOLDER / f"{name}.toml"), str(path), "--json"]
    done = subprocess.run(command + (["--order", order] if order else []), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"keys_test: {name}: exit {done.returncode}\n{done.stderr}")
    respondents = json.loads(done.stdout)["respondents"]
    if len(respondents) != len(people):
        sys.exit(f"keys_test: {name}: {len(respondents)} respondents, not {len(people)}")
    for number, (person, (_, row)) in enumerate(zip(respondents, people), 1):
        what = f"{name} {order} person {number}"
        if set(person["scales"]) != set(keyed):
            sys.exit(f"keys_test: {what}: scales {sorted(person['scales'])}, not {sorted(keyed)}")
        scores = {}
        for scale, items in keyed.items():
            least = needed.get(scale) if isinstance(needed, dict) else needed
            scores[scale] = scale_score(items, row, low, high, metric, len(items) if least is None else least)
            same(f"{what} {scale}", person["scales"][scale]["score"], scores[scale])
            answered = sum(row[column] is not None for column, _ in items)
            same(f"{what} {scale} answered", person["scales"][scale]["answered"], answered)
        expected = composites(name, keyed, scores, row, low, high)
        if set(person.get("composites", {})) != set(expected):
            sys.exit(f"keys_test: {what}: composites {person['composites']}, not {sorted(expected)}")
        for composite, score in expected.items():
            same(f"{what} {composite}", person["composites"][composite], score)


def main():
    attune = sys.argv[1]
    seen = set()
    with tempfile.TemporaryDirectory() as folder_name:
        folder = pathlib.Path(folder_name)
        for key, (count, low, high, metric, scales) in PUBLISHED.items():
            name, _, order = key.partition(":")
            columns = [f"Q{place}" for place in range(1, count + 1)]
            compare(attune, folder, name, order, columns, low, high, metric, published_scales(count, scales), None)
            seen.add(name)
        names = ["secure", "fearful", "preoccupied", "dismissing"]
        compare(attune, folder, "rq", "", names, 1, 7, "mean", {one: [(at, False)] for at, one in enumerate(names)}, None)
        seen.add("rq")
        for name, (high, needed, words) in HOUSE.items():
            items = tomllib.loads((FOLDER / f"{name}.toml").read_text())["item"]
            compare(attune, folder, name, "", [item["id"] for item in items], 1, high, "mean", house_scales(items, words),
                    needed)
            seen.add(name)
    missing = {path.stem for path in FOLDER.glob("*.toml")} - seen
    if missing:
        sys.exit(f"keys_test: no key is written here for {sorted(missing)}")
    listed = (FOLDER.parent / "docs" / "questionnaires.md").read_text()
    unlisted = [name for name in seen if f"| {name} |" not in listed and f"| {name} ? |" not in listed]
    if unlisted:
        sys.exit(f"keys_test: docs/questionnaires.md does not list {sorted(unlisted)}")
    print(f"{checked} figures of {len(seen)} questionnaires agree to {TOLERANCE}")


main()
