#!/usr/bin/env python3
"""No sentence of ours uses the words that domain.md, "Safety", keeps out: string literals of the program, questionnaires,
vocabularies, practices, man pages, README and change log. Whole words, in any case, also when a literal goes on in the next line.
"""
import pathlib
import re
import sys
import unittest

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
        for folder, pattern in (("questionnaires", "*.toml"), ("vocabularies", "*.toml"), ("forms", "*.toml"), ("practices", "*.toml"), ("man", "*.[1-8]"), ("docs", "*.md")):
            texts += sorted((ROOT / folder).rglob(pattern))
        for path in texts:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if UNKIND.search(line):
                    found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
        self.assertEqual(found, [])


if __name__ == "__main__":
    sys.exit(unittest.main())
