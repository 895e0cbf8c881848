#!/usr/bin/env python3
"""Compares `attune quiz score` with R's psych on 2,800 real respondents, to 1e-9.

    bfi_test.py ATTUNE      exit 77 when R or its psych packages are missing

Three rules for missing answers are compared: the mean of whatever was answered, of at least four of five, and only of
all five; each from the CSV and the JSON form, in two orders of rows.
"""
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SCALES = "aceno"
TOLERANCE = 1e-9
RULES = {
    "": 'min_answered = 1\nwhen_missing = "prorate"',
    "_most": 'min_answered = 0.8\nwhen_missing = "prorate"',
    "_all": 'when_missing = "blank"',
}
checked = 0


def same(what, ours, theirs):
    """Both absent, or both numbers that differ by less than the tolerance."""
    global checked
    checked += 1
    ours = None if ours in ("", None) else float(ours)
    theirs = None if theirs in ("", None) else float(theirs)
    if (ours is None) != (theirs is None) or (ours is not None and abs(ours - theirs) > TOLERANCE):
        sys.exit(f"bfi_test: {what}: attune says {ours}, R says {theirs}")


def run(attune, *arguments):
    done = subprocess.run([attune, "quiz", "score", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bfi_test: quiz score {arguments}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def rows(text):
    return list(csv.DictReader(text.splitlines()))


def compare_people(attune, key, folder, suffix):
    theirs = rows((folder / "scores.csv").read_text())
    as_csv = rows(run(attune, str(key), str(folder / "items.csv"), "--id", "id", "--csv"))
    document = json.loads(run(attune, str(key), str(folder / "items.csv"), "--id", "id", "--json"))
    if not len(as_csv) == len(document["respondents"]) == len(theirs) == 2800:
        sys.exit(f"bfi_test: {len(as_csv)} rows, {len(document['respondents'])} respondents, not 2800")
    for ours, person, expected in zip(as_csv, document["respondents"], theirs):
        if not ours["id"] == person["id"] == expected["id"]:
            sys.exit(f"bfi_test: {ours['id']} stands where R has {expected['id']}")
        for scale in SCALES:
            what = f"{expected['id']} {scale}{suffix}"
            same(what, ours[scale], expected[scale + suffix])
            same(what, person["scales"][scale]["score"], expected[scale + suffix])
            same(what + " answered", ours[scale + "_answered"], 5 - int(ours[scale + "_blank"]))
    return document["summary"]


def compare_scales(summary, folder):
    for expected in rows((folder / "scales.csv").read_text()):
        ours = summary["scales"][expected["scale"]]
        for mine, theirs in {"n": "n", "mean": "mean", "sd": "sd", "alpha": "alpha", "lambda6": "lambda6",
                             "n_listwise": "complete", "alpha_listwise": "alpha_complete"}.items():
            same(f"{expected['scale']} {mine}", ours[mine], expected[theirs])
        same(f"{expected['scale']} blank", ours["cells"]["blank"], expected["blank"])
    for expected in rows((folder / "rest.csv").read_text()):
        ours = summary["scales"][expected["item"][0]]["items"][expected["item"]]
        same(f"{expected['item']} item-rest", ours["item_rest"], expected["rest"])
        same(f"{expected['item']} mean", ours["mean"], expected["mean"])
        same(f"{expected['item']} sd", ours["sd"], expected["sd"])


def main():
    attune = sys.argv[1]
    if shutil.which("Rscript") is None or subprocess.run(
            ["Rscript", "-e", "library(psych); psychTools::bfi"], capture_output=True, check=False).returncode != 0:
        print("R with psych and psychTools is not here; script/setup --oracles installs it")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run(["Rscript", str(HERE / "bfi.R"), name], check=True, capture_output=True)
        text = (HERE / "bfi.toml").read_text()
        for suffix, rule in RULES.items():
            key = folder / f"bfi{suffix}.toml"
            key.write_text(text.replace(RULES[""], rule))
            summary = compare_people(attune, key, folder, suffix)
            if suffix == "":
                compare_scales(summary, folder)
        # Rows from the last to the first: the reliabilities may not move at all.
        lines = (folder / "items.csv").read_text().splitlines()
        (folder / "turned.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
        turned = json.loads(run(attune, str(folder / "bfi.toml"), str(folder / "turned.csv"), "--summary", "--json"))
        compare_scales(turned["summary"], folder)
    print(f"{checked} figures agree with R to {TOLERANCE}")


main()
