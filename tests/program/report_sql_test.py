#!/usr/bin/env python3
"""What --explain prints as SQL gives the numbers of the report: the member `queries` one by one, and the lines of the text
report typed into a shell as they stand.
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

from sandbox import Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTUNE = ""
NOW = "2026-03-01T21:45:00+01:00"


def tally(rows, key, value="entries"):
    return {row[key]: row[value] for row in rows}


class ReportSqlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = Sandbox(ATTUNE)
        cls.box.env |= {"ATTUNE_NOW": NOW, "TZ": "Europe/Berlin"}
        lines = subprocess.run([sys.executable, "-B", ROOT / "tests/support/make_journal.py", "--seed", "3", "--weeks", "14",
                                "--entries", "500", "--end", "2026-03-01"], capture_output=True, check=True).stdout
        cls.box.must("import", "jsonl", "-", input=lines)
        cls.box.must("people", "add", "O'Neill", "--role", "friend")
        for words in (["log", "two spellings", "--with", "O'Neill", "--trigger", "no-reply", "--feel", "wounded=4",
                       "--coping", "breath=7-4", "--reacted", "--at", "2026-02-24 10:00"],
                      ["note", "experiment", "They will laugh", "--probability", "70", "--at", "2026-02-24 09:00"],
                      ["note", "experiment", "They will leave", "--probability", "20", "--at", "2026-02-25 09:00"],
                      ["note", "need", "quiet", "--voiced", "said", "--met", "partly", "--with", "O'Neill"],
                      ["note", "checkin", "slow", "--named", "6", "--calm", "3"],
                      ["note", "win", "asked for a pause"]):
            cls.box.must(*words)
        # A programme of four weeks that is over, with practice before, in and after it.
        cls.box.env["ATTUNE_NOW"] = "2026-01-12T09:00:00+01:00"
        cls.box.must("program", "start", "--length", "4w", "--quiz", "attachment")
        cls.box.env["ATTUNE_NOW"] = NOW
        for day, minutes in (("2026-01-11", "7"), ("2026-01-12", "10"), ("2026-02-08", "12"), ("2026-02-09", "9")):
            cls.box.must("practice", "breath-focus", "--minutes", minutes, "--at", f"{day} 07:00")
        hurt = cls.box.must("note", "experiment", "It will hurt", "--probability", "50", "--at", "2026-02-23 09:00", "--porcelain")
        cls.box.must("note", "experiment", "--of", hurt.split()[0], "--happened", "yes")

    @classmethod
    def tearDownClass(cls):
        cls.box.__exit__()

    def report(self, *words):
        return json.loads(self.box.must("report", *words, "--json", "--explain"))

    def answers(self, report):
        """{(section, what is asked): rows}"""
        found = {}
        for query in report["queries"]:
            rows = json.loads(self.box.must("sql", "--json", query["sql"]))["rows"]
            found[query["section"], query["asks"]] = rows
        return found

    def check_usual(self, report):
        found = self.answers(report)
        entries = found["coverage", "trigger entries, and the days that have one"][0]
        self.assertEqual(entries, {"entries": report["coverage"]["trigger_entries"],
                                   "days": report["coverage"]["days_with_entries"]})
        others = tally(found["coverage", "records of other kinds"], "kind", "records")
        self.assertEqual(others.get("entry", 0), report["coverage"]["diary_entries"])
        self.assertEqual(others.get("checkin", 0), report["coverage"]["checkins"])
        self.assertEqual(tally(found["counts", "entries by trigger; one can name several"], "slug"),
                         {row["slug"]: row["entries"] for row in report["triggers"]})
        peak = found["counts", "intensity"][0]
        self.assertEqual(peak, {key: report["peak_intensity"][key] for key in ("n", "median", "low", "high")})
        now = tally(found["response", "entries by response; NULL where none is recorded"], "response")
        response = report["response"]
        self.assertEqual([now.get(word, 0) for word in ("reacted", "responded", "mixed", "unsure", None)],
                         [response["reacted"]["hits"], response["responded"]["hits"], response["mixed"],
                          response["unsure"], response["not_recorded"]])
        before = tally(found["response", "the same before"], "response")
        self.assertEqual((before.get("reacted", 0), sum(before.get(word, 0) for word in ("reacted", "responded", "mixed"))),
                         (response["before"]["reacted"]["hits"], response["before"]["reacted"]["n"]))
        return found

    def test_the_queries_of_a_week_give_its_numbers(self):
        report = self.report("week")
        found = self.check_usual(report)
        copings = {row["name"]: row for row in
                   found["coping", "what was tried, with medians of the moments rated at both ends"]}
        self.assertEqual({slug: (row["times"], row["pairs"], row["before"], row["after"]) for slug, row in copings.items()},
                         {row["slug"]: (row["times"], row["pairs"], row["before_median"], row["after_median"])
                          for row in report["coping"]})
        closed = found["predictions", "predictions closed"][0]
        self.assertEqual((closed["closed"], closed["came_true"], closed["yes_or_no"]), (1, 1, 1))
        self.assertEqual(closed["expected"], report["predictions"]["expected_mean"])
        self.assertEqual(found["predictions", "predictions still open"][0]["open"], report["predictions"]["open"])
        self.assertEqual(found["with_people", "needs by how they were voiced and met"],
                         [{"voiced": "said", "met": "partly", "needs": 1}])
        self.assertEqual(len(found["win", "what went well; one of them is drawn"]), 1)

    def test_the_queries_of_a_month_give_its_numbers(self):
        report = self.report("month", "2026-02")
        found = self.check_usual(report)
        weeks = {row["week"]: row for row in found["glance", "entries, intensity and responses by week"]}
        for row in report["weeks"]:
            if row["trigger_entries"]:
                asked = weeks[row["first"]]
                self.assertEqual(asked["entries"], row["trigger_entries"])
                self.assertEqual(asked["median"], row["peak_median"])
                self.assertEqual((asked["reacted"], asked["rated"]), (row["reacted"]["hits"], row["reacted"]["n"]))
        feelings = tally(found["feelings", "feelings, with the strength they had"], "name")
        self.assertEqual(feelings, {row["slug"]: row["share"]["hits"] for row in report["feelings"]})
        self.assertIn("hurt", feelings)

    def test_the_queries_of_a_programme_ask_for_its_days_alone(self):
        """A session before the first day and one after the last are in no week of it."""
        report = self.report("program")
        found = self.answers(report)
        minutes = {row["week"]: row["minutes"] for row in found["dose", "minutes of practice by week"]}
        self.assertEqual(minutes, {row["first"]: row["minutes"] for row in report["practice"] if row["minutes"] is not None})
        self.assertEqual(sorted(minutes.values()), [10, 12])
        phases = {row["phase"]: row for row in found["coverage", "entries and responses by phase"]}
        for phase in report["phases"]:
            if phase["entries"]:
                row = phases[phase["name"]]
                self.assertEqual([row[name] for name in ("entries", "days", "reacted", "rated", "peak")],
                                 [phase["entries"], phase["days_with_entries"], phase["reacted"]["hits"],
                                  phase["reacted"]["n"], phase["peak_median"]])
        self.assertEqual(len(phases), 3)

    def test_the_queries_of_a_profile_have_its_period(self):
        for words, days in ((["profile", "--last", "30d"], ("2026-01-31", "2026-03-01")), (["profile"], None)):
            report = self.report(*words)
            if days:
                self.assertEqual((report["period"]["first"], report["period"]["last"]), days)
            found = self.answers(report)
            self.assertEqual(found["coverage", "trigger entries, and the days that have one"][0]["entries"],
                             report["coverage"]["trigger_entries"])
            people = tally(found["people", "entries and responses by person"], "person")
            self.assertEqual({row["person"]: row["entries"] for row in report["people"]},
                             {name: people[name] for name in (row["person"] for row in report["people"])})

    def test_about_one_person(self):
        report = self.report("week", "--about", "O'Neill")
        found = self.answers(report)
        self.assertEqual(found["coverage", "trigger entries, and the days that have one"], [{"entries": 1, "days": 1}])
        self.assertEqual(report["coverage"]["trigger_entries"], 1)
        self.assertIn("person = 'O''Neill'", report["queries"][0]["sql"])

    def test_reports_on_all_there_is(self):
        for name in ("calibration", "profile"):
            report = self.report(name)
            self.answers(report)
        self.assertIn("open", {query["section"] for query in self.report("calibration")["queries"]})

    def test_the_text_report_can_be_typed_as_it_stands(self):
        text = self.box.must("report", "week", "--explain", "--about", "O'Neill")
        self.assertEqual([line for line in text.splitlines() if len(line) > 80], [])
        commands = re.findall(r'^ *(attune sql "[^"]*")$', text, re.MULTILINE)
        self.assertGreaterEqual(len(commands), 6, text)
        environment = {**self.box.env, "PATH": f"{pathlib.Path(ATTUNE).parent}:/usr/bin:/bin"}
        for command in commands:
            done = subprocess.run(["bash", "-c", command], env=environment, cwd=self.box.root, capture_output=True, text=True,
                                  stdin=subprocess.DEVNULL, timeout=60, check=False)
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stderr}")

    def test_only_explain_has_them_and_nobody_else_gets_them(self):
        self.assertNotIn("queries", json.loads(self.box.must("report", "week", "--json")))
        shared = json.loads(self.box.must("report", "week", "--json", "--explain", "--share", "--about", "O'Neill"))
        self.assertNotIn("queries", shared)


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
