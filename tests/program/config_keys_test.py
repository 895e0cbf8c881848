#!/usr/bin/env python3
"""man/attune-config.5 and the table of settings know the same keys, values and defaults, the example of the page is in
order and sets every key, and what the page says about who decides is what happens.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "man/attune-config.5").read_text(encoding="utf-8")
ATTUNE = ""


def example():
    return PAGE.split(".Sh EXAMPLES", 1)[1].split(".Bd -literal\n", 1)[1].split("\n.Ed", 1)[0] + "\n"


def keys_of_page():
    """{key: (values, default)} of the items of KEYS."""
    keys = PAGE.split("\n.Sh KEYS\n", 1)[1].split("\n.Sh ", 1)[0].replace("\\(dq", '"')
    found = {}
    for key, values, default in re.findall(r"^\.It Ic (\S+) Pq (.*); default (.*)$", keys, re.MULTILINE):
        found[key] = (values, default)
    return found


class ConfigKeysTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = pathlib.Path(self.folder.name) / "attune/config.toml"

    def attune(self, *words, **variables):
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
                       "XDG_CONFIG_HOME": self.folder.name} | variables
        return subprocess.run([ATTUNE, *words], capture_output=True, text=True, env=environment, check=False)

    def settings(self, *words, **variables):
        done = self.attune("config", "list", "--json", *words, **variables)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def write(self, text):
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text(text, encoding="utf-8")

    def test_the_page_names_every_key_with_its_default_and_no_other(self):
        known = {one["key"]: one["default"] for one in self.settings()["settings"]}
        self.assertGreater(len(known), 5)
        page = {key: default for key, (_, default) in keys_of_page().items()}
        self.assertEqual(page.pop("support.contacts"), "none")
        self.assertEqual(page, known)
        self.assertEqual(list(page), list(known), "in the order of 'config list'")

    def test_the_page_names_the_values_that_the_program_wants(self):
        for key, (values, _) in keys_of_page().items():
            if key in ("support.contacts", "pager", "passphrase_command"):
                continue  # a list, and a command that can be anything
            with self.subTest(key=key):
                done = self.attune("config", "set", key, "qqqq")
                self.assertEqual(done.returncode, 2)
                self.assertIn(f"it is {values}\n", done.stderr)
        self.assertFalse(self.file.exists())

    def test_the_example_sets_every_key_to_something_else(self):
        self.write(example())
        done = self.settings()
        for one in done["settings"]:
            self.assertEqual(one["origin"], "config", one)
            self.assertNotEqual(one["value"], one["default"], one)
        self.assertEqual(done["contacts"], 2)
        self.assertEqual(self.attune("config", "list").stderr, "")
        support = self.attune("support")
        self.assertIn("ring twice", support.stdout)

    def test_a_flag_stands_before_a_variable_before_the_file_before_the_default(self):
        def color(*words, **variables):
            return next((one["value"], one["origin"]) for one in self.settings(*words, **variables)["settings"]
                        if one["key"] == "color")
        self.assertEqual(color(), ("auto", "default"))
        self.write('color = "always"\n')
        self.assertEqual(color(), ("always", "config"))
        self.assertEqual(color(NO_COLOR="1"), ("never", "environment"))
        self.assertEqual(color(NO_COLOR=""), ("always", "config"))
        self.assertEqual(color(NO_COLOR="1", ATTUNE_COLOR="auto"), ("auto", "environment"))
        self.assertEqual(color("--color", "never", ATTUNE_COLOR="auto"), ("never", "flag"))

    def test_every_key_has_a_variable(self):
        self.write(example())
        for one in self.settings()["settings"]:
            with self.subTest(key=one["key"]):
                held = self.settings(**{"ATTUNE_" + one["key"].upper(): one["default"]})["settings"]
                self.assertIn((one["key"], one["default"], "environment"),
                              [(now["key"], now["value"], now["origin"]) for now in held])

    def test_the_pager_of_other_programs_stands_behind_the_file(self):
        def pager(**variables):
            return next(one["value"] for one in self.settings(**variables)["settings"] if one["key"] == "pager")
        self.assertEqual(pager(PAGER="more"), "more")
        self.write('pager = "less -R"\n')
        self.assertEqual(pager(PAGER="more"), "less -R")
        self.assertEqual(pager(PAGER="more", ATTUNE_PAGER=""), "")

    def test_mistakes_have_the_exit_codes_of_the_page(self):
        self.write('colour = "never"\nweek_start = "sunday"\n')
        done = self.attune("config", "get", "week_start")
        self.assertEqual((done.returncode, done.stdout), (0, "sunday\n"))
        self.assertIn("nearest one is 'color'", done.stderr)
        for text in ("ascii = 1\n", 'week_start = "mon"\n', "week_start = \n"):
            self.write(text)
            done = self.attune("list")
            self.assertEqual(done.returncode, 65, text)
            self.assertRegex(done.stderr, r"error: .*config\.toml:1:\d+: ")
            done = self.attune("config", "get", "week_start")
            self.assertEqual((done.returncode, done.stdout), (0, "monday\n"))
            self.assertRegex(done.stderr, r"warning: .*config\.toml:1:\d+: ")
        self.write("")
        self.assertEqual(self.attune("list", ATTUNE_WEEK_START="mon").returncode, 2)

    def test_a_link_is_not_written_through(self):
        self.write("")
        target = self.file.with_name("elsewhere.toml")
        self.file.rename(target)
        self.file.symlink_to(target)
        self.assertNotEqual(self.attune("config", "set", "week_start", "sunday").returncode, 0)
        self.assertEqual(target.read_text(encoding="utf-8"), "")

    def test_the_other_page_and_the_build_know_this_page(self):
        self.assertIn(".Xr attune-config 5", (ROOT / "man/attune.1").read_text(encoding="utf-8"))
        self.assertIn("man/attune-config.5", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
