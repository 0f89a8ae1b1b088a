"""What is still missing in a condition, what does not fit, and what it says in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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

Problem = tuple[Path, str, str]
"""Path of the node, which input ("item", "op", "value", "" for the whole), and what is wrong."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition looked at: complete and sound where `when` is there, else with its problems."""

    root: Group
    table: object
    when: Condition | None
    phrases: tuple[Phrase, ...]
    problems: tuple[Problem, ...]

    def at(self, path: Path) -> dict[str, list[str]]:
        """The problems of one node by input."""
        found: dict[str, list[str]] = {}
        for place, control, message in self.problems:
            if place == path:
                found.setdefault(control or "whole", []).append(message)
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
    known = {path for path, _control, _message in missing}
    refused = [located(root, problem.place, problem.reason) for problem in problems.found]
    everything = (*missing, *(problem for problem in refused if problem[0] not in known))
    if everything:
        when = None
    phrases = tuple(describe_condition(rulebook, when)) if when else ()
    return Checked(root, table, when, phrases, everything)


def missing_in(node: Node, path: Path, scope: Scope) -> Iterator[Problem]:
    """What is not there yet, in the words of this form."""
    match node:
        case Unreadable():
            yield (
                path,
                "",
                _("This part is written in a way the form cannot show. Remove it, or build it anew."),
            )
        case Group(_kind, parts):
            if not parts:
                yield (path, "", _("Add at least one comparison."))
            for number, part in enumerate(parts):
                yield from missing_in(part, (*path, number), scope)
        case Comparison():
            yield from missing_of(node, path, scope)


def missing_of(node: Comparison, path: Path, scope: Scope) -> Iterator[Problem]:
    """What one comparison lacks."""
    if not node.subject:
        yield (path, "item", _("Choose what is compared."))
    elif node.subject not in scope.named:
        yield (path, "item", _("There is no “%(name)s” in this draft.") % {"name": node.subject})
    elif not node.operator:
        yield (path, "op", _("Choose how it is compared."))
    else:
        message = missing_value(node)
        if message:
            yield (path, "value", message)
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
        elif some and isinstance(node, Comparison) and match.end() < len(place):
            path, node = (*path, WHERE), node.where
        else:
            control = "item" if key in SUBJECT_KEYS else "value"
    if not control and isinstance(node, Group) and lone(node):
        path = (*path, 0)
    return path, control, reason[:1].upper() + reason[1:] + "."


def lone(group: Group) -> bool:
    """Whether a group is written as its only part."""
    return group.bare and len(group.parts) == 1
