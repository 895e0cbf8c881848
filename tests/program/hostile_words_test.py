#!/usr/bin/env python3
"""Whatever words stand in a journal, a report shows them as words: in the terminal no control character and no change of
direction, in Markdown and HTML nothing that either acts on, in CSV cells that a spreadsheet takes for text, in JSON
strings. The words come by import, where they are most of all somebody else's, and from files of definitions.

Every word holds a syllable that the program has nowhere, so a page can be asked where it came out: in texts, and in no
element, attribute, address or style. The last test types what --explain prints into a shell.
"""
import concurrent.futures
import csv
import html.parser
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import unicodedata
import unittest

from sandbox import Sandbox

ATTUNE = ""
NOW = "2026-03-01T21:45:00+00:00"
Q = "qyzx"
WORDS = {
    "colours": f"\x1b[31m{Q}red\x1b[0m \x1b]0;{Q}\x07 \x9b31m \x1bP{Q}\x1b\\",
    "moves": f"{Q}one\r\n\x08\x08\x0b\x0c\x7f over\x00 {Q}",
    "directions": f"\u202e{Q}right\u2066 \u200f\u200e\u061c\u2069 {Q}\u2028line\u2029",
    "formula": f"=cmd|' /C {Q}'!A0",
    "minus": f"-{Q}+1|2",
    "plus": f"+{Q}+1",
    "at": f"@SUM({Q})",
    "tab": f"\t={Q}\t|",
    "element": f"<script>{Q}()</script><b {Q}=1>",
    "attribute": f"\"><img src=x onerror={Q}()> ' onmouseover='{Q}()' {Q}='",
    "ends": f"</title></style></svg></details>--><!-- {Q} ]]> &lt;{Q}&#60;",
    "table": f"| {Q} | --- |\\|{Q}\\",
    "lines": f"# {Q}\n## {Q}\n- {Q}\n1. {Q}\n> {Q}\n===\n---\n    {Q}",
    "code": f"```{Q}\n~~~ `{Q}` **{Q}** __{Q}__",
    "address": f"[{Q}](javascript:{Q}()) ![{Q}](x) <javascript:{Q}> [x]: {Q}",
    "long": Q * 20 + "\u00e4\u00f6\u00fc" * 20,
    "wide": f"{Q}\u9577\u3044\u8fd4\u4e8b" * 6,
    "marks": Q + "o" + "\u0301\u0323\u20dd" * 25 + "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "shell": f"$({Q}) `{Q}` \\\" ' ; touch {Q} # !! ${{IFS}}",
    "patterns": f"{{whose}} {{days}} {{}} {{0}} %s %n {Q}",
    "strange": f"{Q}\ufeff\ufffe\U000e0041\u00ad\ue000\ufffd",
    "sql": f"'; DROP TABLE entry; -- {Q}",
}
REPORTS = [["report", name] for name in ("week", "month", "quarter", "year", "profile", "calibration", "program")]
HISTORIES = [["quiz", "history", Q + "-quiz"], ["quiz", "history", "attachment"], ["quiz", "compare", "attachment"]]
DIRECTIONS = {0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
SGR = re.compile(r"\x1b\[[0-9;]*m")
ELEMENTS = set("""html head meta title style body header main nav section h1 h2 h3 p div span a table caption thead tbody tr th td
                  figure clippath figcaption details summary footer dl dt dd ul ol li strong em br small code pre svg g rect circle ellipse
                  line path polyline polygon text tspan desc defs pattern""".split())
SHOWN_ATTRIBUTES = {"aria-label", "content"}


def toml(text):
    return json.dumps(text, ensure_ascii=True)


def definitions(box):
    """A questionnaire, a form and a practice whose titles are such words, as far as their files can say them."""
    clean = [word.replace("\x00", "") for word in WORDS.values()]
    lines = [f'id = "{Q}-quiz"', f"title = {toml(clean[8] + clean[11])}", f"summary = {toml(clean[0])}", 'version = "1"',
             'status = "own"', "[response]", "values = [1, 2, 3, 4, 5]", f'labels = [{toml(clean[9])}, "", "", "", {toml(clean[3])}]',
             f'higher_means = {toml(clean[3])}']
    for number in range(4):
        lines += ["[[item]]", f'id = "q{number}"', f"text = {toml(clean[number * 3])}"]
    for name, word in (("near", clean[8]), ("far", clean[11])):
        lines += ["[[scale]]", f'id = "{name}"', f"title = {toml(word)}", 'items = ["q0", "q1", "-q2", "q3"]', 'score = "mean"']
    folder = box.root / "config/attune/questionnaires"
    folder.mkdir(parents=True)
    (folder / f"{Q}-quiz.toml").write_text("\n".join(lines) + "\n")


class Journal:
    """Lines of an import."""

    def __init__(self):
        self.lines, self.count = [json.dumps({"schema": 1, "type": "header"})], 0

    def add(self, kind, day, text, **more):
        self.count += 1
        record = f"{self.count:032x}"
        hour, minute = 6 + self.count % 12, self.count % 60
        self.lines.append(json.dumps({"schema": 1, "id": record, "kind": kind, "text": text,
                                      "at": f"{day}T{hour:02}:{minute:02}:00+00:00"} | more))
        return record

    def bytes(self):
        return ("\n".join(self.lines) + "\n").encode()


def days(count, end=1):
    """ISO days, newest first: `count` of them up to the Sunday of the sample."""
    from datetime import date, timedelta
    return [(date(2026, 3, end) - timedelta(days=back)).isoformat() for back in range(count)]


def fill_person(journal, word, number):
    """Enough of one person for every part of a report, within the last nine weeks and most of it in the last."""
    # A coded word has neither blanks nor controls; a person's name may have both.
    slug = re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "_", word)
    tag = lambda facet, slug: {"facet": facet, "slug": slug}
    value = lambda key, num, phase="peak": {"key": key, "phase": phase, "num": num, "lo": 0, "hi": 10}
    for i, day in enumerate(days(6) + days(63)[6::4]):
        reacted = ("reacted", "responded", "mixed")[(i + number) % 3]
        journal.add("trigger", day, word, people=[word], fields={"thought": word, "other": word},
                    tags=[tag("trigger", slug), tag("response", reacted), tag("coping", slug), tag("urge", slug),
                          tag("action", slug), tag("need", slug), tag("context", slug), tag("strategy", slug),
                          tag("outcome", slug), tag("caught", "during"), tag(slug, slug)],
                    values=[value(f"feeling.{slug}", 6), value(f"body.{slug}", 4), value("intensity", 3 + (i + number) % 6),
                            value(f"belief.{slug}", 6), value(f"coping.{slug}", 7, "before"), value(f"coping.{slug}", 4, "after")])
    for day in days(3):
        made = journal.add("experiment", day, word, people=[word], fields={"prediction": word, "step": word},
                           values=[{"key": "probability", "phase": "item", "num": 70, "lo": 0, "hi": 100}])
        journal.add("experiment", day, word, links=[{"rel": "follows-up", "to": made}], fields={"outcome": word},
                    tags=[tag("happened", "no")])
        made = journal.add("boundary", day, word, people=[word], tags=[tag("domain", slug)])
        journal.add("boundary", day, word, links=[{"rel": "follows-up", "to": made}], tags=[tag("event", "kept")])
        journal.add("need", day, word, people=[word], tags=[tag("need", slug), tag("voiced", "said"), tag("met", "partly")])
        journal.add("repair", day, word, people=[word], tags=[tag("who", "me")], fields={"remorse": day})
        journal.add("belief", day, word, people=[word], tags=[tag("schema", slug)], fields={"instead": word},
                    values=[{"key": "strength", "phase": "item", "num": 70, "lo": 0, "hi": 100}])
        journal.add("win", day, word, people=[word])
        journal.add("checkin", day, word, people=[word], values=[value("named", 6), value("calm", 4)])
        journal.add("therapy", "2026-02-20", word, people=[word])
        journal.add(slug, day, word, people=[word])


class Page(html.parser.HTMLParser):
    """Says of a page what stands in it besides texts."""

    VOID = {"meta", "br", "link", "img", "hr", "input"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.texts, self.ids = [], [], "", []

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            self.open.append(tag)
        self.handle_any(tag, attributes)

    def handle_startendtag(self, tag, attributes):
        self.handle_any(tag, attributes)

    def handle_any(self, tag, attributes):
        if tag not in ELEMENTS:
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if Q in name or name.startswith("on") or name in ("src", "srcdoc", "action"):
                self.faults.append(f"<{tag} {name}>")
            if name == "href" and not (value or "").startswith("#"):
                self.faults.append(f"<{tag} {name}={value}>")
            if Q in (value or "") and name not in SHOWN_ATTRIBUTES:
                self.faults.append(f"<{tag} {name}={value}>")
            if name == "id":
                self.ids.append(value)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, text):
        if self.open and self.open[-1] == "style" and Q in text:
            self.faults.append("<style>")
        self.texts += text

    def handle_comment(self, text):
        self.faults.append(f"<!--{text}-->")

    def handle_pi(self, text):
        self.faults.append(f"<?{text}>")


class HostileWords(unittest.TestCase):
    round = 0

    @classmethod
    def setUpClass(cls):
        cls.box = box = Sandbox(ATTUNE)
        definitions(box)
        box.env["ATTUNE_NOW"] = "2026-01-10T09:00:00+00:00"
        box.must("program", "start", "--baseline", "7d", "--quiz", f"{Q}-quiz")
        box.env["ATTUNE_NOW"] = NOW
        journal = Journal()
        for number, word in enumerate(WORDS.values()):
            fill_person(journal, word, number)
        cls.records = journal.count
        # One more, as no JSON has it: bytes that are no UTF-8, half a pair of surrogates.
        broken = (b'{"schema":1,"kind":"entry","at":"2026-03-01T08:00:00Z","text":"' + Q.encode() + b'\xff\xfe"}\n'
                  b'{"schema":1,"kind":"entry","at":"2026-03-01T08:00:00Z","text":"' + Q.encode() + b'\\ud800"}\n')
        cls.imported = box.run("import", "jsonl", "-", input=journal.bytes())
        cls.broken = box.run("import", "jsonl", "-", input=broken)
        people = json.loads(box.must("sql", "--json", "SELECT DISTINCT person FROM with_person"))["rows"]
        cls.people = sorted(row["person"] for row in people)
        for number, person in enumerate(cls.people):
            if "\0" in person:
                continue  # no argument of a program can hold one
            for answers in ("5,4,2,1", "3,3,3,2"):
                box.must("quiz", "take", f"{Q}-quiz", "--about", person, "--answers", answers)
            if number % 4 == 0:
                for answer in "53":
                    box.must("quiz", "take", "attachment", "--about", person, "--answers", ",".join(answer * 24))
        for command in REPORTS:
            box.must(*command)  # the verdict of the week is kept

    @classmethod
    def tearDownClass(cls):
        cls.box.__exit__()

    def commands(self):
        """All reports, and those about some of the people; every test has others of them."""
        HostileWords.round += 1
        people = [person for person in self.people if "\0" not in person][HostileWords.round % 3::3]
        about = [["report", "month", "--about", person] for person in people]
        return REPORTS + HISTORIES + about + [["report", "month", "--share", "--with-names", "--with-text"],
                                              ["report", "since", "last", "session"]]

    def each(self, *more, explain=False):
        """What every command says in that form."""
        def one(command):
            words = [*command, *more]
            if explain and command[0] == "report":
                words.append("--explain")
            return words, self.box.run(*words)
        seen = 0
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
            for words, done in workers.map(one, self.commands()):
                self.assertEqual(done.returncode, 0, (words, done.stderr))
                self.plain(done.stderr, words)
                seen += Q in done.stdout
                yield words, done.stdout
        self.assertGreater(seen, 15, "the words are in the reports at all")

    def plain(self, text, words, lines="\n"):
        for line in text.split("\n"):
            bad = [hex(ord(c)) for c in line if (unicodedata.category(c) == "Cc" and c not in lines) or ord(c) in DIRECTIONS]
            self.assertEqual(bad, [], (words, line))

    def test_the_words_came_in(self):
        self.assertIn(self.imported.returncode, (0, 1), self.imported.stderr)
        kept = {row["text"] for row in json.loads(self.box.must("list", "--json", "--limit", "100000"))["entries"]}
        self.assertGreaterEqual(len([word for word in WORDS.values() if word.strip() in {text.strip() for text in kept}]),
                                len(WORDS) - 2, self.imported.stderr)
        self.assertGreaterEqual(len(self.people), len(WORDS) - 2, self.imported.stderr)
        self.assertEqual(self.broken.returncode, 65, self.broken.stderr)
        self.plain(self.imported.stderr + self.broken.stderr, "import")

    def test_the_terminal_gets_no_sign_of_its_own_from_a_word(self):
        for more in ([], ["--accessible"]):
            for words, text in self.each("--color", "never", *more, explain=not more):
                self.plain(text, words)
                # A line break in a name would make lines that look like ours.
                self.assertNotRegex(text, rf"(?m)^ *(## {Q}|- {Q}|===)$", words)

    def test_colours_are_those_of_the_program(self):
        for words, text in self.each("--color", "always"):
            self.plain(SGR.sub("", text), words)
            for code in SGR.findall(text):
                self.assertNotEqual(code, "\x1b[31m", words)

    def test_ascii_is_ascii(self):
        for words, text in self.each("--ascii"):
            self.assertTrue(text.isascii(), words)
            self.plain(text, words)

    def test_json_parses_and_hides_nothing(self):
        for words, text in self.each("--json"):
            json.loads(text)
            self.plain(text, words)

    def test_json_of_lists_hides_nothing_either(self):
        entries = json.loads(self.box.must("list", "--json", "--limit", "100000"))["entries"]
        shown = [["show", entry["id"], "--json"] for entry in entries[::40]]
        for words in [["list", "--json", "--limit", "100000"], ["list", "--jsonl", "--limit", "100000"], ["search", Q, "--json"],
                      ["people", "list", "--json"], ["vocab", "list", "--json"], ["list", "--counts", "--json"],
                      ["sql", "--json", "SELECT * FROM with_person"], ["sql", "--jsonl", "SELECT * FROM diary"],
                      ["note", "win", "--draw", "--json"], *shown]:
            text = self.box.must(*words)
            for document in text.splitlines() if "--jsonl" in words else [text]:
                json.loads(document)
            self.plain(text, words)
            self.assertTrue(Q in text or "--counts" in words or "--draw" in words or words[0] in ("vocab", "show"), words)

    def check_markdown(self, words, text):
        self.plain(text, words)
        cells, fence = None, None
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if fence:
                if line == fence:
                    fence = None
                continue
            if re.fullmatch(r"`{3,}", line):
                fence = line
                continue
            bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", line)  # an escaped sign is a sign
            self.assertIsNone(re.search(r"[<`\[\]~]", bare), (words, line))
            self.assertIsNone(re.search(r"(?<!\*)\*(?!\*)|_", bare), (words, line))
            self.assertNotIn("&", bare, (words, line))
            self.assertFalse(line.startswith(("    ", "\t")), (words, line))
            if line.startswith("|"):
                count = bare.count("|")
                if cells is not None:
                    self.assertEqual(count, cells, (words, line))
                cells = count
                continue
            cells = None
            self.assertNotIn("|", bare, (words, line))
            heading = re.match(r"(#+) ", bare)
            if heading:
                self.assertEqual(len(heading[1]), 1 if number == 0 else 2, (words, line))
                self.assertEqual(lines[number - 1] if number else "", "", (words, line))
            self.assertIsNone(re.match(r" {0,3}([-+>] |[0-9]+[.)] |=+ *$|-+ *$)", bare), (words, line))
        self.assertIsNone(fence, words)

    def test_markdown_is_not_made_by_a_word(self):
        for words, text in self.each("--format", "md"):
            self.check_markdown(words, text)

    def test_html_holds_no_element_and_no_attribute_of_a_word(self):
        for words, text in self.each("--format", "html"):
            self.plain(text, words, "\n\t")
            page = Page()
            page.feed(text)
            page.close()
            self.assertEqual(page.faults, [], words)
            self.assertEqual(page.open, [], words)
            self.assertEqual(len(page.ids), len(set(page.ids)), words)
            self.assertNotIn("<script", text.lower(), words)

    def test_csv_is_equally_wide_and_for_a_spreadsheet_no_formula(self):
        for command in self.commands():
            excel = command[0] == "report"
            if command[1] == "compare":
                continue  # has no CSV
            form = ["--format", "csv", "--csv-excel"] if excel else ["--csv"]
            text = self.box.must(*command, *form)
            self.plain(text, command, "\r\n\t")
            rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, command)
            if excel:
                for row in rows:
                    for cell in row:
                        number = re.fullmatch(r"-?[0-9.]+(e[-+]?[0-9]+)?", cell)
                        self.assertFalse(cell[:1] in tuple("=+-@\t\r") and not number, (command, cell))

    def test_what_explain_prints_does_in_a_shell_nothing_but_ask(self):
        ran = 0
        environment = {**self.box.env, "PATH": f"{pathlib.Path(ATTUNE).parent}:/usr/bin:/bin"}
        for name in ("shell", "patterns", "sql", "formula", "attribute"):
            text = self.box.must("report", "week", "--about", WORDS[name], "--explain")
            commands = re.findall(r'^ *(attune sql "\n(?:(?!attune sql).*\n)*?.*")$', text, re.MULTILINE)
            self.assertGreaterEqual(len(commands), 5, text)
            # Interactive, so that a history would be asked for what '!' means.
            lines = "set -o history -H\n" + "".join(f"{command}\necho ENDED $?\n" for command in commands[:5])
            done = subprocess.run(["bash"], input=lines, env=environment, cwd=self.box.root,
                                  capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(re.findall(r"^ENDED (\d+)$", done.stdout, re.MULTILINE), ["0"] * 5, done.stdout + done.stderr)
            rows = json.loads(self.box.must("report", "week", "--about", WORDS[name], "--json"))["coverage"]
            self.assertIn(str(rows["trigger_entries"]), done.stdout, name)
            ran += 5
        self.assertEqual(ran, 25)
        self.assertFalse((self.box.root / Q).exists())


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
