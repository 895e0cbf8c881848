#!/usr/bin/env python3
"""Two machines share a store through a bare git repository, with the commands of docs/devices.md as they stand there:
both write, both see the union, edits of one entry on both sides are kept and settled, a forgotten entry goes.
Skipped (77) without git.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTUNE = ""


def documented():
    """The blocks of the page that are marked as run, by name."""
    text = (ROOT / "docs" / "devices.md").read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- run: (\w+) -->\n```sh\n(.*?)```", text, re.S))


class Machine:
    """A home of its own, with the machine id it has: the private state is all that tells two homes apart."""

    def __init__(self, root, name):
        self.home = root / name
        self.home.mkdir(mode=0o700)
        self.store = self.home / ".local" / "share" / "attune"
        bin_ = self.home / "bin"
        bin_.mkdir()
        (bin_ / "attune").symlink_to(ATTUNE)
        self.env = {"PATH": f"{bin_}:/usr/bin:/bin", "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": "UTC",
                    "TERM": "dumb", "ATTUNE_KEY_FILE": str(root / "key"), "REMOTE": str(root / "remote.git"),
                    "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": f"{name}@example.org",
                    "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": f"{name}@example.org"}

    def shell(self, script):
        done = subprocess.run(["/bin/sh", "-e", "-c", script], env=self.env, cwd=self.home, capture_output=True,
                              text=True, timeout=120, check=False)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    def run(self, *words):
        return subprocess.run([ATTUNE, *words], env=self.env, cwd=self.home, capture_output=True, text=True,
                              timeout=120, check=False, stdin=subprocess.DEVNULL)

    def must(self, *words):
        done = self.run(*words)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def log(self, text):
        return re.match(r"logged ([0-9a-f]+)", self.must("log", text)).group(1)

    def texts(self):
        return sorted(row["text"] for row in json.loads(self.must("list", "--json"))["entries"])

    def devices(self):
        return json.loads(self.must("store", "devices", "--json"))["devices"]


class Git(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="attune-git-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.blocks = documented()
        self.desk, self.phone = Machine(self.root, "desk"), Machine(self.root, "phone")
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(self.root / "remote.git")],
                       check=True)
        self.desk.must("init", "--key-file", str(self.root / "key"), "--no-passphrase", "--no-recovery")
        self.desk.log("from the desk")
        self.desk.shell(self.blocks["first"])
        self.phone.shell(self.blocks["second"])

    def sync(self, *machines):
        for machine in machines:
            machine.shell(self.blocks["sync"])

    def meet(self):
        """Both have everything."""
        self.sync(self.desk, self.phone, self.desk)

    def both(self):
        self.assertEqual(self.desk.texts(), self.phone.texts())
        return self.desk.texts()

    def test_both_write_and_both_see_the_union(self):
        self.assertEqual(self.phone.texts(), ["from the desk"])
        self.phone.log("from the phone")
        self.desk.log("again from the desk")
        self.meet()
        self.assertEqual(self.both(), ["again from the desk", "from the desk", "from the phone"])
        for machine in (self.desk, self.phone):
            machine.must("store", "fold")
        self.meet()
        self.assertEqual(len(self.both()), 3)
        for round_ in range(4):
            self.desk.log(f"desk {round_}")
            self.phone.log(f"phone {round_}")
            self.desk.must("store", "fold")
            if round_ % 2:
                self.phone.must("store", "fold")
            self.meet()
        self.assertEqual(len(self.both()), 11)
        devices = self.desk.devices()
        self.assertEqual(len(devices), 2)
        self.assertEqual([d["not_arrived"] for d in devices], [0, 0])
        self.assertFalse(any(d["gone"] or d["rolled_back"] or d["unreadable"] for d in devices))
        self.assertEqual(self.desk.run("store", "check").returncode, 0)
        self.assertEqual(self.phone.run("store", "check").returncode, 0)
        modes = {path.stat().st_mode & 0o077 for path in self.phone.store.glob("*.sealed")}
        self.assertEqual(modes, {0})

    def test_edits_on_both_sides_are_kept_listed_and_settled(self):
        entry = self.desk.log("as written")
        self.meet()
        self.desk.must("edit", entry, "changed", "at", "the", "desk")
        self.phone.must("edit", entry, "changed", "on", "the", "phone")
        self.meet()
        self.assertEqual(self.both(), ["changed on the phone", "from the desk"])
        for machine in (self.desk, self.phone):
            conflicts = json.loads(machine.must("list", "--conflicts", "--json"))["entries"]
            self.assertEqual([row["text"] for row in conflicts], ["changed on the phone"])
            self.assertIn("changed at the desk", machine.must("show", entry))
        other = next(step["revision"] for step in
                     json.loads(self.desk.must("show", entry, "--history", "--json"))["versions"]
                     if step["conflict"])
        self.desk.must("edit", entry, "--choose", other[:8])
        self.meet()
        self.assertEqual(self.both(), ["changed at the desk", "from the desk"])
        for machine in (self.desk, self.phone):
            self.assertEqual(json.loads(machine.must("list", "--conflicts", "--json"))["entries"], [])

    def test_an_entry_deleted_here_and_changed_there_stays(self):
        entry = self.desk.log("as written")
        self.meet()
        self.desk.must("delete", entry)
        self.phone.must("edit", entry, "changed", "on", "the", "phone")
        self.meet()
        self.assertEqual(self.both(), ["changed on the phone", "from the desk"])
        self.assertIn("removed", self.phone.must("show", entry))
        self.phone.must("delete", entry)
        self.meet()
        self.assertEqual(self.both(), ["from the desk"])

    def test_a_forgotten_entry_goes_from_both(self):
        entry = self.desk.log("to be forgotten")
        self.meet()
        self.phone.must("store", "fold")
        self.meet()
        self.desk.must("store", "forget", entry, "--yes")
        self.assertEqual(max(d["to_be_forgotten"] or 0 for d in self.desk.devices()), 1)
        self.meet()
        self.assertEqual(self.both(), ["from the desk"])
        self.meet()
        self.assertEqual([d["to_be_forgotten"] for d in self.desk.devices()], [0, 0])
        self.phone.must("edit", "last", "still", "here")
        self.meet()
        self.assertEqual(self.both(), ["still here"])

    def test_a_machine_that_is_gone_is_retired(self):
        self.phone.log("from the phone")
        self.phone.must("store", "fold")
        self.meet()
        phone = next(d["id"] for d in self.phone.devices() if d["this_machine"])
        desk = next(d["id"] for d in self.desk.devices() if d["this_machine"])
        self.assertEqual(self.desk.run("store", "devices", "retire", desk, "--yes").returncode, 1)
        self.desk.must("store", "devices", "retire", phone[:8], "--yes")
        self.assertEqual([d["id"] for d in self.desk.devices()], [desk])
        self.assertEqual(self.desk.texts(), ["from the desk", "from the phone"])
        self.assertEqual(list(self.desk.store.glob(f"{phone}.*")), [])


if __name__ == "__main__":
    if shutil.which("git") is None:
        print("skipped: git is missing")
        sys.exit(77)
    ATTUNE = os.path.abspath(sys.argv.pop(sys.argv.index("--attune") + 1))
    sys.argv.remove("--attune")
    unittest.main()
