"""What the stress drivers share: a throw-away home with a store in it, and the program to run there."""
import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

FOLDERS = {"HOME": "home", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state",
           "XDG_CACHE_HOME": "cache", "XDG_RUNTIME_DIR": "run", "TMPDIR": "tmp"}
KEPT = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LLVM_PROFILE_FILE")


class Sandbox:
    """A fresh folder with HOME and XDG folders and a store that opens by key file; removed at the end."""

    def __init__(self, attune, root=None, init=True):
        self.attune = str(pathlib.Path(attune).resolve())
        self.owned = root is None
        self.root = pathlib.Path(root or tempfile.mkdtemp(prefix="attune-stress-"))
        self.env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb"}
        self.env |= {name: os.environ[name] for name in KEPT if name in os.environ}
        for name, folder in FOLDERS.items():
            (self.root / folder).mkdir(mode=0o700, exist_ok=True)
            self.env[name] = str(self.root / folder)
        self.env["ATTUNE_KEY_FILE"] = str(self.root / "key")
        self.store = self.root / "data" / "attune"
        if init:
            self.must("init", "--key-file", str(self.root / "key"), "--no-passphrase", "--no-recovery")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.owned:
            shutil.rmtree(self.root, ignore_errors=True)
        for folder in pathlib.Path("/dev/shm").glob("attune-*"):
            # Where entries waited while the disk was full: only ever removed when nothing is left in it.
            try:
                folder.rmdir()
            except OSError:
                pass

    def start(self, *arguments, **more):
        more = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
                "env": self.env, "cwd": self.root, "start_new_session": True} | more
        return subprocess.Popen([self.attune, *arguments], **more)

    def run(self, *arguments, **more):
        text = more.pop("input", None)
        if text is not None:
            more["stdin"] = subprocess.PIPE
        timeout = more.pop("timeout", 120)
        process = self.start(*arguments, **more)
        out, err = process.communicate(text, timeout=timeout)
        return subprocess.CompletedProcess(arguments, process.returncode, (out or b"").decode("utf-8", "replace"),
                                           (err or b"").decode("utf-8", "replace"))

    def must(self, *arguments, **more):
        done = self.run(*arguments, **more)
        if done.returncode != 0:
            fault(f"attune {' '.join(arguments)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def records(self):
        """Every live record, as `list` has it: (id, text)."""
        listed = json.loads(self.must("list", "--json", "--limit", "100000000"))
        return [(row["id"], row["text"]) for row in listed["entries"]]

    def expect_intact(self, acknowledged):
        """`acknowledged` maps text to the id that was printed: each is there once, under that id, and the store is in
        order. Texts that were never acknowledged may be there or not, but not twice."""
        check = self.run("store", "check")
        if check.returncode != 0:
            fault(f"store check ended with {check.returncode}\n{check.stdout}{check.stderr}")
        ids = {}
        for record, text in self.records():
            if text in ids:
                fault(f"stored twice: {text}")
            ids[text] = record
        lost = [text for text in acknowledged if text not in ids]
        if lost:
            fault(f"{len(lost)} of {len(acknowledged)} acknowledged entries are lost, first: {lost[0]}")
        for text, printed in acknowledged.items():
            if not ids[text].startswith(printed):
                fault(f"'{text}' was acknowledged as {printed} and is stored as {ids[text]}")
        return len(ids)


def kill_after(process, seconds):
    """Lets the process run for that long, kills it for good, and gives (was it killed, what it had printed)."""
    time.sleep(seconds)
    process.kill()
    out, _ = process.communicate()
    return process.returncode == -9, out.decode("utf-8", "replace")


def fault(text):
    """A broken promise: says so and ends the driver."""
    print(f"FAULT: {text}", flush=True)
    sys.exit(1)


def options(description, **numbers):
    """Command line of a driver: --attune, --seed, --minutes (0: stop after the counts), and the counts given."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--attune", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="go on in rounds for that long")
    for name, default in numbers.items():
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=default)
    given = parser.parse_args()
    given.rng = random.Random(given.seed)
    given.deadline = time.monotonic() + 60 * given.minutes
    return given


def rounds(given):
    """Round numbers: one, or as many as fit into --minutes."""
    number = 0
    while number == 0 or time.monotonic() < given.deadline:
        yield number
        number += 1
