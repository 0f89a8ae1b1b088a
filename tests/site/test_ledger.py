"""docs/security.md and docs/hazards.md: no row without what shows it, and pages as their sources say."""

from typing import Any

import pytest

from scripts.ledger import PAGES, ROOT, problems, read, risk
from tests.site.asvs import requirements

EXISTS = "tests/site/test_ledger.py::test_ledger_has_nothing_blank_missing_or_unknown"
ROW: dict[str, Any] = {"id": "1.1.1", "level": 2, "says": "Something", "tests": [EXISTS]}
HAZARD: dict[str, Any] = {
    "id": "H01",
    "hazard": "a",
    "cause": "b",
    "effect": "c",
    "control": "d",
    "initial": [4, 3],
    "residual": [4, 1],
    "tests": [EXISTS],
}


def test_ledger_has_nothing_blank_missing_or_unknown() -> None:
    assert problems(read("asvs")["requirement"], read("hazards")["hazard"], requirements()) == []


def test_levels_are_those_of_the_standard() -> None:
    levels = {row["id"]: row["level"] for row in read("asvs")["requirement"]}
    assert levels == requirements()
    assert (len(levels), list(levels.values()).count(1)) == (210, 61)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_the_one_of_its_source(name: str) -> None:
    assert (ROOT / name).read_text() == PAGES[name](), "write it: .venv/bin/python -m scripts.ledger"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (ROW, None),
        (ROW | {"tests": []}, "1.1.1: met, not applicable or open, one of them, and what it says"),
        (
            ROW | {"open": "No.", "next": "Yes."},
            "1.1.1: met, not applicable or open, one of them, and what it says",
        ),
        (ROW | {"says": " "}, "1.1.1: met, not applicable or open, one of them, and what it says"),
        (ROW | {"tests": [], "open": "No."}, "1.1.1: open, without what comes next"),
        (ROW | {"tests": ["tests/no.py::test_no"]}, "1.1.1: there is no test tests/no.py::test_no"),
        (ROW | {"tests": [f"{EXISTS}_else"]}, f"1.1.1: there is no test {EXISTS}_else"),
        (ROW | {"documents": ["docs/no.md"]}, "1.1.1: there is no docs/no.md"),
        (ROW | {"documents": ["docs/audit.md#No"]}, "1.1.1: there is no docs/audit.md#No"),
    ],
)
def test_requirement_without_what_shows_it_is_found(row: dict[str, Any], complaint: str | None) -> None:
    assert problems([row], [HAZARD], ["1.1.1"]) == ([complaint] if complaint else [])


@pytest.mark.parametrize(
    ("hazard", "complaint"),
    [
        (HAZARD | {"tests": []}, "H01: no test"),
        (HAZARD | {"tests": ["tests/no.py::test_no"]}, "H01: there is no test tests/no.py::test_no"),
        (HAZARD | {"control": ""}, "H01: an empty field"),
        (HAZARD | {"initial": [2, 1]}, "H01: the control makes it worse"),
        (HAZARD | {"initial": [5, 5], "residual": [5, 4]}, "H01: a risk nobody may accept is left"),
    ],
)
def test_hazard_without_what_shows_it_is_found(hazard: dict[str, Any], complaint: str) -> None:
    assert problems([ROW], [hazard], ["1.1.1"]) == [complaint]


def test_ids_missing_unknown_and_twice_are_found() -> None:
    assert problems([ROW, ROW], [HAZARD], ["1.1.2"]) == ["1.1.2: missing", "1.1.1: unknown", "1.1.1: twice"]


@pytest.mark.parametrize(
    ("rating", "level"), [([1, 1], 1), ([5, 1], 3), ([1, 5], 3), ([5, 5], 5), ([4, 2], 3), ([3, 4], 3)]
)
def test_risk_is_that_of_the_matrix(rating: list[int], level: int) -> None:
    assert risk(rating) == level
