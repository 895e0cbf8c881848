#!/usr/bin/env python3
"""Runs transcripts (see transcript.py for their form) against the real program.

    run_transcripts.py --attune build/dev/src/attune tests/program/log.transcript …

Each transcript gets a fresh folder with its own HOME and XDG folders, and a pinned clock, zone, locale and width.
Prints a diff for each command that printed something else. Exit code 0 all fit, 1 some did not, 77 skipped.
ATTUNE_UPDATE=1 rewrites the transcripts with what was printed: review the change like code.
"""
import argparse
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from terminal_session import TerminalSession, after_echo, screen_lines
from transcript import Expected, TranscriptError, aligned, match_lines, parse

PINNED = {
    "ATTUNE_NOW": "2026-03-01T21:45:00+01:00",
    "TZ": "Europe/Berlin",
    "LC_ALL": "C.UTF-8",
    "TERM": "dumb",
    "COLUMNS": "80",
}
KEPT = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LLVM_PROFILE_FILE", "ATTUNE_SOURCE_DIR")
FOLDERS = {"HOME": "home", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state",
           "XDG_CACHE_HOME": "cache", "XDG_RUNTIME_DIR": "run", "TMPDIR": "tmp"}
COMMAND_SECONDS = float(os.environ.get("ATTUNE_COMMAND_SECONDS", "60"))


def given(need):
    if need == "root":
        return os.geteuid() == 0
    if need == "ordinary-user":
        return os.geteuid() != 0
    if need == "keyring":
        return keyring_works()
    if need == "mounts":
        return os.geteuid() == 0 and subprocess.run(
            ["unshare", "--mount", "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    return shutil.which(need) is not None


def keyring_works():
    try:
        with open("/proc/keys", encoding="utf-8") as keys:
            keys.read()
    except OSError:
        return False
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    payload = b"x"
    add_key, keyctl, process_keyring = 248, 250, -2  # system call numbers of x86-64
    if os.uname().machine != "x86_64":
        return False
    serial = libc.syscall(add_key, b"user", b"attune-test-probe", payload, len(payload), process_keyring)
    return serial > 0 and libc.syscall(keyctl, 3, serial) >= 0


class Run:
    """One transcript on its way."""

    def __init__(self, path, attune, update):
        self.path, self.update = path, update
        self.steps = parse(path.read_text(encoding="utf-8"), path.name)
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="attune-transcript-"))
        self.work = self.tmp / "work"
        self.work.mkdir()
        self.env = {"PATH": f"{attune.parent}:/usr/local/bin:/usr/bin:/bin", **PINNED,
                    "ATTUNE_SOURCE_DIR": str(pathlib.Path(__file__).resolve().parents[2])}
        self.env |= {name: os.environ[name] for name in KEPT if name in os.environ}
        for name, folder in FOLDERS.items():
            (self.tmp / folder).mkdir(mode=0o700)
            self.env[name] = str(self.tmp / folder)
        self.names, self.stdin, self.findings = {}, b"", []

    def close(self):
        subprocess.run(["chmod", "-R", "u+rwX", str(self.tmp)], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(self.tmp, ignore_errors=True)

    def missing_need(self):
        return next((step.name for step in self.steps
                     if step.kind == "requires" and not given(step.name)), None)

    def run(self):
        for step in self.steps:
            if step.kind == "env":
                name, _, value = step.name.partition("=")
                if name.startswith("-"):
                    self.env.pop(name[1:], None)
                else:
                    self.env[name] = value
            elif step.kind == "file":
                content = "".join(line + "\n" for line in trimmed(step.content)).encode()
                if step.name == "stdin":
                    self.stdin = content
                else:
                    target = self.work / step.name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
            elif step.kind == "command":
                before = step.written()
                fits = self.run_tty(step) if step.tty else self.run_pipes(step)
                if not fits:
                    self.report(step, before, step.written())
                self.stdin = b""

    def run_pipes(self, step):
        try:
            done = subprocess.run(["bash", "-c", step.text], cwd=self.work, env=self.env | self.names,
                                  input=self.stdin, capture_output=True, timeout=COMMAND_SECONDS,
                                  start_new_session=True, check=False)
        except subprocess.TimeoutExpired:
            step.out = [Expected(f"still running after {COMMAND_SECONDS:.0f} seconds")]
            return False
        code = done.returncode if done.returncode >= 0 else 128 - done.returncode
        out, err = self.lines(done.stdout), self.lines(done.stderr)
        names = dict(self.names)
        fits = (code == step.code and match_lines(step.out, out, names)
                and match_lines(step.err, err, names))
        if fits:
            self.names = names
        else:
            step.out, step.err, step.code = (
                aligned(step.out, out, self.names), aligned(step.err, err, self.names), code)
        return fits

    def run_tty(self, step):
        session = TerminalSession(step.text, self.work, self.env | self.names)
        fits, segments, typed = True, [], None
        for expected, typing in step.segments:
            seen = []

            def matches(lines, expected=expected, typed=typed):
                shown = after_echo(lines, *typed) if typed else lines
                seen[:] = [self.own(line) for line in trimmed(shown)] if shown is not None else ["[secret shown]"]
                return match_lines(expected, seen, dict(self.names))

            if typing:
                idle = 1.0 if self.update else None
                reached = session.wait_for(matches, min(COMMAND_SECONDS, 15), idle)
            else:
                code = session.finish(COMMAND_SECONDS)
                reached = matches(screen_lines(session.raw))
            if reached:
                match_lines(expected, seen, self.names)
                segments.append([expected, typing])
            else:
                fits = False
                segments.append([aligned(expected, seen, self.names), typing])
            if typing:
                if not reached and (not self.update or session.ended):
                    session.stop()
                    step.segments = segments
                    return False
                session.type(*typing)
                typed = typing
        fits = fits and code == step.code
        step.segments, step.code = segments, code if code is not None else 124
        return fits

    def own(self, line):
        return line.replace(str(self.tmp), "[tmp]")

    def lines(self, raw):
        text = self.own(raw.decode("utf-8", "backslashreplace")).replace("\r", "^M")
        if text and not text.endswith("\n"):
            text += "[no newline]\n"
        return trimmed(text.split("\n"))

    def report(self, step, before, after):
        diff = list(difflib.unified_diff(before, after, "expected", "printed", lineterm="", n=100))[2:]
        self.findings.append(f"{self.path.name}:{step.number}: {step.text}\n" +
                             "\n".join("    " + line for line in diff if not line.startswith("@@")))

    def rewritten(self):
        lines = []
        for step in self.steps:
            lines += step.written() if step.kind == "command" else step.lines
            if step.kind == "command":
                lines.append("")
        return "\n".join(lines).rstrip("\n") + "\n"


def trimmed(lines):
    lines = list(lines)
    while lines and lines[-1] == "":
        lines.pop()
    return lines


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--attune", type=pathlib.Path, required=True)
    options.add_argument("--keep", action="store_true", help="keep the folder of each run and say where it is")
    options.add_argument("transcripts", type=pathlib.Path, nargs="+")
    given_options = options.parse_args()
    update = bool(os.environ.get("ATTUNE_UPDATE"))
    status, skipped = 0, 0
    for path in given_options.transcripts:
        try:
            run = Run(path, given_options.attune.resolve(), update)
        except (TranscriptError, OSError) as error:
            print(error)
            status = 1
            continue
        need = run.missing_need()
        if need:
            print(f"skipped: {path.name} needs {need}")
            skipped += 1
            run.close()
            continue
        try:
            run.run()
        finally:
            if given_options.keep:
                print(f"kept: {run.tmp}")
            else:
                run.close()
        if run.findings:
            print("\n".join(run.findings))
            status = 1
            if update:
                path.write_text(run.rewritten(), encoding="utf-8")
                print(f"rewritten: {path}")
        else:
            print(f"{path.name}: {sum(step.kind == 'command' for step in run.steps)} commands as expected")
    return status or (77 if skipped == len(given_options.transcripts) else 0)


if __name__ == "__main__":
    sys.exit(main())
