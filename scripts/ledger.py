"""What is promised and which test shows it: docs/security.md and docs/hazards.md from docs/ledger/*.toml.

`.venv/bin/python -m scripts.ledger` writes both pages. `problems()` says what is missing or wrong in them.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "docs" / "ledger"
Row = Mapping[str, Any]

SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOODS = ("very low", "low", "medium", "high", "very high")
RISKS = ((1, 1, 2, 2, 3), (1, 2, 2, 3, 4), (2, 2, 3, 3, 4), (2, 3, 3, 4, 5), (3, 4, 4, 5, 5))
"""By likelihood, then severity: the matrix of NHS Digital's guidance on DCB0129."""


def read(name: str) -> dict[str, Any]:
    """One file of the ledger."""
    return tomllib.loads((LEDGER / f"{name}.toml").read_text())


@cache
def tests_of(path: Path) -> frozenset[str]:
    """The test functions of a file; none where there is no such file."""
    if not path.is_file():
        return frozenset()
    return frozenset(
        node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)
    )


@cache
def headings_of(path: Path) -> frozenset[str]:
    """The headings of a page."""
    return frozenset(re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE))


def problems_of_places(row: Row) -> Iterator[str]:
    """Tests and documents a row names that are not there."""
    for test in row.get("tests", []):
        path, _, name = test.partition("::")
        if not name.startswith("test_") or name not in tests_of(ROOT / path):
            yield f"{row['id']}: there is no test {test}"
    for document in row.get("documents", []):
        path, _, heading = document.partition("#")
        if not (ROOT / path).is_file() or (heading and heading not in headings_of(ROOT / path)):
            yield f"{row['id']}: there is no {document}"


def problems_of_requirement(row: Row) -> Iterator[str]:
    """What is wrong with one row of the ASVS."""
    states = [name for name in ("met", "not_applicable", "open") if is_so(row, name)]
    if len(states) != 1 or not row["says"].strip():
        yield f"{row['id']}: met, not applicable or open, one of them, and what it says"
    if is_so(row, "open") and not row.get("next", "").strip():
        yield f"{row['id']}: open, without what comes next"
    yield from problems_of_places(row)


def problems_of_hazard(row: Row) -> Iterator[str]:
    """What is wrong with one hazard."""
    if not all(row[name].strip() for name in ("hazard", "cause", "effect", "control")):
        yield f"{row['id']}: an empty field"
    if not row["tests"]:
        yield f"{row['id']}: no test"
    if risk(row["residual"]) > risk(row["initial"]):
        yield f"{row['id']}: the control makes it worse"
    if risk(row["residual"]) > 3:
        yield f"{row['id']}: a risk nobody may accept is left"
    yield from problems_of_places(row)


def problems_of_ids(found: Sequence[str], wanted: Iterable[str]) -> Iterator[str]:
    """Ids that are missing, unknown or there twice."""
    known = set(wanted)
    yield from (f"{id_}: missing" for id_ in sorted(known - set(found)))
    yield from (f"{id_}: unknown" for id_ in sorted(set(found) - known))
    yield from (f"{id_}: twice" for id_ in sorted({id_ for id_ in found if found.count(id_) > 1}))


def problems(requirements: Sequence[Row], hazards: Sequence[Row], wanted: Iterable[str]) -> list[str]:
    """Everything that is missing or wrong; `wanted` are the ids of the standard."""
    numbers = [f"H{number:02}" for number in range(1, len(hazards) + 1)]
    return [
        *problems_of_ids([row["id"] for row in requirements], wanted),
        *problems_of_ids([row["id"] for row in hazards], numbers),
        *(problem for row in requirements for problem in problems_of_requirement(row)),
        *(problem for row in hazards for problem in problems_of_hazard(row)),
    ]


def is_so(row: Row, state: str) -> bool:
    """Whether a requirement is `met`, `not_applicable` or `open`."""
    if state == "met":
        return bool(row.get("tests") or row.get("documents"))
    return bool(row.get(state, "").strip())


def risk(rating: Sequence[int]) -> int:
    """1 to 5, of severity and likelihood."""
    severity, likelihood = rating
    return RISKS[likelihood - 1][severity - 1]


def places(row: Row) -> str:
    """Tests and documents of a row, one per line of its cell."""
    shown = [f"`{test.removeprefix('tests/')}`" for test in row.get("tests", [])]
    for document in row.get("documents", []):
        path, _, heading = document.partition("#")
        anchor = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        name = f"{path.removeprefix('docs/')}{f', {heading}' if heading else ''}"
        shown.append(f"[{name}]({path.removeprefix('docs/')}{f'#{anchor}' if anchor else ''})")
    return "<br>".join(shown)


def requirement_line(row: Row) -> str:
    """One line of the table of requirements."""
    if is_so(row, "met"):
        answer = places(row) + (f"<br>{row['note']}" if "note" in row else "")
    elif is_so(row, "not_applicable"):
        answer = f"*Not applicable.* {row['not_applicable']}"
    else:
        answer = f"**Open.** {row['open']} *Next:* {row['next']}"
    return f"| {row['id']} | {row['level']} | {row['says']} | {answer} |"


def counts(requirements: Sequence[Row]) -> Iterator[str]:
    """How many are met, not applicable, open: by level."""
    yield "| Level | Requirements | Met | Not applicable | Open |\n|---|---|---|---|---|"
    for name, levels in (("1", {1}), ("2", {2}), ("both", {1, 2})):
        rows = [row for row in requirements if row["level"] in levels]
        found = [sum(is_so(row, state) for row in rows) for state in ("met", "not_applicable", "open")]
        yield f"| {name} | {len(rows)} | {' | '.join(map(str, found))} |"


def security_page() -> str:
    """docs/security.md."""
    source = read("asvs")
    rows = source["requirement"]
    lines = [source["introduction"].strip(), "", *counts(rows)]
    for number, name in source["chapters"].items():
        lines += ["", f"## V{number} {name}", "", "| | Level | Asked | Shown by |", "|---|---|---|---|"]
        lines += [requirement_line(row) for row in rows if row["id"].split(".")[0] == number]
    return "\n".join([*lines, "", source["closing"].strip(), ""])


def rating(given: Sequence[int]) -> str:
    """A risk in words: severity, likelihood, and what they come to."""
    severity, likelihood = given
    return f"{SEVERITIES[severity - 1]}, {LIKELIHOODS[likelihood - 1]}: **{risk(given)}**"


def hazards_page() -> str:
    """docs/hazards.md."""
    source = read("hazards")
    lines = [source["introduction"].strip(), ""]
    lines += ["| Likelihood | " + " | ".join(SEVERITIES) + " |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {name} | {' | '.join(map(str, row))} |"
        for name, row in zip(reversed(LIKELIHOODS), reversed(RISKS), strict=True)
    ]
    for row in source["hazard"]:
        lines += [
            "",
            f"## {row['id']}: {row['hazard']}",
            "",
            f"- **Cause.** {row['cause']}.",
            f"- **Effect.** {row['effect']}.",
            f"- **Risk before.** {rating(row['initial'])}. **After.** {rating(row['residual'])}.",
            f"- **Control.** {row['control']}.",
            f"- **Shown by** {places(row).replace('<br>', ', ')}.",
        ]
    return "\n".join([*lines, "", source["closing"].strip(), ""])


PAGES = {"docs/security.md": security_page, "docs/hazards.md": hazards_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (ROOT / name).write_text(page())
