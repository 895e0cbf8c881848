#!/usr/bin/env python3
"""No line of a report is wider than the terminal, whatever it is about and however it is asked for; in a plain locale
every byte is ASCII. Columns are counted here on their own: wide characters two, marks that join none.

What stands letter for letter to be typed, the queries of --explain, is not broken (decision 0073).
"""
import concurrent.futures
import fcntl
import os
import pathlib
import pty
import random
import struct
import subprocess
import sys
import termios
import unicodedata
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/web"))

import sample
from sandbox import Sandbox

ATTUNE = ""
WIDTHS = (40, 47, 60, 80, 100, 120)
WIDEST = 100
REPORTS = ("week", "month", "quarter", "year", "profile", "calibration", "program")
# Names and words as they come: long, wide, without a blank to break at, with signs that join.
LONG = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenverein"
WIDE = "長い返事を待つ人々の集まりと長い返事を待つ人々の集まり"
JOINED = "zoe\u0308-\U0001f468\u200d\U0001f469\u200d\U0001f467"


def columns(line):
    count, joined = 0, False
    for char in line:
        if char == "\u200d":
            joined = True
        elif unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
            continue
        else:
            if not joined:
                count += 2 if unicodedata.east_asian_width(char) in "WF" else 1
            joined = False
    return count


def show(box, width, words, locale="C.UTF-8", verb="report"):
    """What a terminal of that many columns is sent, as bytes."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    process = box.start(verb, *words, "--no-pager", "--color", "never", stdout=slave, stderr=subprocess.DEVNULL,
                        env=box.env | {"LC_ALL": locale, "TERM": "xterm"})
    os.close(slave)
    text = b""
    try:
        while piece := os.read(master, 1 << 16):
            text += piece
    except OSError:
        pass  # Linux says so when the other side has closed.
    os.close(master)
    return process.wait(), text.replace(b"\r\n", b"\n")


def fill(box):
    box.env["ATTUNE_NOW"] = "2026-02-01T09:00:00+00:00"
    box.must("program", "start", "--baseline", "7d", "--quiz", "attachment")
    box.env["ATTUNE_NOW"] = sample.NOW
    box.must("import", "jsonl", "-", input=sample.journal(5, 20, 400) + sample.practice(random.Random(5)))
    for name in (LONG, WIDE, JOINED):
        box.must("people", "add", name)
        for number in range(6):
            box.must("log", f"word {number}", "--with", name, "--trigger", name, "--feel", f"{name}=6", "--coping",
                     f"{name}=7-4", "--at", f"2026-02-2{4 + number % 5} {10 + number}:00", "--reacted")
        box.must("note", "boundary", f"{name} {name}", "--with", name)
        box.must("note", "boundary", "--of", "last", "--event", "kept")
        box.must("note", "repair", name, "--with", name, "--remorse", "2026-02-25")
        box.must("note", "belief", f"{name} leaves {name}", "--strength", "70", "--with", name)
        box.must("note", "win", f"{name}{name}")
        box.must("note", "need", name, "--need", name, "--voiced", "said", "--met", "partly", "--with", name)
        box.must("note", "experiment", f"{name} will sigh {name}", "--probability", "70", "--fear", "6", "--with", name)
        box.must("note", "experiment", "--of", "last", "--happened", "no", "--distress", "2")
        box.must("quiz", "take", "attachment", "--about", name, "--answers", ",".join(["5"] * 24))
        box.must("quiz", "take", "attachment", "--about", name, "--answers", ",".join(["3"] * 24))
    for probability in range(10, 95, 5):
        box.must("note", "experiment", f"{probability}", "--probability", str(probability))
        box.must("note", "experiment", "--of", "last", "--happened", ("yes", "no")[probability % 2])


class Width(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = Sandbox(ATTUNE)
        fill(cls.box)
        for report in REPORTS:
            cls.box.must("report", report)  # the verdict of the week is kept

    @classmethod
    def tearDownClass(cls):
        cls.box.__exit__()

    def each(self, jobs, locale="C.UTF-8"):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
            shown = workers.map(lambda job: show(self.box, *job, locale), jobs)
            for job, (code, text) in zip(jobs, shown):
                self.assertEqual(code, 0, job)
                self.assertGreater(len(text), 100, job)
                yield *job, text

    def check(self, jobs):
        for width, words, text in self.each(jobs):
            in_command = False
            for line in text.decode().split("\n"):
                if line.strip() == 'attune sql "':
                    in_command = True
                elif in_command:
                    in_command = not line.endswith('"')
                else:
                    self.assertLessEqual(columns(line), min(width, WIDEST), (width, words, line))

    def test_no_line_is_wider_than_the_terminal(self):
        self.check([(width, [report]) for width in WIDTHS for report in REPORTS])

    def test_nor_in_ascii_or_for_a_reader_that_speaks(self):
        self.check([(width, [report, mode]) for width in (40, 60) for report in REPORTS
                    for mode in ("--ascii", "--accessible")])

    def test_nor_about_somebody_for_somebody_or_explained(self):
        self.check([(40, [report, *more]) for report in REPORTS
                    for more in (["--about", WIDE, "--accessible"], ["--share"], ["--explain"])])

    def test_a_plain_locale_gets_ascii_alone(self):
        jobs = [(40, [report, *more]) for report in REPORTS for more in ([], ["--accessible"])]
        for _, words, text in self.each(jobs, "C"):
            strange = sorted({byte for byte in text if byte != 10 and not 32 <= byte < 127})
            self.assertEqual(strange, [], words)
            self.assertLessEqual(max(map(len, text.split(b"\n"))), 40, words)

    def test_help_topics_fit_the_terminal_and_go_to_a_pipe_as_they_are(self):
        listed = self.box.must("help", "all").split("(attune help TOPIC)")[1]
        topics = [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "]
        self.assertGreaterEqual(len(topics), 9)
        for topic in topics:
            piped = self.box.must("help", topic)
            self.assertLessEqual(max(map(columns, piped.splitlines())), WIDEST, topic)
            for width in (40, 60, 80, 100):
                code, text = show(self.box, width, [topic], verb="help")
                self.assertEqual(code, 0)
                shown = text.decode()
                # The same words in the same order, whatever stands between them.
                self.assertEqual(shown.split(), piped.split(), (topic, width))
                for line in shown.splitlines():
                    # What is typed stays on its line, and so does a word that has no blank.
                    if line.lstrip().startswith("attune ") or " " not in line.strip():
                        continue
                    self.assertLessEqual(columns(line), width, (topic, line))

    def test_the_count_of_columns_is_right(self):
        for text, count in (("abc", 3), ("長い", 4), ("zoe\u0308", 3), ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 2)):
            self.assertEqual(columns(text), count, text)


if __name__ == "__main__":
    ATTUNE = sys.argv.pop(sys.argv.index("--attune") + 1)
    sys.argv.remove("--attune")
    unittest.main()
