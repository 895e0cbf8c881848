#!/usr/bin/env python3
"""Refuses the system calls of the real program, each in turn, once and from then on, with the errors the kernel may give:
EIO, ENOSPC, EROFS, EACCES, EINTR, EMFILE, ENOLCK, ENOMEM. After each the store opens as it is, shows everything that was
acknowledged, and takes another entry; words that were typed are there, or kept as a draft, unless nothing at all could be
written. Needs strace; skipped where processes may not be traced. The cases come in the order of the seed, for --minutes,
or every N-th of all with --stride N.
"""
import collections
import json
import re
import shutil
import subprocess
import sys
import time

from sandbox import Sandbox, fault, options

ERRORS = {
    "openat": ("EIO", "EACCES", "EMFILE", "ENOSPC", "EROFS", "EINTR"), "read": ("EIO", "EINTR"), "pread64": ("EIO", "EINTR"),
    "write": ("EIO", "ENOSPC", "EINTR"), "pwrite64": ("EIO", "ENOSPC", "EINTR"), "ftruncate": ("EIO", "ENOSPC", "EROFS"),
    "fsync": ("EIO", "ENOSPC"), "fdatasync": ("EIO", "ENOSPC"), "rename": ("EIO", "ENOSPC", "EROFS"),
    "unlink": ("EIO", "EROFS"), "flock": ("EIO", "EINTR", "ENOLCK"), "mkdir": ("EIO", "ENOSPC", "EROFS"), "close": ("EIO",),
    "newfstatat": ("EIO", "EACCES"), "getdents64": ("EIO",), "lseek": ("EIO",), "fallocate": ("ENOSPC", "EIO"),
    "mlock": ("ENOMEM", "EPERM"), "madvise": ("EINVAL",), "getrandom": ("EINTR",), "chmod": ("EPERM",), "fchmod": ("EPERM",),
}
BEGIN = "prctl(PR_SET_DUMPABLE"  # what the loader did before is not ours
WORDS = "typed only once"
CALLED = re.compile(r"^\d+ +(?:<\.\.\. )?(\w+)\(")


def case_commands(box):
    (box.root / "more.jsonl").write_text('{"id":"%032x","kind":"entry","at":"2026-02-01T10:00:00Z","text":"from a file"}\n' % 77,
                                         encoding="utf-8")
    return {"log": ["log", "--porcelain", WORDS], "note": ["note", "win", "--porcelain", WORDS], "list": ["list", "--json"],
            "fold": ["store", "fold"], "undo": ["undo"], "key add": ["key", "add", "--new-key-file", "third"],
            "import": ["import", "jsonl", "more.jsonl"], "backup": ["store", "backup", "copy.sealed"],
            "rotate": ["key", "rotate", "--no-input", "--yes"], "check": ["store", "check"],
            "export": ["export", "jsonl", "-o", "out.jsonl"]}


class Box(Sandbox):
    """A store with entries in its image and in its inbox, to which every case comes back."""

    def __init__(self, attune):
        super().__init__(attune)
        self.acknowledged = {}
        for text in ("in the image", "also in the image", "in the inbox"):
            self.acknowledged[text] = self.must("log", "--porcelain", text).strip()
            if text.startswith("also"):
                self.must("store", "fold")
        self.commands = case_commands(self)
        for folder in ("data", "state"):
            shutil.copytree(self.root / folder, self.root / "kept" / folder)

    def back(self):
        for folder in ("data", "state"):
            shutil.rmtree(self.root / folder)
            shutil.copytree(self.root / "kept" / folder, self.root / folder)
        for name in ("third", "copy.sealed", "out.jsonl"):
            (self.root / name).unlink(missing_ok=True)

    def traced(self, command, *how):
        return subprocess.run(["strace", "-f", "-o", str(self.root / "trace"), *how, self.attune, *command], env=self.env,
                              cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)

    def calls(self, command):
        """How many calls of each kind lie before attune's own beginning, and how many there are in all."""
        self.traced(command)
        before, all_calls = collections.Counter(), collections.Counter()
        begun = False
        for line in (self.root / "trace").read_text(encoding="utf-8", errors="replace").splitlines():
            begun = begun or BEGIN in line
            found = CALLED.match(line)
            if found and "resumed" not in line:
                all_calls[found[1]] += 1
                before[found[1]] += not begun
        return {call: (before[call], all_calls[call]) for call in ERRORS if all_calls[call] > before[call]}

    def kept(self, text):
        """Whether these words are anywhere a person can get at them."""
        for kind in ([], ["--kind", "draft"], ["--kind", "win"]):
            listed = json.loads(self.must("list", "--json", "--limit", "100000", *kind))
            if any(text in str(row.get("text")) for row in listed["entries"]):
                return True
        return False


def one_case(box, name, call, step, error, sticky):
    where = f"{name}, {call} {step}{'+' if sticky else ''} with {error}"
    box.back()
    done = box.traced(box.commands[name], "-e", f"trace={call}",
                      "-e", f"inject={call}:error={error}:when={step}{'+' if sticky else ''}")
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    if done.returncode not in (0, 1, 3, 4, 65, 74):
        fault(f"{where}: ended with {done.returncode}: {err}")
    if done.returncode and not err + out and not (call == "write" and sticky):
        fault(f"{where}: ended with {done.returncode} and says nothing")
    if WORDS in err:
        fault(f"{where}: the words are in the message")
    # A rotation that went through, or nearly, may have left the old key file behind; which secrets open is lock_out's.
    if name == "rotate" and box.run("list").returncode == 3:
        fault(f"{where}: the key that is kept does not open the store")
    box.must("log", "logged afterwards")
    check = box.run("store", "check")
    if check.returncode != 0:
        fault(f"{where}: store check ended with {check.returncode}\n{check.stdout}{check.stderr}")
    rows = dict((text, record) for record, text in box.records())
    gone = {text for text in box.acknowledged if text not in rows} - ({"in the inbox"} if name == "undo" else set())
    if gone or "logged afterwards" not in rows:
        fault(f"{where}: lost: {gone or 'logged afterwards'}")
    if name in ("log", "note"):
        promised = done.returncode == 0 or out.endswith("\n")
        if promised or not sticky:
            if not box.kept(WORDS):
                fault(f"{where}: ended with {done.returncode}, and the words are gone: {err}")
    return done.returncode


def main():
    given = options(__doc__, stride=1)
    if shutil.which("strace") is None or subprocess.run(
            ["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        print("skipped: nothing can be traced here")
        sys.exit(77)
    ends, faults = collections.Counter(), 0
    with Box(given.attune) as box:
        cases = []
        for name, command in box.commands.items():
            box.back()
            for call, (before, count) in box.calls(command).items():
                cases += [(name, call, step, error, sticky) for step in range(before + 1, count + 1)
                          for error in ERRORS[call] for sticky in (False, True)
                          if not (sticky and error == "EINTR")]  # an interruption that never ends is none
        given.rng.shuffle(cases)  # however short the time, every command has its share
        for case in cases if given.minutes else cases[::given.stride]:
            if given.minutes and time.monotonic() > given.deadline:
                break
            try:
                ends[one_case(box, *case)] += 1
            except SystemExit:  # told already; the other cases are worth knowing
                faults += 1
    if faults:
        fault(f"{faults} of {sum(ends.values()) + faults} cases")
    if not ends[0] or not ends[74]:
        fault(f"nothing was refused, or nothing went on: {dict(ends)}")
    print(f"{sum(ends.values())} calls refused in {len(box.commands)} commands ("
          + ", ".join(f"{count} ended with {code}" for code, count in sorted(ends.items())) + "), 0 lost")


if __name__ == "__main__":
    main()
