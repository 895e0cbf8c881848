#!/usr/bin/env python3
"""What `attune help formats` says of machine output is what the program prints: every member it names comes, every
member that comes is named, and the same for columns. The page shows the same text.

The shapes are read from the help itself, in the notation that it explains: {a, b} members, [A] a list of A, a? not
always, {*: A} names that the data decide, a word in capitals a shape with a name of its own.
"""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import unittest

from questionnaire_keys_test import example
from sandbox import Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTUNE = ""
NOW = "2026-03-01T21:45:00+00:00"
BEGIN, END = "Shapes of --json", "An ENTRY that was imported"


class Shape:
    """`members` maps a name to (always there, shape); `each` is the shape behind {*} and of a list's elements."""

    def __init__(self, kind, members=None, each=None):
        self.kind, self.members, self.each = kind, members or {}, each


def parse(words):
    """One shape from the front of `words`; None where there is none, for a plain value."""
    if not words:
        return None
    if words[0] == "{":
        words.pop(0)
        shape = Shape("map" if words[0] == "*" else "object")
        while words[0] != "}":
            name = words.pop(0)
            if words[0] == ":":
                words.pop(0)
            inner = parse(words)
            if shape.kind == "map":
                shape.each = inner
            else:
                shape.members[name.rstrip("?")] = (not name.endswith("?"), inner)
            if words[0] == ",":
                words.pop(0)
        words.pop(0)
        return shape
    if words[0] == "[":
        words.pop(0)
        shape = Shape("list", each=parse(words) if words[0] != "]" else None)
        assert words.pop(0) == "]"
        return shape
    if words[0].isupper():
        return words.pop(0)
    return None


def indented(text):
    """Pairs of the help: what stands two columns in, and what follows it, with deeper lines joined on."""
    rows = []
    for line in text.splitlines():
        if re.match(r"  \S", line):
            rows.append(line.strip())
        elif line.startswith("   ") and rows:
            rows[-1] += "  " + line.strip()
    return [re.split(r"  +", row, maxsplit=1) for row in rows]


def read_shapes(text):
    part = text.split(BEGIN, 1)[1].split(END, 1)[0]
    found = {}
    for head, body in indented(part):
        if head.startswith(("{", "a?")):
            continue
        words = re.findall(r"[{}\[\],:*]|[\w?]+", body)
        shape = parse(words)
        assert not words, (head, words)
        for name in head.split(", "):
            found[name] = shape
    return found


class Reader:
    """Compares documents with shapes; `seen` collects the members that came, `wrong` what does not agree."""

    def __init__(self, shapes):
        self.shapes, self.seen, self.wrong = shapes, set(), []

    def look(self, shape, value, path):
        if value is None:
            return
        if isinstance(shape, str):
            path, shape = shape, self.shapes[shape]
        if shape is None:
            if isinstance(value, (dict, list)):
                self.wrong.append(f"{path}: a plain value is promised")
        elif shape.kind == "list":
            if not isinstance(value, list):
                self.wrong.append(f"{path}: a list is promised")
                return
            for element in value:
                self.look(shape.each, element, path + "[]")
        elif not isinstance(value, dict):
            self.wrong.append(f"{path}: members are promised")
        elif shape.kind == "map":
            for element in value.values():
                self.look(shape.each, element, path + ".*")
        else:
            for name in value.keys() - shape.members.keys():
                self.wrong.append(f"{path}.{name}: not documented")
            for name, (always, inner) in shape.members.items():
                if name in value:
                    self.seen.add(f"{path}.{name}")
                    self.look(inner, value[name], f"{path}.{name}")
                elif always:
                    self.wrong.append(f"{path}.{name}: documented and missing")

    def promised(self, shape, path):
        if isinstance(shape, Shape):
            for name, (_, inner) in shape.members.items():
                yield f"{path}.{name}"
                yield from self.promised(inner, f"{path}.{name}")
            yield from self.promised(shape.each, path + ("[]" if shape.kind == "list" else ".*"))


def call(sandbox, *words, code=0):
    done = sandbox.run(*words)
    assert done.returncode == code, (words, done.returncode, done.stderr)
    return done.stdout


def fill(sandbox):
    """A small store in which every member has something to say."""
    sandbox.env["ATTUNE_NOW"] = NOW
    made = subprocess.run([sys.executable, "-B", ROOT / "tests/support/make_journal.py", "--weeks", "20", "--entries",
                           "600", "--end", "2026-03-01", "--zone", "UTC"], capture_output=True, check=True).stdout
    (sandbox.root / "made.jsonl").write_bytes(made)
    (sandbox.root / "broken.jsonl").write_text('{"kind":"entry","at":"2026-02-01T10:00:00Z","text":"in"}\nno\n')
    call(sandbox, "import", "jsonl", "made.jsonl")
    call(sandbox, "people", "add", "sam", "--alias", "samuel", "--role", "partner", "--since", "2024")
    call(sandbox, "vocab", "add", "trigger", "slow-reply", "--alias", "hours-later")
    call(sandbox, "log", "He cancelled", "@sam", "%slow-replie", "hurt=7", "+breath=7-4", "--thought", "tired of me",
         "--lead", "30s", "--bring", "--reacted")
    call(sandbox, "edit", "last", "--trigger", "silence")
    call(sandbox, "follow", "last", "--better", "It was work")
    assert json.loads(call(sandbox, "note", "win", "--draw", "--json")) == {"schema": 1, "entry": None}
    call(sandbox, "note", "win", "I said what I wanted")
    call(sandbox, "note", "belief", "People leave", "--strength", "70", "--with", "sam")
    for answers in ("4", "3", "2"):
        call(sandbox, "quiz", "take", "attachment", "--answers", ",".join([answers] * 24))
        sandbox.env["ATTUNE_NOW"] = NOW[:17] + f"{10 + int(answers)}" + NOW[19:]
    call(sandbox, "quiz", "take", "attachment", "--about", "sam", "--answers", ",".join(["5"] * 24))
    for number in range(30):
        call(sandbox, "note", "experiment", "They will sigh", "--probability", str(20 + 2 * number), "--fear", "7")
        call(sandbox, "note", "experiment", "--of", "last", "--happened", "yes" if number % 3 else "no", "--distress",
             str(number % 6))
    call(sandbox, "note", "therapy", "We spoke of dinner", "--at", "2026-02-25 10:00")
    call(sandbox, "note", "need", "An evening alone", "--voiced", "said", "--met", "partly", "--with", "sam")
    call(sandbox, "note", "need", "A call before dinner", "--voiced", "hinted", "--with", "ana")
    call(sandbox, "note", "boundary", "I do not answer after ten")
    call(sandbox, "note", "boundary", "--of", "last", "--event", "kept")
    call(sandbox, "note", "repair", "I hung up", "--person", "sam")
    call(sandbox, "note", "repair", "--of", "last", "--remorse", "today")
    call(sandbox, "measure", "hrv_rmssd", "42", "--phase", "pre")
    for row in ("r,e,", "e,r,"):
        call(sandbox, "observe", "--intervals", row + "re," * 9 + "-," * 10 + "m")
    # Long enough ago for a course of days before and after.
    sandbox.env["ATTUNE_NOW"] = "2025-12-08T09:00:00+00:00"
    call(sandbox, "program", "start", "--baseline", "14d", "--random-window", "21d", "--quiz", "attachment")
    call(sandbox, "quiz", "take", "attachment", "--answers", ",".join(["5"] * 24))
    call(sandbox, "quiz", "take", "attachment", "--about", "sam", "--answers", ",".join(["6"] * 24))
    sandbox.env["ATTUNE_NOW"] = NOW
    for item in ("3", "2"):
        call(sandbox, "quiz", "take", "phq-9", "--answers", ",".join([item] * 9))
    rows = [",".join(f"q{i}" for i in range(1, 25))] + [",".join([str(1 + (i * j) % 7) for i in range(1, 25)])
                                                       for j in range(8)] + ["1,2"]
    (sandbox.root / "answers.csv").write_text("\n".join(rows) + "\n")
    (sandbox.root / "days.toml").write_text(example())
    (sandbox.root / "days.csv").write_text("near,apart,calm,fear,hours\n5,1,5,1,2\n4,2,3,2,1\n2,2,4,5,0\n")
    (sandbox.root / "sentences.txt").write_text("".join(f"Sentence {i}\n" for i in range(1, 10)))
    call(sandbox, "quiz", "wording", "install", "phq-9", "sentences.txt")
    (sandbox.root / "broken.toml").write_text('id = "broken"\n')


# What this store has no cause for: a change of level, feelings rated together on twenty occasions, entries rated again
# (the unit tests of periods make them), a pattern of one day behind another, and records that a repair could not bring
# back (the transcript of recovery).
RARE = ("change.", "granularity.", "recovery.", "lost[].", "lag_days")

def looked_at(report):
    """The calls that show all members of a report: for somebody else, about somebody, explained."""
    return [("report", report, *more, "--json") for more in (("--share",), ("--about", "sam"), ("--explain",))]


# Every command that a shape is documented for, with the calls that fill it and the exit codes that are right.
CALLS = {
    "list": [("list", "--json"), ("list", "--json", "--text", "cancelled")],
    "search": [("search", "cancelled", "--json")],
    "list --counts": [("list", "--counts", "--json")],
    "show": [("show", "last", "--json"), ("show", "last-4", "--json")],
    "show --history": [("show", "EDITED", "--history", "--json")],
    "note KIND --draw": [("note", "win", "--draw", "--json")],
    "export json": [("export", "json"), ("export", "json", "--share")],
    "report week": [*looked_at("week"), ("report", "week", "2020-W10", "--json"),
                    ("report", "since", "last", "session", "--json")],
    "report calibration": looked_at("calibration"),
    "report profile": looked_at("profile"),
    # Its course of days takes seconds.
    "report program": [("report", "program", *more, "--json") for more in (("--share",), ("--explain", "--about", "sam"))],
    "report month": [*looked_at("month"), ("report", "month", "2020-03", "--json"),
                     ("report", "month", "2026-02", "--json"),
                     ("report", "month", "since", "last", "session", "--json")],
    "report quarter": [("report", "quarter", "2025-q4", "--json")],
    "report year": [("report", "year", "2025", "--json"), ("report", "year", "2025", "--explain", "--json")],
    "sql": [("sql", "SELECT day, trigger FROM trigger_entry", "--json"), ("sql", "SELECT 1 WHERE 0", "--json")],
    "sql --schema": [("sql", "--schema", "--json")],
    "quiz list": [("quiz", "list", "--json")],
    "quiz show": [("quiz", "show", name, "--json") for name in ("attachment", "ecr-r", "days.toml")],
    "quiz take": [("quiz", "take", "attachment", "--answers", ",".join(["4"] * 24), "--json"),
                  ("quiz", "take", "phq-9", "--answers", ",".join(["3"] * 9), "--json"),
                  ("quiz", "take", "days.toml", "--answers", "5,1,5,1,1,2,2,1,-,-", "--json")],
    "quiz history": [("quiz", "history", "attachment", "--json"), ("quiz", "history", "phq-9", "--json")],
    "quiz compare": [("quiz", "compare", "attachment", "--json")],
    "quiz score": [("quiz", "score", "attachment", "answers.csv", "--json"),
                   ("quiz", "score", "attachment", "answers.csv", "--json", "--summary"),
                   ("quiz", "score", "days.toml", "days.csv", "--json", "--norm", "sample")],
    "quiz check": [("quiz", "check", "attachment", "--json"), ("quiz", "check", "broken.toml", "--json")],
    "quiz wording": [("quiz", "wording", "--json")],
    "program status": [("program", "status", "--json")],
    "program due": [("program", "due", "--json")],
    "practice list": [("practice", "list", "--json")],
    "practice show": [("practice", "show", "paced-breathing", "--json")],
    "practice check": [("practice", "check", "pause", "--json"), ("practice", "check", "broken.toml", "--json")],
    "observe compare": [("observe", "compare", "OBSERVED", "OBSERVED", "--json")],
    "measure list": [("measure", "list", "--json")],
    "people list": [("people", "list", "--json")],
    "vocab list": [("vocab", "list", "--json"), ("vocab", "list", "--unknown", "--json")],
    "config list": [("config", "list", "--json")],
    "config get": [("config", "get", "day_start", "--json")],
    "key list": [("key", "list", "--json")],
    "store check": [("store", "check", "--json")],
    "store backup": [("store", "backup", "copy.sealed", "--json")],
    "store repair": [("store", "repair", "--json")],
    "store restore": [("store", "restore", "copy.sealed", "--json")],
    "store devices": [("store", "devices", "--json")],
    "store quarantine": [("store", "quarantine", "--json")],
    "doctor": [("doctor", "--json")],
    "import jsonl": [("import", "jsonl", "broken.jsonl", "--json")],
}
PORCELAIN = {
    "list, search, show": [("list",), ("search", "cancelled"), ("show", "last")],
    "list --counts": [("list", "--counts")],
    "note KIND --draw": [("note", "win", "--draw")],
    "practice list": [("practice", "list")],
    "measure list": [("measure", "list")],
    "people list": [("people", "list")],
    "vocab list": [("vocab", "list"), ("vocab", "list", "--unknown")],
    "quiz list": [("quiz", "list")],
    "sql --schema": [("sql", "--schema")],
    "key list": [("key", "list")],
    "store devices": [("store", "devices")],
    "store quarantine": [("store", "quarantine")],
    "config list": [("config", "list")],
    "import jsonl": [("import", "jsonl", "made.jsonl")],
}


class ShapesTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox(ATTUNE)
        fill(cls.sandbox)
        # One frame with a broken tag: something is set aside.
        call(cls.sandbox, "log", "set aside")
        frame = next(data for path in cls.sandbox.store.glob("*.inbox") if (data := path.read_bytes()))
        size = 80 + (512 << int.from_bytes(frame[6:8], "little")) + 48 + 36
        broken = frame[:size - 36] + bytes([frame[size - 36] ^ 1]) + frame[size - 35:size]
        (cls.sandbox.store / "00000000000000aa.1.inbox").write_bytes(broken)
        cls.help = call(cls.sandbox, "help", "formats")
        entries = json.loads(call(cls.sandbox, "list", "--json", "--text", "cancelled"))["entries"]
        cls.edited = next(entry["id"] for entry in entries if entry["text"] == "He cancelled")
        cls.observed = call(cls.sandbox, "list", "--kind", "observation", "--porcelain").split("\t")[0]

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.__exit__()

    def output(self, *words):
        named = {"EDITED": self.edited, "OBSERVED": self.observed}
        return self.sandbox.run(*[named.get(word, word) for word in words]).stdout

    def columns(self):
        return dict(indented(self.help.split("Lines and columns", 1)[1].split(BEGIN, 1)[0]))

    def test_every_member_that_comes_is_documented_and_every_documented_one_comes(self):
        reader = Reader(read_shapes(self.help))
        commands = {name for name in reader.shapes if not name.isupper()}
        self.assertEqual(commands, set(CALLS))
        for name, calls in CALLS.items():
            for words in calls:
                output = self.output(*words)
                try:
                    document = json.loads(output)
                except ValueError:
                    self.fail(f"{' '.join(words)}: no JSON: {output[:200]!r}")
                self.assertEqual(document.get("schema"), 1, words)
                reader.look(reader.shapes[name], document, name)
        self.assertEqual(sorted(set(reader.wrong)), [])
        # Commands that share a shape need to show each member once between them.
        for name, shape in reader.shapes.items():
            twins = [other for other, same in reader.shapes.items() if same == shape]
            seen = {path.replace(other, name, 1) for other in twins for path in reader.seen if path.startswith(other)}
            missing = {path for path in set(reader.promised(shape, name)) - seen if not path.startswith(
                tuple(f"{name}.{member}" for member in RARE))}
            self.assertEqual(sorted(missing), [], name)
        self.assertGreater(len(reader.seen), 300)

    def test_the_comparison_notices_a_member_too_many_and_one_too_few(self):
        shapes = {"x": parse(re.findall(r"[{}\[\],:*]|[\w?]+", "{a, b? [{c}], d {*: {e}}}"))}
        for document, wrong in (({"a": 1, "d": {}}, 0), ({"d": {}}, 1), ({"a": 1, "d": {}, "z": 0}, 1),
                                ({"a": {}, "d": {}}, 1), ({"a": 1, "b": [{}], "d": {"k": {"e": 1, "f": 2}}}, 2)):
            reader = Reader(shapes)
            reader.look(shapes["x"], document, "x")
            self.assertEqual(len(reader.wrong), wrong, (document, reader.wrong))

    def test_every_line_of_jsonl_is_an_entry(self):
        reader = Reader(read_shapes(self.help))
        lines = self.output("list", "--jsonl").splitlines() + self.output("export", "jsonl").splitlines()[1:]
        self.assertGreater(len(lines), 1200)
        for line in lines:
            reader.look("ENTRY", json.loads(line), "")
        self.assertEqual(sorted(set(reader.wrong)), [])

    def test_lines_for_scripts_have_the_documented_columns(self):
        columns = {head: body for head, body in self.columns().items() if "--csv" not in head}
        self.assertEqual(set(columns), set(PORCELAIN))
        for head, calls in PORCELAIN.items():
            count = len(columns[head].split(", "))
            for words in calls:
                lines = self.output(*words, "--porcelain").splitlines()
                self.assertGreater(len(lines), 0, words)
                for line in lines:
                    self.assertEqual(line.count("\t") + 1, count, (words, line))

    def test_tables_have_the_documented_columns(self):
        columns = self.columns()
        for head, words in (("quiz history --csv", ("quiz", "history", "attachment", "--csv")),
                            ("quiz score --summary --csv",
                             ("quiz", "score", "attachment", "answers.csv", "--summary", "--csv"))):
            rows = list(csv.reader(io.StringIO(self.output(*words))))
            self.assertEqual(rows[0], re.split(r",\s+", columns[head]))
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, head)
        text = re.sub(r"\s+", " ", self.help)
        wide = re.search(r"a record a row: (.*?), then person_1", text).group(1).split(", ")
        rows = list(csv.reader(io.StringIO(self.output("export", "csv"))))
        self.assertEqual(rows[0][:len(wide)], wide)
        self.assertEqual(rows[0][len(wide)], "person_1")
        listed = list(csv.reader(io.StringIO(self.output("list", "--csv"))))
        self.assertEqual(listed[0], rows[0])
        self.assertTrue(sorted(listed) == sorted(rows), "list --csv and export csv differ")
        long = re.search(r"a fact a row: (.*?, text)", text).group(1).split(", ")
        rows = list(csv.reader(io.StringIO(self.output("export", "csv-long"))))
        self.assertEqual({tuple(rows[0])}, {tuple(long)})
        self.assertEqual({len(row) for row in rows}, {len(long)})

    def test_the_page_shows_the_same_shapes(self):
        page = (ROOT / "man/attune.1").read_text(encoding="utf-8")
        part = page.split(".Sh MACHINE OUTPUT", 1)[1].split("\n.Sh ", 1)[0]
        block = re.search(r"^\.Bd -literal\n(.*?)^\.Ed", part, re.MULTILINE | re.DOTALL).group(1)
        shown = [line.removeprefix("\\&").replace("\\e", "\\").replace("...", "…") for line in block.splitlines()]
        self.assertEqual(shown, self.help[self.help.index("Lines and columns"):].rstrip("\n").split("\n"))


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
