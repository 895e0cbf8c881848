#!/usr/bin/env python3
"""bash, zsh and fish on a pseudo-terminal: Tab completes commands, options, values and names, names only while the store
opens without asking; lines with a person's own words are in no file of the shell afterwards, other lines are.

`attune` is a shim there: it hands the hidden completion call to the program and writes down what else it was called with.
"""
import argparse
import os
import pathlib
import shutil
import sys
import time
import unittest

import sandbox
from terminal_session import TerminalSession

ATTUNE = None
WAIT = 20

SHIM = """#!/bin/sh
if [ "$1" = __complete ]; then exec "{attune}" "$@"; fi
for word in "$@"; do printf '<%s>' "$word"; done >>"{log}"
echo >>"{log}"
"""

RC = {
    "bash": """PS1='READY> '; PS2='MORE> '
HISTFILE="$HOME/.bash_history"; HISTSIZE=1000; HISTFILESIZE=1000; HISTCONTROL=
bind 'set enable-bracketed-paste off'; bind 'set bell-style none'; bind 'set completion-query-items 0'
{before}
eval "$("{attune}" completion bash)"
{after}
""",
    "zsh": """PROMPT='READY> '; PROMPT2='MORE> '; RPROMPT=
HISTFILE="$HOME/.zsh_history"; HISTSIZE=1000; SAVEHIST=1000
unsetopt prompt_sp prompt_cr beep; unset zle_bracketed_paste
autoload -Uz compinit; compinit -u -d "$HOME/.zcompdump"
{before}
eval "$("{attune}" completion zsh)"
{after}
""",
    "fish": """function fish_prompt; echo -n 'READY> '; end
function fish_greeting; end
set -g fish_autosuggestion_enabled 0
{before}
"{attune}" completion fish | source
{after}
""",
}
START = {"bash": "exec bash --noprofile --rcfile {rc} -i", "zsh": "ZDOTDIR={folder} exec zsh -d -i",
         "fish": "exec fish -i"}


class Shell:
    """One interactive shell with a store of its own beside it."""

    def __init__(self, name, box, unlocked=False, before="", after=""):
        self.name = name
        self.home = box.root / "home"
        self.log = box.root / "calls"
        self.log.touch()
        (box.root / "bin").mkdir(exist_ok=True)
        shim = box.root / "bin/attune"
        shim.write_text(SHIM.format(attune=ATTUNE, log=self.log))
        shim.chmod(0o755)
        rc = self.home / {"bash": ".bashrc", "zsh": ".zshrc", "fish": "../config/fish/config.fish"}[name]
        rc.parent.mkdir(exist_ok=True)
        rc.write_text(RC[name].format(attune=ATTUNE, before=before, after=after))
        env = {key: value for key, value in box.env.items() if key != "ATTUNE_KEY_FILE"}
        if unlocked:
            env["ATTUNE_KEY_FILE"] = box.env["ATTUNE_KEY_FILE"]
        env["PATH"] = f"{box.root}/bin:/usr/bin:/bin"
        env["TERM"] = "xterm"
        self.session = TerminalSession(START[name].format(rc=rc, folder=self.home), self.home, env, columns=200)
        self.prompt()

    def prompt(self):
        """Waits until the shell asks for a line."""
        if not self.session.wait_for(lambda lines: any("READY> " in line + " " for line in lines), WAIT):
            raise AssertionError(f"{self.name} does not come back:\n{self.session.raw.decode('utf-8', 'replace')}")
        self.session.pump(0.15)

    def keys(self, text):
        os.write(self.session.master, text.encode())

    def line(self, text):
        """Types a line; `\\t` in it is Tab, and what Tab does is waited for."""
        for number, piece in enumerate(text.split("\t")):
            if number:
                self.keys("\t")
                end = time.monotonic() + 0.6
                while time.monotonic() < end:
                    self.session.pump(0.1)
            self.keys(piece)
            self.session.pump(0.05)
        self.session.raw = b""
        self.keys("\r")
        self.prompt()

    def last_call(self):
        return self.log.read_text().splitlines()[-1] if self.log.read_text() else ""

    def leave(self):
        self.keys("exit\r")
        self.session.finish(WAIT)

    def kept(self):
        """Everything in the files of the home folder but the ones that were put there."""
        out = ""
        for folder in (self.home, self.home.parent / "data/fish"):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.name not in (".bashrc", ".zshrc", ".zcompdump"):
                    out += path.read_text(encoding="utf-8", errors="replace")
        return out


class ShellCase:
    name = ""

    def setUp(self):
        if shutil.which(self.name) is None:
            self.skipTest(f"{self.name} is not installed")
        self.box = sandbox.Sandbox(ATTUNE)
        self.box.must("log", "x", "@sammy", "%silence", "hurt=3")

    def tearDown(self):
        if hasattr(self, "box"):
            self.box.__exit__()

    def test_tab_completes_what_the_parser_knows(self):
        shell = Shell(self.name, self.box)
        for typed, called in (("attune supp\t", "<support>"),
                              ("attune list --rev\t", "<list><--reverse>"),
                              ("attune list --color alw\t", "<list><--color><always>"),
                              ("attune list --color=alw\t", "<list><--color=always>"),
                              ("attune --ascii quiz tak\t maa\t", "<--ascii><quiz><take><maas>"),
                              ("attune config set week_start sun\t", "<config><set><week_start><sunday>"),
                              ("attune help accessi\t", "<help><accessibility>"),
                              ("attune note bound\t", "<note><boundary>"),
                              ("attune list --on yester\t", "<list><--on><yesterday>")):
            shell.line(typed)
            self.assertEqual(shell.last_call(), called, typed)
        (shell.home / "answers-of-march.csv").touch()
        shell.line("attune quiz take maas --answers answers-of\t")
        self.assertEqual(shell.last_call(), "<quiz><take><maas><--answers><answers-of-march.csv>")
        shell.leave()

    def test_names_are_offered_only_while_the_store_opens_without_asking(self):
        for unlocked, person, sign, trigger in ((True, "sammy", "@sammy", "%silence"), (False, "samm", "@samm", "%silen")):
            before = sorted(str(path) for path in self.box.root.rglob("*"))
            shell = Shell(self.name, self.box, unlocked=unlocked)
            shell.line("attune list --with samm\t")
            self.assertEqual(shell.last_call(), f"<list><--with><{person}>")
            shell.line("attune log x @samm\t %silen\t")
            self.assertEqual(shell.last_call(), f"<log><x><{sign}><{trigger}>")
            shell.leave()
            data = [name for name in sorted(str(path) for path in self.box.root.rglob("*"))
                    if name not in before and ("/data/attune" in name or "/state/" in name)]
            self.assertEqual(data, [], "completion made files")

    def test_own_words_are_in_no_file_of_the_shell(self):
        shell = Shell(self.name, self.box)
        for line in self.private_lines():
            shell.line(line)
        for line in ("echo ordinary-one", "attune list", "attune help quoting", "attune quiz list", "echo ordinary-two"):
            shell.line(line)
        shell.leave()
        kept = shell.kept()
        for line in ("ordinary-one", "ordinary-two", "attune list", "attune help quoting", "attune quiz list"):
            self.assertIn(line, kept)
        self.assertNotIn("zebra", kept)

    def private_lines(self):
        lines = ["attune log zebra01", "attune log 'zebra02 and more' @sam", "attune note win zebra03", "attune follow last zebra04",
                 "attune edit last --thought zebra05", "attune search zebra06", "attune quiz take maas --answers 1,2,zebra07",
                 "attune quiz take maas --answers=zebra08", "/usr/bin/env attune log zebra09", "command attune log zebra10",
                 str(self.box.root) + "/bin/attune log zebra11", "attune --color never log zebra12", "attune --ascii -q note zebra13",
                 "echo zebra14 | attune log -", "true; attune   log zebra15", "attune people add zebra16"]
        return lines + self.own_lines()

    def own_lines(self):
        return ["ATTUNE_ASCII=1 attune log zebra20", "attune log \"zebra21\rzebra22\"", "cat <<END | attune log -\rzebra23\rEND"]


class BashTest(ShellCase, unittest.TestCase):
    name = "bash"

    def own_lines(self):
        return super().own_lines() + ["attune \\\rlog zebra30", "for x in 1; do\rattune log zebra31\rdone"]

    def test_a_later_list_of_ignored_lines_does_not_undo_it(self):
        shell = Shell("bash", self.box, before="PROMPT_COMMAND='history -a'", after="HISTIGNORE=ls")
        shell.line("attune log zebra40")
        shell.line("echo ordinary-three")
        shell.leave()
        self.assertNotIn("zebra", shell.kept())
        self.assertIn("ordinary-three", shell.kept())

    def test_a_list_of_prompt_commands_stays_one(self):
        shell = Shell("bash", self.box, before="PROMPT_COMMAND=('true' 'history -a')", after="HISTIGNORE=ls")
        shell.line("attune log zebra41")
        shell.line("echo ${#PROMPT_COMMAND[@]} > count")
        shell.leave()
        self.assertNotIn("zebra", shell.kept())
        self.assertIn("3\n", shell.kept())


class ZshTest(ShellCase, unittest.TestCase):
    name = "zsh"

    def own_lines(self):
        return super().own_lines() + ["noglob attune log zebra30", "attune \\\rlog zebra31"]

    def test_signs_of_the_shell_stay_as_they_are_typed(self):
        shell = Shell("zsh", self.box)
        shell.line("attune log why? [maybe] *")
        self.assertEqual(shell.last_call(), "<log><why?><[maybe]><*>")
        shell.leave()


class FishTest(ShellCase, unittest.TestCase):
    name = "fish"

    def own_lines(self):
        return [" attune log zebra20", "env ATTUNE_ASCII=1 attune log zebra21"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--attune", required=True)
    given, rest = parser.parse_known_args()
    ATTUNE = str(pathlib.Path(given.attune).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
