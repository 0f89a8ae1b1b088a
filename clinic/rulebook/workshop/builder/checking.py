"""What is still missing in a condition, what does not fit, and what it says in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from clinic.rulebook.workshop.builder.documents import NUMBER
from clinic.rulebook.workshop.builder.nodes import WHERE, Comparison, Group, Node, Path, Unreadable
from clinic.rulebook.workshop.builder.operators import Control, control_of
from clinic.rulebook.workshop.builder.posted import inner_scope
from clinic.rulebook.workshop.builder.writing import condition_of
from screening.engine import Condition, Phrase, Rulebook, RulebookSource, describe_condition
from screening.engine.rulebook.conditions import read_condition
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.reader import Problems, Reader

STEP = re.compile(r"\.(?:(all|any)\[(\d+)\]|(some)(?=$|\.)|([a-z_]+)$)")
SUBJECT_KEYS = {"item", "field"}


class Problem(NamedTuple):
    """What is wrong with which input ("item", "op", "value", "" for the whole) of the node at a path.

    `pending`: it is only not finished yet.
    """

    path: Path
    control: str
    message: str
    pending: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition looked at: complete and sound where `when` is there, else with its problems."""

    root: Group
    table: object
    when: Condition | None
    phrases: tuple[Phrase, ...]
    problems: tuple[Problem, ...]

    def at(self, path: Path, *, pending: bool) -> dict[str, list[str]]:
        """The problems of one node by input; with `pending` also what is only not finished yet."""
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            if problem.path == path and (pending or not problem.pending):
                found.setdefault(problem.control or "whole", []).append(problem.message)
        return found


def scope_of(rulebook: Rulebook) -> Scope:
    """What conditions of a rulebook may speak of."""
    return Scope(rulebook.items, rulebook.areas.areas, rulebook.medicine_classes)


def checked(root: Group, rulebook: Rulebook) -> Checked:
    """A condition with everything that can be said of it."""
    scope = scope_of(rulebook)
    table = condition_of(root)
    missing = list(dict.fromkeys(missing_in(root, (), scope)))
    problems = Problems(RulebookSource({}))
    when = read_condition(Reader(table, ("rules", 0), "", problems), scope)
    known = {problem.path for problem in missing}
    refused = [located(root, problem.place, problem.reason) for problem in problems.found]
    everything = (*missing, *(problem for problem in refused if problem.path not in known))
    if everything:
        when = None
    phrases = tuple(describe_condition(rulebook, when)) if when else ()
    return Checked(root, table, when, phrases, everything)


def missing_in(node: Node, path: Path, scope: Scope) -> Iterator[Problem]:
    """What is not there yet, in the words of this form."""
    match node:
        case Unreadable():
            yield Problem(
                path,
                "",
                _("This part is written in a way the form cannot show. Remove it, or build it anew."),
            )
        case Group(_kind, parts):
            if not parts:
                yield Problem(path, "", _("Add at least one comparison."))
            for number, part in enumerate(parts):
                yield from missing_in(part, (*path, number), scope)
        case Comparison():
            yield from missing_of(node, path, scope)


def missing_of(node: Comparison, path: Path, scope: Scope) -> Iterator[Problem]:
    """What one comparison lacks."""
    if not node.subject:
        yield Problem(path, "item", _("Choose what is compared."))
    elif node.subject not in scope.named:
        yield Problem(path, "item", _("There is no “%(name)s” in this draft.") % {"name": node.subject})
    elif not node.operator:
        yield Problem(path, "op", _("Choose how it is compared."))
    else:
        message = missing_value(node)
        if message:
            yield Problem(path, "value", message)
        if node.where is not None and node.operator == "some":
            yield from missing_in(node.where, (*path, WHERE), inner_scope(scope, node.subject))


def missing_value(node: Comparison) -> str:
    """What is wrong with what a comparison compares with; nothing where it is there."""
    match control_of(node.operator, node.subject):
        case Control.ONE | Control.MANY if not node.codes:
            return _("Choose an answer.")
        case Control.AREAS if not node.codes:
            return _("Choose an area.")
        case Control.CLASSES if not node.codes:
            return _("Choose a medicine class.")
        case Control.NUMBER | Control.YEARS if not NUMBER.fullmatch(node.number):
            return _("Type a whole number.")
        case Control.DURATION if not re.fullmatch(r"\d{1,5}", node.number, re.ASCII):
            return _("Type a whole number, up to five digits.")
        case _:
            return ""


def located(root: Group, place: str, reason: str) -> Problem:
    """A problem of the rulebook's reader at the node it speaks of."""
    path: Path = ()
    control = ""
    node: Node | None = root
    for match in STEP.finditer(place):
        if isinstance(node, Group) and lone(node):
            path, node = (*path, 0), node.parts[0]
        _kind, number, some, key = match.groups()
        if number is not None and isinstance(node, Group):
            path, node = (*path, int(number)), node.parts[int(number)]
        elif some and isinstance(node, Comparison):
            path, node = (*path, WHERE), node.where
        else:
            control = "item" if key in SUBJECT_KEYS else "value"
    if not control and isinstance(node, Group) and lone(node):
        path = (*path, 0)
    return Problem(path, control, reason[:1].upper() + reason[1:] + ".", pending=False)


def lone(group: Group) -> bool:
    """Whether a group is written as its only part."""
    return group.bare and len(group.parts) == 1
