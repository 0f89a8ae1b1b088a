"""Semgrep with rules of our own, and bandit: over planted faults, which they have to see, then over the code.

`.venv/bin/python -m scripts.scan.code` ends with 1 where a planted fault is missed, where something is found
that scripts/scan/known.toml does not know, or where something known is found no more.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOOLS = ROOT / ".venv-tools" / "bin"
PLANTED = "scripts/scan/planted"
CODE = ("clinic", "screening", "templates", "scripts", "manage.py")
MUST_SEE = {
    "semgrep": {
        "command-in-a-shell",
        "form-without-its-secret",
        "person-in-a-log",
        "query-named-by-the-request",
        "redirect-named-by-the-request",
        "sql-made-of-text",
        "template-without-escaping",
        "text-marked-as-safe",
    },
    "bandit": {"B301", "B308", "B602", "B605", "B608", "B703"},
}


def told(*command: str) -> str:
    """What a scanner prints; it may end with a code of its own where it found something."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.stdout.lstrip().startswith("{"):
        sys.exit(f"{command[0]} did not run: {done.stderr[-2000:]}")
    return done.stdout


def semgrep(*paths: str) -> Iterator[tuple[str, str]]:
    """Rule and file of each finding."""
    more = () if PLANTED in paths else ("--exclude", PLANTED)
    options = ("scan", "--metrics=off", "--disable-version-check", "--json", "--quiet", "--no-git-ignore")
    rules = ("--config", "scripts/scan/semgrep/rules.yaml")
    found = json.loads(told(str(TOOLS / "semgrep"), *options, *rules, *more, *paths))
    for row in found["results"]:
        yield row["check_id"].rpartition(".")[2], row["path"]


def bandit(*paths: str) -> Iterator[tuple[str, str]]:
    """Test and file of each finding of at least medium severity."""
    more = () if PLANTED in paths else ("--exclude", PLANTED)
    options = ("--recursive", "--quiet", "--format", "json", "--severity-level", "medium", "--exit-zero")
    found = json.loads(told(str(TOOLS / "bandit"), *options, *more, *paths))
    for row in found["results"]:
        yield row["test_id"], row["filename"].removeprefix("./")


def problems() -> Iterator[str]:
    """What was missed, what is new, and what is known and gone."""
    known = tomllib.loads((HERE / "known.toml").read_text())
    for name, scanner in (("semgrep", semgrep), ("bandit", bandit)):
        seen = {rule for rule, _ in scanner(PLANTED)}
        yield from (f"{name} does not see the planted {rule}" for rule in sorted(MUST_SEE[name] - seen))
        found = {f"{rule} {path}" for rule, path in scanner(*CODE)}
        yield from (f"{name}: {one}" for one in sorted(found - known[name].keys()))
        yield from (f"{name}: known, and gone: {one}" for one in sorted(known[name].keys() - found))
        print(
            f"{name}: {len(MUST_SEE[name] & seen)} of {len(MUST_SEE[name])} planted faults seen, "
            f"{len(found)} places found in the code, {len(found & known[name].keys())} of them known"
        )


if __name__ == "__main__":
    wrong = list(problems())
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))
