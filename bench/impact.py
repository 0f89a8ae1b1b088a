"""`python -m bench.impact [COUNT]`: the impact preview over stored questionnaires, in a new database."""

import base64
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bench.days import ON
from bench.table import Goal, goal_table

COUNT = 100_000
A_TENTH = ON
ALL = ON + timedelta(days=9)
AT_LEAST_A_SECOND = 1000
AT_MOST_MORE_MEMORY = 1.1

NOTES = """\
- {count} questionnaires, answered for the starter rulebook by patients of the usual habits: 2,000 distinct
  results, tiled, each row encrypted for itself, on ten appointment days; the fewer are those of the first
  day. SQLite on a temporary disk. The draft waits twelve months after isotretinoin instead of six.
- Previewing one: read, decrypt and decode the stored result; evaluate it again with the rulebook it was made
  with and compare the bytes; evaluate it with the draft; compare. Nothing is remembered from one
  questionnaire to the next but how a typed medicine name is matched.
- Merely reading, and previewing, in turns of 250 in one process: the ratio is taken within a turn.
- Per core: by processor time, which on a machine with other work is what a core of one's own would give, and
  by the clock. Both include the start of the processes and the parsing of the rulebooks.
- Memory: the most each process held at any time, as the kernel counts it (resident).
"""


def main(count: int) -> int:
    """Make the database, measure, print; return 1 where a stored result did not come out again."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **settings_for(folder)}
        run(environment, "fill", str(count))
        turns = run(environment, "measure", "read")
        few = run(environment, "measure", "preview", A_TENTH.isoformat())
        many = run(environment, "measure", "preview", ALL.isoformat())
    print(f"## Impact preview of {count} stored questionnaires\n")
    print(turns_table(turns))
    print(runs_table(few, many))
    print(goal_table(goals(few, many)))
    print(NOTES.format(count=f"{count:,}"))
    return 0 if few["result"]["is_replayed"] and many["result"]["is_replayed"] else 1


def settings_for(folder: str) -> dict[str, str]:
    """An environment with a database and keys that live as long as the measurement."""
    return {
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "SECRET_KEY": secrets.token_hex(40),
        "FIELD_KEYS": "bench:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "SEARCH_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "AUDIT_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "HTTPS": "false",
        "DEMO": "false",
    }


def run(environment: Mapping[str, str], what: str, *arguments: str) -> Any:
    """Run a module of bench.clinic in a process of its own; what it printed."""
    command = [sys.executable, "-m", f"bench.clinic.{what}", *arguments]
    printed = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603 - our own modules
    return json.loads(printed or "null")


def turns_table(turns: Mapping[str, float]) -> str:
    """What one questionnaire costs in one process."""
    rows = [
        f"| {name} | {taken:.0f} | {1e6 / taken:.0f} | {ratio:.1f} |"
        for name, taken, ratio in (
            ("merely read, decrypted, decoded", turns["read"], 1),
            ("previewed: all of it", turns["preview"], turns["ratio"]),
        )
    ]
    head = "| one questionnaire | microseconds of processor time | a second | times reading |"
    return "\n".join([head, "|---|--:|--:|--:|", *rows, ""])


def runs_table(*runs: Mapping[str, Any]) -> str:
    """What whole previews cost, on all cores."""
    rows = [
        f"| {found['result']['records']} | {found['result']['changed']} | {found['seconds']:.1f} "
        f"| {per_core(found):.0f} | {by_the_clock(found):.0f} "
        f"| {found['worker_mb']} | {found['coordinator_mb']} |"
        for found in runs
    ]
    head = (
        f"| questionnaires, {runs[0]['cores']} processes | changed | seconds | a second and core, processor "
        "time | a second and core, clock | MB, largest process | MB, coordinator |"
    )
    return "\n".join([head, "|--:|--:|--:|--:|--:|--:|--:|", *rows, ""])


def per_core(found: Mapping[str, Any]) -> float:
    """Questionnaires per second of processor time, everything included."""
    return float(found["result"]["records"] / found["cpu_seconds"])


def by_the_clock(found: Mapping[str, Any]) -> float:
    """Questionnaires per second and core, as they went by."""
    return float(found["result"]["records"] / found["seconds"] / found["cores"])


def goals(few: Mapping[str, Any], many: Mapping[str, Any]) -> list[Goal]:
    """The goals of the impact preview."""
    speed = per_core(many)
    memory = max(many[key] / max(few[key], 1) for key in ("worker_mb", "coordinator_mb"))
    replay = many["result"]["replay"].get("same", 0) / many["result"]["records"]
    return [
        Goal(
            f"at least {AT_LEAST_A_SECOND} questionnaires a second and core",
            speed,
            speed >= AT_LEAST_A_SECOND,
        ),
        Goal("memory with ten times as many: the same", memory, memory <= AT_MOST_MORE_MEMORY),
        Goal("stored results that come out again, byte for byte: all", replay, replay == 1),
    ]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
