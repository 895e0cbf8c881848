#!/usr/bin/env python3
"""The transcript runner proved on a stand-in program: it accepts what fits and notices what does not."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
STAND_IN = r"""#!/bin/bash
case $1 in
    hello) echo "hello $2"; echo "note" >&2 ;;
    id) echo "logged 4f2a9c  Sun"; echo "undo 4f2a9c" ;;
    show) [[ $2 == 4f2a9c ]] && echo found ;;
    count) printf 'a\nb\nc\nd\n' ;;
    cat) cat ;;
    bare) printf 'no line break' ;;
    code) exit "$2" ;;
    killed) kill -TERM $$ ;;
    slow) sleep 30 ;;
    clock) echo "$ATTUNE_NOW $TZ $COLUMNS $LC_ALL" ;;
    where) echo "$HOME" ;;
    tty) test -t 0 && test -t 1 && test -t 2 && echo terminal || echo pipes ;;
    dev-tty) if { : </dev/tty; } 2>/dev/null; then echo yes; else echo no; fi ;;
    ask) printf 'name: '; read -r name; echo "hello $name" ;;
    secret) stty -echo; printf 'word: '; read -r word; stty echo; echo; echo "${#word} letters" ;;
    leak) printf 'word: '; read -r word; echo "${#word} letters" ;;
    wait) trap 'echo caught; exit 130' INT; printf 'waiting: '; sleep 20 & wait ;;
    colour) printf '\033[1mbold\033[0m\n' ;;
esac
"""


class RunnerTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        program = self.root / "attune"
        program.write_text(STAND_IN)
        program.chmod(0o755)

    def run_text(self, text, **more):
        path = self.root / "case.transcript"
        path.write_text(text)
        done = subprocess.run([sys.executable, HERE / "run_transcripts.py", "--attune", self.root / "attune", path],
                              capture_output=True, text=True, env={**os.environ, **more}, timeout=100, check=False)
        self.rewritten = path.read_text()
        return done.returncode, done.stdout + done.stderr

    def accepts(self, text, **more):
        code, shown = self.run_text(text, **more)
        self.assertEqual(code, 0, shown)

    def refuses(self, text, *parts, **more):
        code, shown = self.run_text(text, **more)
        self.assertEqual(code, 1, shown)
        for part in parts:
            self.assertIn(part, shown)

    def test_both_streams_and_the_code_fit(self):
        self.accepts("# says hello\n$ attune hello you\nhello you\n2> note\n\n# fails\n$ attune code 3\nexit 3\n")

    def test_a_wrong_line_on_standard_output_is_noticed(self):
        self.refuses("$ attune hello you\nhello me\n2> note\n", "-hello me", "+hello you", "case.transcript:1")

    def test_a_wrong_line_on_standard_error_is_noticed(self):
        self.refuses("$ attune hello you\nhello you\n2> nothing\n", "-2> nothing", "+2> note")

    def test_a_missing_and_a_surplus_line_are_noticed(self):
        self.refuses("$ attune hello you\nhello you\n", "+2> note")
        self.refuses("$ attune code 0\nhello\n", "-hello")

    def test_a_wrong_exit_code_is_noticed(self):
        self.refuses("$ attune code 4\nexit 3\n", "-exit 3", "+exit 4")
        self.refuses("$ attune code 4\n", "+exit 4")

    def test_an_end_by_a_signal_counts_as_a_shell_counts_it(self):
        self.accepts("$ attune killed\nexit 143\n")

    def test_a_command_that_does_not_end_is_noticed(self):
        self.refuses("$ attune slow\n", "still running", ATTUNE_COMMAND_SECONDS="1")

    def test_a_missing_line_break_at_the_end_is_visible(self):
        self.accepts("$ attune bare\nno line break[no newline]\n")
        self.refuses("$ attune bare\nno line break\n")

    def test_a_carriage_return_is_visible(self):
        self.accepts("$ printf 'a\\r\\nb\\r\\n'\na^M\nb^M\n")
        self.refuses("$ printf 'a\\r\\n'\na\n")

    def test_ids_are_named_and_used_again(self):
        self.accepts("$ attune id\nlogged [id:first]  Sun\nundo [id:first]\n\n$ attune show $first\nfound\n")
        self.refuses("$ attune id\nlogged [id:first]  Sun\nundo [id:first]!\n")
        self.refuses("$ attune id\nlogged [id:a]  Sun\nundo [number]\n")

    def test_any_lines_and_expressions(self):
        self.accepts("$ attune count\na\n[...]\nd\n")
        self.accepts("$ attune count\n[...]\n")
        self.accepts("$ attune count\n~ [ab]\n~ [ab]\n[..]\nd\n")
        self.refuses("$ attune count\na\n[...]\ne\n", "-e")
        self.refuses("$ attune count\n~ [ab]\n~ [bc]\nd\n")

    def test_files_stdin_and_settings(self):
        self.accepts("-- deep/a.txt --\n# one\n\ntwo\n\n$ cat deep/a.txt\n\\# one\n\ntwo\n")
        self.accepts("-- stdin --\nwords\n$ attune cat\nwords\n\n$ attune cat\n")
        self.accepts("env: COLUMNS=40\n$ attune clock\n2026-03-01T21:45:00+01:00 Europe/Berlin 40 C.UTF-8\n")
        self.accepts("$ attune where\n[tmp]/home\n")

    def test_marks_in_the_output_are_escaped(self):
        self.accepts("$ printf '%s\\n' '$ x' '2> y' '-- z --' 'exit 1'\n\\$ x\n\\2> y\n\\-- z --\n\\exit 1\n")

    def test_pipes_have_no_terminal_behind_them(self):
        self.accepts("$ attune tty\npipes\n\n$ attune dev-tty\nno\n\ntty$ attune tty\nterminal\n\n"
                     "tty$ attune dev-tty\nyes\n")

    def test_typing_at_prompts(self):
        self.accepts("tty$ attune ask\nname:\ntype> sam\nhello sam\n")
        self.refuses("tty$ attune ask\nname:\ntype> sam\nhello you\n", "-hello you", "+hello sam")
        self.accepts("tty$ attune secret\nword:\nsecret> abc\n3 letters\n")
        self.accepts("tty$ attune wait\nwaiting:\nkey> ^C\n[...]\ncaught\nexit 130\n")
        self.accepts("tty$ attune colour\n^[[1mbold^[[0m\n")

    def test_an_echoed_secret_is_noticed(self):
        self.refuses("tty$ attune leak\nword:\nsecret> abc\n3 letters\n", "[secret shown]")

    def test_a_prompt_that_never_comes_is_noticed(self):
        self.refuses("tty$ attune hello you\nname:\ntype> sam\n", "-name:", ATTUNE_COMMAND_SECONDS="2")

    def test_an_update_writes_what_was_printed_and_keeps_placeholders(self):
        self.run_text("# kept\nenv: A=b\n-- f --\nx\n$ attune id\nlogged [id:one]  Mon\nundo [id]\n\n$ attune code 2\n"
                      "tty$ attune ask\nname?\ntype> sam\n", ATTUNE_UPDATE="1")
        self.assertEqual(self.rewritten, "# kept\nenv: A=b\n-- f --\nx\n$ attune id\nlogged 4f2a9c  Sun\nundo [id]\n\n"
                         "$ attune code 2\nexit 2\n\ntty$ attune ask\nname:\ntype> sam\nhello sam\n")
        text = self.rewritten
        self.accepts(text)

    def test_a_need_that_is_not_met_skips(self):
        code, shown = self.run_text("requires: no-such-program-anywhere\n$ attune code 1\n")
        self.assertEqual((code, "needs no-such-program-anywhere" in shown), (77, True))

    def test_output_before_a_command_is_an_error(self):
        self.refuses("hello\n", "output before the first command")


if __name__ == "__main__":
    unittest.main()
