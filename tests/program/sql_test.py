#!/usr/bin/env python3
"""SQL from outside: statements that would do more than read end with exit code 2 and leave every byte of the store as it
was; a long query ends quietly with Ctrl-C; JSON and CSV say what the rows are; the examples of attune-sql(7) run.
"""
import csv
import hashlib
import io
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

from sandbox import Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTUNE = ""
HOSTILE = [line for line in (ROOT / "tests/query/hostile_sql.txt").read_text(encoding="utf-8").splitlines() if line]


def files_of(sandbox):
    """Path, mode and digest of everything below the home."""
    return {str(path.relative_to(sandbox.root)): (path.stat().st_mode, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in sorted(sandbox.root.rglob("*")) if path.is_file()}


class SqlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = Sandbox(ATTUNE)
        cls.box.env["ATTUNE_NOW"] = "2026-03-01T21:45:00+00:00"
        cls.box.must("people", "add", "Sam", "--role", "partner")
        cls.box.must("log", "He \"cancelled\", again\nSECRET", "--with", "Sam", "--trigger", "plans-changed", "--feel",
                     "hurt=7", "--coping", "breath=7-4", "--reacted")
        cls.box.must("log", "--trigger", "late-reply", "--at", "2026-02-26 08:10", "quiet", "--responded")
        cls.box.must("note", "experiment", "She will laugh", "--probability", "70")
        cls.box.must("store", "fold")

    @classmethod
    def tearDownClass(cls):
        cls.box.__exit__()

    def sql(self, *words, **more):
        return self.box.run("sql", *words, **more)

    def test_a_hostile_statement_ends_with_2_and_changes_no_byte(self):
        self.assertGreaterEqual(len(HOSTILE), 100)
        before = files_of(self.box)
        for statement in HOSTILE:
            done = self.sql("--", statement) if statement.startswith("-") else self.sql(statement)
            self.assertEqual((done.returncode, done.stdout), (2, ""), f"{statement}\n{done.stderr}")
            self.assertIn("attune: error: ", done.stderr)
            self.assertNotIn("SECRET", done.stderr)
            self.assertNotIn("bug", done.stderr)
        self.assertEqual(files_of(self.box), before)

    def test_ctrl_c_ends_a_long_query_at_once_and_quietly(self):
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        process = self.box.start("sql", endless)
        time.sleep(1)
        self.assertIsNone(process.poll())
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
        self.assertIn(process.returncode, (-signal.SIGINT, 130))
        self.assertEqual((out, err), (b"", b""))

    def test_rows_come_as_they_are_found(self):
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        for form in ("--porcelain", "--jsonl", "--csv", "--json"):
            process = self.box.start("sql", form, endless)
            self.assertTrue(process.stdout.read(4))
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b"")
            self.assertIn(process.wait(timeout=20), (-signal.SIGPIPE, 141))
            process.stderr.close()

    def test_json_keeps_the_types(self):
        query = ("SELECT 1 AS i, 7.0 AS r, 0.1 AS d, NULL AS none, '' AS empty, x'00ff' AS b, 'a\"\n' AS t, 1 AS i, "
                 "9e999 AS most")
        done = json.loads(self.sql("--json", query).stdout)
        self.assertEqual(done["columns"], ["i", "r", "d", "none", "empty", "b", "t", "i_2", "most"])
        self.assertEqual(done["rows"], [{"i": 1, "r": 7, "d": 0.1, "none": None, "empty": "", "b": "00ff", "t": 'a"\n',
                                         "i_2": 1, "most": float("inf")}])
        self.assertEqual(json.loads(self.sql("--json", "SELECT 1 AS a WHERE 0").stdout),
                         {"schema": 1, "columns": ["a"], "rows": []})
        lines = self.sql("--jsonl", "SELECT day FROM diary ORDER BY day").stdout.splitlines()
        self.assertEqual(json.loads(lines[0]), {"day": "2026-02-26"})
        self.assertEqual(len(lines), 3)

    def test_csv_tells_nothing_from_an_empty_text(self):
        process = self.box.start("sql", "--csv", "SELECT 'a,b' AS \"x,y\", NULL AS n, '' AS e, 'q\"' AS q")
        text = process.communicate()[0]
        self.assertEqual(text, b'"x,y",n,e,q\r\n"a,b",,"","q"""\r\n')
        text = self.sql("--csv", "SELECT text FROM trigger_entry ORDER BY day").stdout
        self.assertEqual(list(csv.reader(io.StringIO(text, newline="")))[1:], [["quiet"], ['He "cancelled", again\nSECRET']])

    def test_a_query_comes_from_standard_input(self):
        for words in ([], ["-"]):
            done = self.sql("--porcelain", *words, input=b"SELECT count(*)\nFROM trigger_entry;\n")
            self.assertEqual((done.returncode, done.stdout), (0, "2\n"), done.stderr)

    def test_a_query_from_a_pipe_is_asked_again_past_damage(self):
        with Sandbox(ATTUNE) as box:
            lines = subprocess.run([sys.executable, "-B", ROOT / "tests/support/make_journal.py", "--entries", "600"],
                                   capture_output=True, check=True).stdout
            box.must("import", "jsonl", "-", input=lines)
            box.must("store", "fold")
            box.must("log", "one more")
            box.must("store", "fold")
            newest = max(box.store.glob("*.sealed"), key=lambda path: int(path.name.split(".")[1]))
            query = b"SELECT count(*), sum(length(text)) FROM diary"
            sound = box.run("sql", "--porcelain", input=query)
            with newest.open("r+b") as file:
                # Behind what opening reads, in front of the last row.
                file.seek(newest.stat().st_size // 2)
                file.write(b"\xff" * 40000)
            done = box.run("sql", "--porcelain", input=query)
            self.assertIn("reading the older generation", done.stderr)
            self.assertEqual((done.returncode, done.stdout.split("\t")[0]), (0, "601"), done.stderr)
            self.assertEqual(done.stdout, sound.stdout)

    def test_the_examples_of_the_page_run(self):
        page = (ROOT / "man/attune-sql.7").read_text(encoding="utf-8").split(".Sh EXAMPLES", 1)[1].split("\n.Sh ", 1)[0]
        examples = [line.removeprefix(".Dl ").replace("\\(dq", '"') for line in page.splitlines() if line.startswith(".Dl ")]
        self.assertGreaterEqual(len(examples), 8)
        environment = {**self.box.env, "PATH": f"{pathlib.Path(ATTUNE).parent}:/usr/bin:/bin"}
        for example in examples:
            done = subprocess.run(["bash", "-c", example], cwd=self.box.root, env=environment, capture_output=True,
                                  stdin=subprocess.DEVNULL, text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 0, f"{example}\n{done.stderr}")

    def test_the_schema_is_the_same_in_all_forms(self):
        views = json.loads(self.sql("--schema", "--json").stdout)["views"]
        flat = [(view["name"], column["name"], column["type"], column["meaning"])
                for view in views for column in view["columns"]]
        lines = [tuple(line.split("\t")) for line in self.sql("--schema", "--porcelain").stdout.splitlines()]
        self.assertEqual(flat, lines)
        text = re.sub(r"\s+", " ", self.sql("--schema").stdout)
        for view, column, kind, meaning in flat:
            self.assertIn(f" {column} {kind} {meaning}", text, view)
        for view in views:
            done = json.loads(self.sql("--json", f"SELECT * FROM {view['name']}").stdout)
            self.assertEqual(done["columns"], [column["name"] for column in view["columns"]])
        self.assertEqual(self.sql("--schema", "feelin").returncode, 2)


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
