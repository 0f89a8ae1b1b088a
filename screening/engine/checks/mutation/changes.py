"""Small changes of a branch, as its author might make them by mistake."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from screening.engine.rules import Severity

Table = Mapping[str, object]
Path = tuple[str | int, ...]

SEVERITY, THRESHOLD, OPERATOR, GROUP = "severity", "threshold", "operator", "group"

OPPOSITES = {
    "is": ("is_not",),
    "is_not": ("is",),
    "in": ("not_in",),
    "not_in": ("in",),
    "includes_any": ("includes_none", "includes_all"),
    "includes_none": ("includes_any",),
    "includes_all": ("includes_any", "includes_none"),
    "at_least": ("below",),
    "below": ("at_least",),
    "at_most": ("above",),
    "above": ("at_most",),
    "age_below": ("age_at_least",),
    "age_at_least": ("age_below",),
    "within": ("at_least_ago",),
    "at_least_ago": ("within",),
    "overlaps": ("same_region",),
    "same_region": ("overlaps",),
}
"""What an operator is mistaken for. (At least 5 for above 5 is what moving the threshold by one does.)"""

FLAGS = ("answered", "prescribed")
NUMBERS = ("at_least", "at_most", "above", "below", "age_below", "age_at_least")
DURATIONS = ("within", "at_least_ago", "within_next")
_DURATION = re.compile(r"(\d+) (day|week|month|year)s?")


class Change(NamedTuple):
    """A changed branch: the kind of change, where in it, and its table (None: the branch is taken away).

    `path` leads to what was changed: ("severity", key), or from "when" to the condition.
    """

    kind: str
    path: Path
    table: Table | None


def changes_of(branch: Table) -> Iterator[Change]:
    """Yield every single change of a branch's table; not all of them are valid branches."""
    yield from severity_changes(branch)
    for path, node in nodes(branch.get("when"), ("when",)):
        for kind, changed in (*group_changes(node), *operator_changes(node), *threshold_changes(node)):
            yield Change(kind, path, replaced(branch, path, changed))


def severity_changes(branch: Table) -> Iterator[Change]:
    """Yield the branch with each severity one step worse, one step milder, and taken away."""
    stated = branch.get("severity")
    if not isinstance(stated, Mapping):
        return
    for key, code in stated.items():
        path = ("severity", key)
        for neighbour in neighbours(Severity.from_code(str(code))):
            yield Change(SEVERITY, path, {**branch, "severity": {**stated, key: neighbour.code}})
        left = {other: word for other, word in stated.items() if other != key}
        yield Change(SEVERITY, path, {**branch, "severity": left} if left else None)


def neighbours(severity: Severity) -> list[Severity]:
    """Return the severities one step worse and one step milder, as far as there are any."""
    return [
        Severity(severity + step) for step in (1, -1) if Severity.NONE <= severity + step <= max(Severity)
    ]


def nodes(node: object, path: Path) -> Iterator[tuple[Path, Table]]:
    """Yield every condition of a tree with the way to it, those on entries included."""
    if not isinstance(node, Mapping):
        return
    yield path, node
    for key in ("all", "any"):
        parts = node.get(key)
        for number, part in enumerate(parts if isinstance(parts, list) else []):
            yield from nodes(part, (*path, key, number))
    yield from nodes(node.get("some"), (*path, "some"))


def group_changes(node: Table) -> Iterator[tuple[str, Table]]:
    """Yield `any` for `all`, and the other way round, where there are at least two parts."""
    for key, other in (("all", "any"), ("any", "all")):
        parts = node.get(key)
        if isinstance(parts, list) and len(parts) > 1:
            yield GROUP, {other: parts}


def operator_changes(node: Table) -> Iterator[tuple[str, Table]]:
    """Yield the leaf with what its operator is mistaken for."""
    for operator, other in [(key, other) for key in node for other in OPPOSITES.get(key, ())]:
        if not is_the_same(operator, other, node[operator]):
            yield OPERATOR, {other if key == operator else key: value for key, value in node.items()}
    for flag in FLAGS:
        if isinstance(node.get(flag), bool):
            yield OPERATOR, {**node, flag: not node[flag]}
    if "prescribed" in node:
        yield OPERATOR, {key: value for key, value in node.items() if key != "prescribed"}


def is_the_same(operator: str, other: str, value: object) -> bool:
    """Whether two operators ask the same of this value: any of one code is all of it."""
    is_one = isinstance(value, list) and len(value) == 1
    return is_one and {operator, other} == {"includes_any", "includes_all"}


def threshold_changes(node: Table) -> Iterator[tuple[str, Table]]:
    """Yield the leaf with its number or duration one more, and one less."""
    for key, step in product(node, (1, -1)):
        value = node[key]
        if key in NUMBERS and isinstance(value, int):
            yield THRESHOLD, {**node, key: value + step}
        elif key in DURATIONS and (moved := moved_duration(value, step)):
            yield THRESHOLD, {**node, key: moved}


def moved_duration(text: object, step: int) -> str:
    """Return a duration with so many units more; nothing where it is none, or would be negative."""
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if match is None or int(match[1]) + step < 0:
        return ""
    count = int(match[1]) + step
    return f"{count} {match[2]}{'' if count == 1 else 's'}"


def replaced(table: object, path: Path, value: object) -> dict[str, object]:
    """Return a copy of nested tables and lists with the value at the end of `path` replaced."""
    found = put(table, path, value)
    if not isinstance(found, dict):
        raise TypeError("a branch is a table")
    return found


def put(inside: object, path: Path, value: object) -> object:
    """Return `inside` with the value at `path` replaced."""
    if not path:
        return value
    step, *rest = path
    if isinstance(inside, list):
        return [put(one, tuple(rest), value) if n == step else one for n, one in enumerate(inside)]
    if isinstance(inside, Mapping):
        return {key: put(one, tuple(rest), value) if key == step else one for key, one in inside.items()}
    raise TypeError("the path leads nowhere")
