"""The structure of a document, held against the format's JSON Schema (`rulebook.schema.json` in this folder).

The schema is published in docs/ for other tools. Here it is the first check of what comes from outside; where
the reader words the same fault better, the reader speaks.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jsonschema import Draft202012Validator, ValidationError

from screening.engine.rulebook.elements import COLLECTIONS
from screening.engine.rulebook.problems import Problem
from screening.engine.rulebook.reader import Problems, row_place
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.structure_words import Broken, reason_of

SCHEMA = Path(__file__).with_name("rulebook.schema.json")
NAMED_BY = {**COLLECTIONS, "plans": "title", "cases": ""}


class Fault(NamedTuple):
    """Where the document departs from the schema, and how; the place is worded as the reader words places."""

    root: tuple[str, int]
    place: str
    reason: str


@lru_cache(maxsize=1)
def validator() -> Draft202012Validator:
    """Return the schema, read once."""
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def structure_problems(source: RulebookSource, told: Collection[Problem]) -> list[Problem]:
    """Return the faults of structure that none of the problems `told` speaks of, with file and line."""
    problems = Problems(source)
    places = {problem.place for problem in told}
    for fault in structure_faults(source.document):
        if not any(is_within(fault.place, place) or is_within(place, fault.place) for place in places):
            problems.add(*fault)
    return problems.found


def is_within(place: str, outer: str) -> bool:
    """Whether a place is another one, or lies inside it."""
    return place == outer or place.startswith((f"{outer}.", f"{outer}["))


def structure_faults(document: Mapping[str, object]) -> list[Fault]:
    """Return every fault of structure, none twice, in the document's order."""
    found = [fault for error in validator().iter_errors(document) for fault in faults_of(document, error)]
    return list(dict.fromkeys(found))


def faults_of(document: Mapping[str, object], error: ValidationError) -> Iterator[Fault]:
    """Yield the faults of one error of the schema: one for each key that is missing or too many."""
    path = list(error.absolute_path)
    broken = Broken.of(error)
    match error.validator:
        case "required":
            missing = [key for key in broken.wanted if key not in broken.value]
            yield from [fault_at(document, [*path, key], "is missing") for key in missing]
        case "additionalProperties":
            extra = [key for key in broken.value if key not in broken.schema["properties"]]
            kind = "key" if path else "table"
            yield from [fault_at(document, [*path, key], f"is not a {kind} of the format") for key in extra]
        case _:
            yield fault_at(document, path, reason_of(str(error.validator), broken))


def fault_at(document: Mapping[str, object], path: Sequence[str | int], reason: str) -> Fault:
    """Return the fault at a path."""
    if not path:
        return Fault(("rulebook", 0), "document", reason)
    name, *steps = path
    number = steps.pop(0) if steps and isinstance(steps[0], int) else None
    place = str(name)
    if isinstance(number, int):
        place = place_of_row(document, place, number)
    inside = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return Fault((str(name), int(number or 0)), place + inside, reason)


def place_of_row(document: Mapping[str, object], name: str, number: int) -> str:
    """Return the place of one of a list of tables in the reader's words."""
    rows = document[name]
    row = rows[number] if isinstance(rows, list) else None
    if name == "cases" and isinstance(row, Mapping):
        rule = row.get("rule")
        return f"case {number + 1}" + (f" of {rule}" if isinstance(rule, str) else "")
    return row_place(name, number, row, NAMED_BY.get(name, ""))
