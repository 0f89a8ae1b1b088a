"""Two results of one questionnaire side by side: eligibility per planned treatment, findings per rule."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from screening.engine import Outline, Severity
from screening.models import ImpactRow

Direction = ImpactRow.Direction
NONE = "none"
NO_DATE = "9999-12-31"
"""Stands for "not on any day known" where days are compared."""
RANKS = {"eligible": 0} | {severity.code: int(severity) for severity in Severity}


class Result(NamedTuple):
    """What a result says about the treatments planned, in what both sides have in common.

    `treatments` gives each its eligibility and earliest date, `rules` each rule's severity per treatment.
    """

    eligibility: str
    treatments: Mapping[str, tuple[str, str | None]]
    rules: Mapping[str, Mapping[str, str]]


class Move(NamedTuple):
    """What something was, and what it would be."""

    before: str
    after: str


def stored_result(body: Mapping[str, Any]) -> Result:
    """The result in a stored body."""
    results = body["treatment_results"]
    return Result(
        body["eligibility"],
        {code: (results[code]["eligibility"], results[code]["earliest_date"]) for code in body["treatments"]},
        {
            found["rule"]: {code: said["severity"] for code, said in found["treatments"].items()}
            for found in body["findings"]
        },
    )


def fresh_result(made: Outline) -> Result:
    """The result in the outline of an evaluation just made."""
    treatments = {
        code: (eligibility, iso(earliest)) for code, (eligibility, earliest) in made.treatments.items()
    }
    return Result(made.eligibility, treatments, made.rules)


def iso(day: date | None) -> str | None:
    """A day as it stands in a body."""
    return None if day is None else day.isoformat()


def rule_moves(before: Result, after: Result) -> Iterator[tuple[str, Move]]:
    """The rules that say something else, with the worst they said and say ("none": nothing)."""
    for rule in sorted(before.rules.keys() | after.rules.keys()):
        said, says = before.rules.get(rule, {}), after.rules.get(rule, {})
        if said != says:
            yield rule, Move(worst_of(said), worst_of(says))


def worst_of(severities: Mapping[str, str]) -> str:
    """The worst of what a rule says about the treatments; "none" where it says nothing."""
    return max(severities.values(), key=RANKS.__getitem__, default=NONE)


def direction_of(before: Result, after: Result) -> Direction:
    """Worse where a treatment gets worse or must wait longer; better where none does and one gets better."""
    if before == after:
        return Direction.SAME
    pairs = [(badness(said), badness(after.treatments[code])) for code, said in before.treatments.items()]
    if any(then > now for now, then in pairs):
        return Direction.WORSE
    return Direction.BETTER if any(then < now for now, then in pairs) else Direction.OTHER


def badness(said: tuple[str, str | None]) -> tuple[int, str]:
    """What orders the results of a treatment: how severe, then until when."""
    eligibility, earliest = said
    return RANKS[eligibility], earliest or NO_DATE


def detail_of(before: Result, after: Result) -> dict[str, Any]:
    """What an impact row keeps: the treatments and rules that changed."""
    treatments = {
        code: [*said, *after.treatments[code]]
        for code, said in before.treatments.items()
        if said != after.treatments[code]
    }
    return {
        "treatments": treatments,
        "rules": {rule: list(move) for rule, move in rule_moves(before, after)},
    }
