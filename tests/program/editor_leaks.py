#!/usr/bin/env python3
"""Changes an entry in a real editor that is configured to keep swap, backup, undo and history files, and then looks
for the typed words in every byte that was written. Skipped (77) where none of the editors is installed.

Each editor is ended in two ways: by saving, and by kill -9 after saving. Afterwards the words are in the journal or in a
draft of it, and nowhere else.
"""
import os
import shutil
import signal
import sys
import time

from canaries import Canaries, everything_written, hits
from sandbox import Sandbox, fault, options
from terminal_session import TerminalSession

VIMRC = """set undofile undodir=~ backup writebackup backupdir=~ directory=~ swapfile viminfo='100,f1,<50,:50,n~/.viminfo
set updatecount=1 updatetime=50
"""
NANORC = "set backup\nset backupdir \"~\"\nset historylog\nset positionlog\nset locking\n"
# What is typed to put a word at the end of the text and save, and then to leave.
KEYS = {"vim": ("Go{word}\x1b:w\r", ":q\r"), "nano": ("\x1b/{word}\x0f\r", "\x18")}


def wait(condition, what):
    end = time.monotonic() + 15
    while not condition():
        if time.monotonic() > end:
            fault(f"waited in vain for {what}")
        time.sleep(0.05)


def texts():
    """The texts that an editor of this user works on now."""
    found = []
    for folder in os.listdir("/dev/shm"):
        path = f"/dev/shm/{folder}/entry.attune"
        if folder.startswith("attune-edit-") and os.path.exists(path):
            found.append(path)
    return set(found)


def holds(path, word):
    try:
        with open(path, "rb") as file:
            return word.encode() in file.read()
    except OSError:
        return False


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def edit(sandbox, editor, word, kill):
    before = texts()
    env = sandbox.env | {"EDITOR": editor, "TERM": "xterm"}
    session = TerminalSession(f"exec {sandbox.attune} edit last", sandbox.root, env)
    new = set()

    def opened():
        session.pump(0.1)
        new.update(texts() - before)
        return new and children(session.process.pid)
    wait(opened, f"{editor} to open the text")
    path = new.pop()
    for _ in range(10):
        session.pump(0.1)
    save, leave = KEYS[editor]
    session.type("key", save.format(word=word))

    def saved():
        session.pump(0.05)
        return holds(path, word)
    wait(saved, f"{editor} to save")
    beside = sorted(os.listdir(os.path.dirname(path)))
    if beside != ["about", "entry.attune", "lock"]:
        fault(f"{editor} wrote beside the text: {beside}")
    if kill:
        os.kill(children(session.process.pid)[0], signal.SIGKILL)
    else:
        session.type("key", leave)
    code = session.finish(20)
    if code != (1 if kill else 0):
        fault(f"attune edit with {editor} ended with {code}: {session.raw[-500:]!r}")
    if os.path.exists(os.path.dirname(path)):
        fault(f"the folder of the text is still there after {editor}")


def main():
    given = options(__doc__)
    editors = [name for name in KEYS if shutil.which(name, path="/usr/bin:/bin")]
    if not editors:
        print("skipped: neither vim nor nano is installed")
        sys.exit(77)
    start = time.time() - 1
    files = 0
    with Sandbox(given.attune) as sandbox:
        home = sandbox.root / "home"
        (home / ".vimrc").write_text(VIMRC)
        (home / ".nanorc").write_text(NANORC)
        canaries = Canaries(given.rng)
        sandbox.must("log", f"before {canaries.word()}", f"@{canaries.word()}", "hurt=7", "--thought", canaries.word())
        for editor in editors:
            for kill in (False, True):
                edit(sandbox, editor, canaries.word(), kill)
        stored = sandbox.must("export", "jsonl")
        missing = [word for word in canaries.words if word not in stored]
        if missing:
            fault(f"{len(missing)} of {len(canaries.words)} words reached neither the journal nor a draft")
        for path, content in everything_written(sandbox.root, start):
            files += 1
            if hits(canaries.words, content):
                fault(f"typed words stand in {path}")
    print(f"{', '.join(editors)}: {len(canaries.words)} words, {files} files, 0 hits")


if __name__ == "__main__":
    main()
