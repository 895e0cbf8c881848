#!/usr/bin/env python3
"""The man page and `--help` name the same commands, options, exit codes and topics, and mandoc finds nothing to say.

In man/attune.1 every command is a subsection of COMMANDS under its own name, and every option of it an item `.It Fl -at
Ar WHEN`; the options of every command stand in OPTIONS, the exit codes in EXIT STATUS.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "man/attune.1"
ATTUNE = "attune"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "COLUMNS": "100", "HOME": "/nonexistent"}


def help_of(*words):
    return subprocess.run([ATTUNE, *words], capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout


def before(text, heading):
    return re.split(rf"^{heading}", text, maxsplit=1, flags=re.MULTILINE)[0]


def options_in_help(text):
    """{"--at": "WHEN"} for every line such as `  -o, --output FILE   where it goes`."""
    found = {}
    for line in text.splitlines():
        option = re.match(r"  (?:(-\w)(?:, )?)?(--[a-z][a-z-]*)?(?: ([^\s]+))?(?:  |$)", line)
        if option and (option.group(1) or option.group(2)):
            for name in filter(None, option.group(1, 2)):
                found[name] = bool(option.group(3))
    return found


def items_in_page(lines):
    found = {}
    for line in lines:
        if line.startswith(".It Fl "):
            names = re.findall(r"Fl (-?[A-Za-z][a-z-]*)", line)
            for name in names:
                found["-" + name] = " Ar " in line
    return found


def sections(page):
    """{"OPTIONS": lines, "COMMANDS/log": lines, …}"""
    found, section, key = {}, "", ""
    for line in page.splitlines():
        if line.startswith(".Sh "):
            section = key = line[4:].strip()
        elif line.startswith(".Ss "):
            key = f"{section}/{line[4:].strip()}"
        found.setdefault(key, []).append(line)
    return found


class ManPageTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.page = sections(PAGE.read_text(encoding="utf-8"))

    def commands(self):
        text = before(help_of("help", "all"), "Options for every command")
        return re.findall(r"^  ([a-z][a-z-]*(?: [a-z][a-z-]*)?)(?:  |$)", text, re.MULTILINE)

    def test_every_command_has_its_place_and_no_other_has(self):
        in_page = [key.removeprefix("COMMANDS/") for key in self.page if key.startswith("COMMANDS/")]
        self.assertGreater(len(self.commands()), 5)
        self.assertEqual(sorted(in_page), sorted(self.commands()))

    def test_every_option_of_every_command_is_in_both(self):
        for command in self.commands():
            own = options_in_help(before(help_of(*command.split(), "--help"), "Options for every command"))
            self.assertEqual(items_in_page(self.page.get(f"COMMANDS/{command}", [])), own, command)

    def test_the_options_of_every_command_are_in_both(self):
        text = help_of("help", "all").split("Options for every command", 1)[1]
        self.assertEqual(items_in_page(self.page["OPTIONS"]), options_in_help(before(text, "Topics")))

    def test_the_exit_codes_are_those_of_help(self):
        told = set(re.findall(r"^\s*(\d+)\s", help_of("help", "exit-codes"), re.MULTILINE))
        written = set(re.findall(r"^\.It (\d+)$", "\n".join(self.page["EXIT STATUS"]), re.MULTILINE))
        self.assertGreater(len(told), 5)
        self.assertEqual(written, told)

    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_mandoc_finds_nothing_to_say(self):
        for page in sorted((ROOT / "man").glob("*.[1-8]")):
            done = subprocess.run(["mandoc", "-Tlint", "-W", "warning", page], capture_output=True, text=True, check=False)
            self.assertEqual((done.stdout + done.stderr, done.returncode), ("", 0))


if __name__ == "__main__":
    ATTUNE = sys.argv.pop(sys.argv.index("--attune") + 1)
    sys.argv.remove("--attune")
    unittest.main()
