"""Between conditions as they stand in a rulebook and the nodes of a form, without loss either way."""

import json
import re
from collections.abc import Mapping

from clinic.rulebook.workshop.builder.nodes import ALL, ANY, EMPTY, Comparison, Group, Node, Unreadable
from clinic.rulebook.workshop.builder.operators import (
    ANSWERED,
    CONTROLS,
    MEDICINE_OPERATORS,
    NOT_ANSWERED,
    Control,
)
from screening.engine import TREATMENT_AREAS
from screening.engine.canonical import NotCanonical, canonical_json

UNITS = ("days", "weeks", "months", "years")
YES, NO = "yes", "no"
SUBJECT = {False: "item", True: "field"}
"""The key that names what is compared: at the root, and inside `some`."""
OPERATORS = frozenset(CONTROLS) - {NOT_ANSWERED}
LONGEST_NUMBER = 9
NUMBER = re.compile(rf"-?\d{{1,{LONGEST_NUMBER}}}", re.ASCII)


class Unfit(ValueError):
    """A value this form has no input for."""


def root_of(condition: object, *, inside: bool = False) -> Group:
    """The nodes of a whole condition, or of what stands inside `some`; a lone comparison in a bare group."""
    if condition is None:
        return EMPTY
    node = node_of(condition, inside=inside)
    return node if isinstance(node, Group) else Group(ALL, (node,), bare=True)


def node_of(condition: object, *, inside: bool) -> Node:
    """One node; Unreadable where the form has no place for something in it."""
    try:
        return read(condition, inside)
    except Unfit:
        return Unreadable(as_text(condition))


def as_text(value: object) -> str:
    """A value as JSON, canonical where it can be."""
    try:
        return canonical_json(value)
    except NotCanonical:
        return json.dumps(value, default=str)


def read(condition: object, inside: bool) -> Node:
    """One node; Unfit."""
    if not isinstance(condition, Mapping):
        raise Unfit
    for kind in (ALL, ANY):
        if set(condition) == {kind} and isinstance(condition[kind], list):
            return Group(kind, tuple(node_of(part, inside=inside) for part in condition[kind]))
    return read_comparison(condition, inside)


def read_comparison(condition: Mapping[str, object], inside: bool) -> Comparison:
    """One comparison, perhaps without operator or value yet; Unfit."""
    key = SUBJECT[inside]
    operators = [name for name in condition if name in OPERATORS]
    if len(operators) > 1 or not set(condition) <= {key, "prescribed", *operators}:
        raise Unfit
    operator = operators[0] if operators else ""
    if "prescribed" in condition and operator != "takes":
        raise Unfit
    subjects, listed = read_subjects(condition.get(key, ""), operator)
    given = condition.get(operator)
    lists = subjects if operator in MEDICINE_OPERATORS and not inside else ()
    values = read_value(operator, given, subjects[0])
    prescribed = {None: "", True: YES, False: NO}.get(flag(condition.get("prescribed")), "")
    return Comparison(
        subject=subjects[0],
        operator=NOT_ANSWERED if operator == ANSWERED and given is False else operator,
        codes=values.codes,
        number=values.number,
        unit=values.unit,
        prescribed=prescribed,
        lists=lists,
        listed=listed,
        where=values.where,
    )


def flag(value: object) -> bool | None:
    """A flag or its absence; Unfit for anything else."""
    if value is None or isinstance(value, bool):
        return value
    raise Unfit


def read_subjects(value: object, operator: str) -> tuple[tuple[str, ...], bool]:
    """The names a comparison speaks of, and whether they stand as a list; Unfit."""
    if isinstance(value, str):
        return (value,), False
    names = texts(value)
    if operator not in MEDICINE_OPERATORS or not names:
        raise Unfit
    return names, True


def texts(value: object) -> tuple[str, ...]:
    """A list of different texts; Unfit for anything else."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unfit
    if len(set(value)) < len(value):
        raise Unfit
    return tuple(value)


def read_value(operator: str, value: object, subject: str) -> Comparison:
    """What is compared with, in a comparison of which nothing else counts; Unfit."""
    match CONTROLS.get(operator, Control.NOTHING):
        case Control.ONE if isinstance(value, str):
            return Comparison(codes=(value,) if value else ())
        case Control.MANY | Control.CLASSES:
            return Comparison(codes=texts(value))
        case Control.AREAS:
            return Comparison(codes=read_areas(value, subject))
        case Control.NUMBER | Control.YEARS:
            return Comparison(number=read_number(value))
        case Control.DURATION if isinstance(value, str):
            return read_duration(value)
        case Control.WHERE:
            return Comparison(where=root_of(value, inside=True))
        case Control.NOTHING if fixed(operator, value):
            return Comparison()
        case _:
            raise Unfit


def fixed(operator: str, value: object) -> bool:
    """Whether a value is one of those an operator without input may have."""
    if operator == ANSWERED:
        return isinstance(value, bool)
    return value is (True if operator else None)


def read_areas(value: object, subject: str) -> tuple[str, ...]:
    """The areas compared with; none where they are those to be treated. Unfit."""
    if subject == TREATMENT_AREAS:
        return texts(value)
    if value != TREATMENT_AREAS:
        raise Unfit
    return ()


def read_number(value: object) -> str:
    """A whole number, or what was typed for one; Unfit."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unfit
    if isinstance(value, int) and not NUMBER.fullmatch(str(value)):
        raise Unfit
    return str(value)


def read_duration(value: str) -> Comparison:
    """Number and unit of a duration, or what was typed for them; Unfit."""
    number, _space, unit = value.rpartition(" ")
    plural = unit if unit.endswith("s") else f"{unit}s"
    if plural not in UNITS:
        raise Unfit
    return Comparison(number=number, unit=plural)
