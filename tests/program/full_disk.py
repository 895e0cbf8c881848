#!/usr/bin/env python3
"""Fills the disk under a store and shows that every step either works or says why, and that nothing is lost.

With root the store lies on a small file system of its own that is filled to within 0 … 64 KiB (now and then a MiB), in one round the store
alone (an entry may then wait sealed in the state folder), in the next everything attune may write to; without root, a
limit on the size of files stands in for it. After each step the store still opens, and everything acknowledged is there.
"""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

from sandbox import Sandbox, fault, options, rounds

MOUNT_BYTES = 4 << 20


def own_mounts_work():
    return os.geteuid() == 0 and subprocess.run(
        ["unshare", "--mount", "sh", "-c", "mount -t tmpfs none /mnt"], stderr=subprocess.DEVNULL,
        check=False).returncode == 0


class FilledDisk:
    """A small tmpfs on a folder; `leave(n)` fills it until n bytes are free."""

    def __init__(self, folder):
        self.filler = folder / "filler"
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MOUNT_BYTES},mode=0700", "none", str(folder)], check=True)

    def leave(self, free):
        self.filler.unlink(missing_ok=True)
        stat = os.statvfs(self.filler.parent)
        size = max(0, stat.f_bavail * stat.f_frsize - free)
        with open(self.filler, "wb") as file:
            file.write(b"\0" * size)
        return {}

    def clear(self):
        self.filler.unlink(missing_ok=True)


class FileLimit:
    """Stands in where nothing can be mounted: no file may grow beyond its present size plus some bytes."""

    def __init__(self, folder):
        self.folder = folder

    def leave(self, free):
        largest = max((path.stat().st_size for path in self.folder.rglob("*.inbox")), default=0)

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest + free, largest + free))

        return {"preexec_fn": limit}

    def clear(self):
        pass


def one_round(given, sandbox, disk, counts):
    acknowledged = {}
    for step in range(given.steps):
        text = f"step {step} " + "x" * given.rng.choice([1, 400, 2000, 9000])
        full = disk.leave(given.rng.choice([0, 0, 512, 4096, 4096 * given.rng.randrange(1, 17), 1 << 20]))
        done = sandbox.run("log", "--porcelain", text, **full)
        if done.returncode not in (0, 74) or (done.returncode and "attune: " not in done.stderr):
            fault(f"log on a full disk ended with {done.returncode}: {done.stderr}")
        # An id that was printed is a promise, also when the entry could only wait elsewhere (exit code 74).
        if done.stdout.endswith("\n"):
            acknowledged[text] = done.stdout.strip()
        counts["logged" if not done.returncode else "set aside" if done.stdout else "refused"] += 1
        if step % 4 == 1:
            done = sandbox.run("store", "fold", **full)
            if done.returncode not in (0, 74) or (done.returncode and "attune: error: " not in done.stderr):
                fault(f"fold on a full disk ended with {done.returncode}: {done.stderr}")
            counts["folds refused" if done.returncode else "folds"] += 1
        if step % 4 == 2:
            done = sandbox.run("list", "--json", **full)
            if done.returncode != 0:
                fault(f"list on a full disk ended with {done.returncode}: {done.stderr}")
            counts["reads"] += 1
        if step % 20 == 19:
            disk.clear()
            sandbox.expect_intact(acknowledged)
    disk.clear()
    sandbox.expect_intact(acknowledged)
    sandbox.must("log", "there is room again")
    sandbox.must("store", "fold")


def main():
    mounts = own_mounts_work()
    if mounts and "ATTUNE_OWN_MOUNTS" not in os.environ:
        # Mounts made from here on vanish with this process.
        os.environ["ATTUNE_OWN_MOUNTS"] = "1"
        os.execvp("unshare", ["unshare", "--mount", sys.executable, "-B", *sys.argv])
    given = options(__doc__, steps=60)
    counts = dict.fromkeys(["logged", "set aside", "refused", "folds", "folds refused", "reads"], 0)
    for _ in rounds(given):
        for whole in (False, True) if mounts else (False,):
            root = pathlib.Path(tempfile.mkdtemp(prefix="attune-full-"))
            data = root / "data"
            data.mkdir()
            disk = FilledDisk(root if whole else data) if mounts else FileLimit(data)
            with Sandbox(given.attune, root) as sandbox:
                one_round(given, sandbox, disk, counts)
            if mounts:
                subprocess.run(["umount", str(root if whole else data)], check=False)
            shutil.rmtree(root, ignore_errors=True)
    if not counts["logged"] or not counts["folds refused"] or not counts["set aside"] + counts["refused"]:
        fault(f"the disk was never full or never free: {counts}")
    where = "on a full file system" if mounts else "under a limit on file sizes"
    print(f"{where}: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ", 0 lost")


if __name__ == "__main__":
    main()
