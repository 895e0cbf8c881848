#!/usr/bin/env python3
"""No sentence of ours uses the words that domain.md, "Safety", keeps out: string literals of the program, questionnaires,
vocabularies, forms, practices, man pages, README, change log, docs, and what `help` and `--help` of every command and kind
print. Whole words, in any case, also when a literal goes on in the next line.
"""
import pathlib
import re
import subprocess
import sys
import unittest

ATTUNE = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]
UNKIND = re.compile(r"\b(failed|broke|streak|bad\s+day|should|toxic|you\s+are)\b", re.IGNORECASE)
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'                            # comments
    r'|R"([^(\s]*)\((?P<raw>.*?)\)\1"'               # raw strings
    r'|"(?P<plain>(?:[^"\\\n]|\\.)*)"'               # strings
    r"|'(?:[^'\\\n]|\\.)+'", re.DOTALL)


def literals(source):
    """(line, text) of each string literal, neighbours joined as the compiler joins them."""
    joined, end = [], -1
    for token in TOKEN.finditer(source):
        text = token.group("raw") if token.group("raw") is not None else token.group("plain")
        if text is None:
            continue
        if joined and not source[end:token.start()].strip():
            joined[-1][1] += text
        else:
            joined.append([source.count("\n", 0, token.start()) + 1, text])
        end = token.end()
    return joined


def findings(source, name):
    return [f"{name}:{line}: '{word.group(0)}' in: {text[:90]}"
            for line, text in literals(source) for word in [UNKIND.search(text)] if word]


def spread_findings(text, name):
    """Of a text for people, where a phrase may go on in the next line but not in the next paragraph."""
    return [f"{name}:{text.count(chr(10), 0, word.start()) + 1}: '{word.group(0)}'"
            for word in UNKIND.finditer(text) if "\n\n" not in word.group(0)]


class WordingTest(unittest.TestCase):
    def test_the_search_finds_what_it_looks_for(self):
        self.assertEqual(len(findings('say("it fai" /* */ "led");\nsay("you\\n"); // it broke\n', "x")), 0)
        self.assertEqual(len(findings('say("it "\n    "failed");', "x")), 1)
        self.assertEqual(len(findings('say(R"(\nYou are\nhere)");', "x")), 1)
        self.assertEqual(len(findings('say("you are");', "x")), 1)
        self.assertEqual(len(findings('say("unbroken, shoulder");', "x")), 0)

    def test_the_program_speaks_kindly(self):
        found = []
        sources = [path for folder in ("src", "include") for path in sorted((ROOT / folder).rglob("*.[ch]pp"))]
        for path in sources:
            found += findings(path.read_text(encoding="utf-8"), path.relative_to(ROOT))
        self.assertGreater(len(sources), 20)
        self.assertEqual(found, [])

    def test_the_texts_speak_kindly(self):
        found = []
        texts = [ROOT / "README.md", ROOT / "CHANGELOG.md"]
        for folder, pattern in (("questionnaires", "*.toml"), ("vocabularies", "*.toml"), ("forms", "*.toml"),
                                ("practices", "*.toml"), ("man", "*.[1-8]"), ("docs", "*.md"), ("docs", "*.json")):
            below = sorted((ROOT / folder).rglob(pattern))
            self.assertTrue(below or folder == "practices", f"{folder}/{pattern}")
            texts += below
        for path in texts:
            found += spread_findings(path.read_text(encoding="utf-8"), path.relative_to(ROOT))
        self.assertGreater(len(texts), 60)
        self.assertEqual(found, [])

    def test_what_is_said_over_two_lines_is_found(self):
        self.assertEqual(len(spread_findings("a long\nbad\n  day, and you\nare\n", "x")), 2)
        self.assertEqual(spread_findings("thank you\n\nare they\n", "x"), [])

    def test_help_speaks_kindly(self):
        def attune(*words):
            done = subprocess.run([ATTUNE, *words], capture_output=True, text=True, check=False,
                                  env={"HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "COLUMNS": "100"})
            return done.stdout + done.stderr

        overview = attune("help", "all")
        commands, rest = overview.split("Options for every command", 1)
        names = re.findall(r"^  ([a-z][a-z-]*(?: [a-z][a-z-]*)?)(?:  |$)", commands, re.MULTILINE)
        topics = re.findall(r"^  ([a-z][a-z-]*)  ", rest.split("Topics (", 1)[1], re.MULTILINE)
        kinds = [path.stem for path in sorted((ROOT / "forms").glob("*.toml"))]
        self.assertGreater(len(names), 40)
        self.assertGreater(len(topics), 8)
        self.assertGreater(len(kinds), 8)
        calls = [(), ("help",), ("help", "all"), ("support",)]
        calls += [("help", topic) for topic in topics]
        calls += [(*name.split(), flag) for name in names for flag in ("-h", "--help")]
        calls += [("note", kind, "--help") for kind in kinds]
        found = []
        for call in calls:
            text = attune(*call)
            self.assertGreater(len(text), 30, call)
            found += spread_findings(text, " ".join(["attune", *call]))
        self.assertEqual(found, [])


if __name__ == "__main__":
    ATTUNE = sys.argv.pop(sys.argv.index("--attune") + 1)
    sys.argv.remove("--attune")
    sys.exit(unittest.main())
