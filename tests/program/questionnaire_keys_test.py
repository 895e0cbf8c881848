#!/usr/bin/env python3
"""The reader of questionnaires, man/attune-questionnaire.5 and docs/questionnaire.schema.json know the same keys, the
example of the page is in order, and the schema takes every file of the program and refuses broken ones.

What the reader knows is asked of the program: a key that cannot be known is put into every table of the example, and
the hint that comes with the mistake lists the keys that table has.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "man/attune-questionnaire.5").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "docs/questionnaire.schema.json").read_text(encoding="utf-8"))
ATTUNE = "attune"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
TABLES = ["[[item]]", "[[order]]", "[[scale]]", "[[composite]]", "[[classification]]", "[[norm]]", "[[reliability]]",
          "[[band]]", "[[check]]"]


def check(text):
    """(exit code, problems) of `attune quiz check`."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "days.toml"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run([ATTUNE, "quiz", "check", "--json", path], capture_output=True, text=True,
                              env=ENVIRONMENT, check=False)
    return done.returncode, json.loads(done.stdout)["files"][0]["problems"]


def example():
    text = PAGE.split(".Sh EXAMPLES", 1)[1].split(".Bd -literal\n", 1)[1].split("\n.Ed", 1)[0]
    return "\n".join(re.sub(r"^\\&", "", line).replace("\\e", "\\") for line in text.split("\n")) + "\n"


def keys_of_reader():
    text = example()
    ids = set(re.findall(r'^\[\[item\]\]\nid = "(\w+)"', text, re.MULTILINE))
    sets = set(re.findall(r"^\[response\.(\w+)\]", text, re.MULTILINE))
    found = {}
    for table in ["The file", "[response]", "[response.mood]", *TABLES, "[wording.de]"]:
        unknown = "qqqqqqqqqqqqqqqqqqqq = 1\n"
        broken = unknown + text if table == "The file" else text.replace(table + "\n", f"{table}\n{unknown}", 1)
        hints = [problem["hint"] for problem in check(broken)[1] if "qqqqqqqq" in problem["message"]]
        keys = set(hints[0].removeprefix("keys here: ").split(", "))
        found[table] = keys - ids if table == "[wording.de]" else keys - sets if table == "[response]" else keys
    found["[wording.LANGUAGE]"] = found.pop("[wording.de]")
    return found


def keys_of_page():
    found = {}
    for part in PAGE.split(".Sh EXAMPLES", 1)[0].split("\n.Ss ")[1:]:
        heading, text = part.split("\n", 1)
        keys = re.findall(r"^\.It Ic (\w+)", text, re.MULTILINE)
        if keys:
            found[heading] = set(keys)
    return found


def keys_of_schema():
    found = {"The file": set(SCHEMA["properties"])}
    found["[response]"] = set(SCHEMA["properties"]["response"]["properties"])
    for table in TABLES:
        found[table] = set(SCHEMA["definitions"][table.strip("[]")]["properties"])
    found["[wording.LANGUAGE]"] = set(SCHEMA["definitions"]["wording"]["properties"])
    return found


def mistakes():
    text = (ROOT / "tests/quiz/mistakes.txt").read_text(encoding="utf-8")
    return re.findall(r"^== (.*?)\n(.*?)^--$", text, re.DOTALL | re.MULTILINE)


class QuestionnaireKeysTest(unittest.TestCase):
    maxDiff = None

    def test_the_page_names_every_key_the_reader_knows_and_no_other(self):
        reader = keys_of_reader()
        self.assertEqual(reader.pop("[response.mood]"), reader["[response]"])
        page = keys_of_page()
        self.assertEqual(page.pop("A wording file"), {"questionnaire", "language"})
        self.assertEqual(page, reader)
        self.assertGreater(sum(len(keys) for keys in reader.values()), 100)

    def test_the_schema_names_every_key_the_reader_knows_and_no_other(self):
        reader = keys_of_reader()
        reader.pop("[response.mood]")
        self.assertEqual(keys_of_schema(), reader)
        self.assertEqual(set(SCHEMA["definitions"]["response"]["properties"]), reader["[response]"])

    def test_every_key_of_the_schema_says_what_it_is(self):
        for name, table in {"": SCHEMA, **SCHEMA["definitions"]}.items():
            for key, value in table["properties"].items():
                self.assertGreater(len(value.get("description", "")), 3, f"{name}.{key}")

    def test_the_example_of_the_page_is_in_order_and_uses_nearly_every_key(self):
        code, problems = check(example())
        self.assertEqual((code, problems), (0, []))
        data = tomllib.loads(example())
        used = {"The file": set(data)}
        for table in TABLES:
            used[table] = set().union(*(one.keys() for one in data[table.strip("[]")]))
        unused = {f"{table} {key}" for table, keys in used.items() for key in keys_of_page()[table] - keys}
        self.assertLess(len(unused), 20, unused)

    def test_the_starter_is_in_order(self):
        text = subprocess.run([ATTUNE, "quiz", "new", "evenings"], capture_output=True, text=True, env=ENVIRONMENT,
                              check=True).stdout
        self.assertEqual(check(text), (0, []))
        if jsonschema:
            jsonschema.Draft7Validator(SCHEMA).validate(tomllib.loads(text))

    @unittest.skipUnless(jsonschema, "python3-jsonschema is not installed")
    def test_the_schema_takes_every_file_of_the_program_and_the_example(self):
        jsonschema.Draft7Validator.check_schema(SCHEMA)
        validator = jsonschema.Draft7Validator(SCHEMA)
        files = sorted((ROOT / "questionnaires").glob("*.toml"))
        self.assertGreater(len(files), 2)
        for file in files:
            with self.subTest(file=file.name):
                errors = [f"{list(error.absolute_path)}: {error.message}"
                          for error in validator.iter_errors(tomllib.loads(file.read_text(encoding="utf-8")))]
                self.assertEqual(errors, [])
        validator.validate(tomllib.loads(example()))

    @unittest.skipUnless(jsonschema, "python3-jsonschema is not installed")
    def test_the_schema_refuses_broken_files(self):
        validator = jsonschema.Draft7Validator(SCHEMA)
        refused = []
        for name, text in mistakes():
            try:
                data = tomllib.loads(text)
            except tomllib.TOMLDecodeError:
                continue
            if not validator.is_valid(data):
                refused.append(name)
        # The other half needs arithmetic or looks names up, which is what `quiz check` is for.
        self.assertGreaterEqual(len(refused), 75, refused)
        for name in ["a key nobody knows", "a missing id", "a score nobody knows", "an item id with a minus",
                     "a rule without a caution", "a reliability in percent", "a published band without a source",
                     "an address in place of a doi", "cut without cuts", "a difference from nothing"]:
            self.assertIn(name, refused)


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
