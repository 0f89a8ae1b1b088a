"""Nodes of a form as a condition for the rulebook, complete or not."""

import json

from clinic.rulebook.workshop.builder.documents import NO, NUMBER, SUBJECT, UNITS, YES
from clinic.rulebook.workshop.builder.nodes import Comparison, Group, Node, Unreadable
from clinic.rulebook.workshop.builder.operators import (
    ANSWERED,
    CONTROLS,
    MEDICINE_OPERATORS,
    NOT_ANSWERED,
    Control,
)
from screening.engine import TREATMENT_AREAS

Table = dict[str, object]


def condition_of(node: Node, *, inside: bool = False) -> object:
    """The condition of a node. What is not there yet is left out or empty; the rulebook's reader says so."""
    match node:
        case Unreadable(text):
            return json.loads(text)
        case Group(_, (only,), bare=True):
            return condition_of(only, inside=inside)
        case Group(kind, parts):
            return {kind: [condition_of(part, inside=inside) for part in parts]}
        case Comparison():
            return comparison(node, inside)


def comparison(node: Comparison, inside: bool) -> Table:
    """One comparison as a table."""
    written: Table = {SUBJECT[inside]: subject_of(node)} if node.subject else {}
    if not node.operator:
        return written
    operator = ANSWERED if node.operator == NOT_ANSWERED else node.operator
    written[operator] = value_of(node)
    if operator == "takes" and node.prescribed:
        written["prescribed"] = {YES: True, NO: False}[node.prescribed]
    return written


def subject_of(node: Comparison) -> str | list[str]:
    """What is compared: one name, or several medicine lists."""
    if node.operator not in MEDICINE_OPERATORS:
        return node.subject
    lists = list(node.lists) or [node.subject]
    return lists if node.listed or len(lists) > 1 else lists[0]


def value_of(node: Comparison) -> object:
    """What it is compared with."""
    match CONTROLS[node.operator]:
        case Control.ONE:
            return node.codes[0] if node.codes else ""
        case Control.MANY | Control.CLASSES:
            return list(node.codes)
        case Control.AREAS:
            return list(node.codes) if node.subject == TREATMENT_AREAS else TREATMENT_AREAS
        case Control.NUMBER | Control.YEARS:
            return int(node.number) if NUMBER.fullmatch(node.number) else node.number
        case Control.DURATION:
            return duration_text(node.number, node.unit)
        case Control.WHERE:
            return condition_of(node.where or Group(bare=True), inside=True)
        case Control.NOTHING:
            return node.operator != NOT_ANSWERED


def duration_text(number: str, unit: str) -> str:
    """A duration as the rulebook writes it: "1 month", "6 months"."""
    unit = unit if unit in UNITS else UNITS[2]
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"
