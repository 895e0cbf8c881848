"""A program on a pseudo-terminal: what it shows, what is typed, what it shows then."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")


def screen_lines(raw):
    """Raw terminal output as lines without carriage returns; control sequences are made visible."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    text = CONTROL.sub(lambda hit: "^[" + hit.group(0)[1:], text).replace("\x1b", "^[")
    return [line.rstrip() for line in text.split("\n")]


class TerminalSession:
    """Runs one bash command with a controlling terminal of its own."""

    def __init__(self, text, cwd, env, columns=80, rows=24):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

        def take_terminal():
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            ["bash", "-c", text], cwd=cwd, env=env, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True, preexec_fn=take_terminal)
        os.close(slave)
        self.raw = b""
        self.ended = False

    def pump(self, seconds):
        """Reads what comes within `seconds`; False when nothing did."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            piece = os.read(self.master, 65536)
        except OSError:
            piece = b""
        if not piece:
            self.ended = True
            return False
        self.raw += piece
        return True

    def wait_for(self, fits, seconds, idle=None):
        """Reads until `fits(lines)`, the end, or the time is over; with `idle` also until nothing came for that long."""
        end = time.monotonic() + seconds
        while True:
            if fits(screen_lines(self.raw)):
                return True
            if self.ended or time.monotonic() > end:
                return False
            if not self.pump(min(idle or 0.05, 0.5)) and idle:
                return False

    def type(self, how, text):
        """Types a line (`type`, `secret`) or a key such as ^C (`key`), and forgets what was shown before."""
        self.raw = b""
        if how == "key":
            keys = bytes([ord(text[1]) & 0x1F]) if text.startswith("^") else text.encode()
        else:
            keys = text.encode() + b"\n"
        os.write(self.master, keys)

    def finish(self, seconds):
        """Reads to the end and gives the exit code, as a shell counts it; None when it had to be killed."""
        end = time.monotonic() + seconds
        while not self.ended and time.monotonic() < end:
            self.pump(0.1)
        try:
            code = self.process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.stop()
            return None
        finally:
            os.close(self.master)
        return code if code >= 0 else 128 - code

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def after_echo(lines, how, text):
    """The screen after typing without what the typing itself left there; None when a secret was echoed."""
    if how == "secret":
        if any(text and text in line for line in lines):
            return None
        return lines[1:] if lines and lines[0] == "" else lines
    shown = f"{text}" if how == "type" else text
    if lines and lines[0].startswith(shown):
        rest = lines[0][len(shown):]
        return ([rest] if rest else []) + lines[1:]
    return lines
