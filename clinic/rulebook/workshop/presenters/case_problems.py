"""What the check says of a case: which case it is, and what does not come out of it, in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clinic.rulebook.presenters.cases import all_cases
from clinic.rulebook.workshop.partial import read_partially
from screening.engine import Problem
from screening.engine.rulebook.elements import names_of, rows_of

PLACE = re.compile(r"case (\d+)\b[^.(]*(?:\(.*\)|\.(.*))?", re.DOTALL)
"""The check names cases by their numbers: "case 3 of pregnant (Title)", "case 3 of pregnant.expect"."""


@dataclass(frozen=True, slots=True)
class CaseProblem:
    """The case's name in its address, its title, the key that is wrong, and what is wrong."""

    name: str
    title: str
    key: str
    reason: str


def case_problem(document: Mapping[str, object], problem: Problem) -> CaseProblem | None:
    """A problem of a case of the document; None for any other."""
    match = PLACE.fullmatch(problem.place)
    rows = rows_of(document, "cases") if match else []
    number = int(match[1]) - 1 if match else -1
    if match is None or not 0 <= number < len(rows):
        return None
    title, name = rows[number].get("title"), names_of(document, "cases")[number]
    return CaseProblem(
        name=name,
        title=title if isinstance(title, str) else "",
        key=match[2] or "",
        reason=reason_of(document, number, problem.reason),
    )


def reason_of(document: Mapping[str, object], number: int, reason: str) -> str:
    """In words what does not come out; as it stands where that is not what is wrong."""
    partial = read_partially(document)
    if not partial.is_sound:
        return reason
    failures = all_cases(partial.rulebook)[number].failures
    return next((str(one) for one in failures if str(one.mismatch) == reason), reason)
