"""From the fields of a posted form to nodes. Names are `<prefix>.<path>-<field>`; see `names.py`."""

from collections.abc import Sequence
from dataclasses import replace

from clinic.rulebook.workshop.builder.nodes import (
    ALL,
    ANY,
    EMPTY,
    WHERE,
    Comparison,
    Group,
    Node,
    Path,
    Unreadable,
    path_text,
)
from clinic.rulebook.workshop.builder.operators import (
    CONTROLS,
    MEDICINE_OPERATORS,
    Control,
    first_for,
    fitting,
)
from clinic.rulebook.workshop.builder.posting import Posted, loaded, one, several, whole
from screening.engine import Field, Item, ItemType
from screening.engine.rulebook.leaves import Scope

MOST_PARTS = 1000
DEEPEST = 24
UNREADABLE = "raw"


def name_of(prefix: str, path: Path, field: str) -> str:
    """The name of a node's field."""
    return f"{prefix}.{path_text(path)}-{field}"


def root_from(data: Posted, prefix: str, scope: Scope) -> Group | None:
    """The condition somebody posted under a prefix; None where the form brought none."""
    if name_of(prefix, (), "kind") not in data:
        return None
    node = Reading(data, prefix, scope).node((), scope)
    return node if isinstance(node, Group) else None


def inner_scope(scope: Scope, subject: str) -> Scope:
    """What may be compared inside `some` on a question."""
    item = scope.items.get(subject)
    return Scope(scope.items, scope.areas, scope.classes, item.fields if item else {})


class Reading:
    """Reads the nodes below one prefix."""

    def __init__(self, data: Posted, prefix: str, scope: Scope) -> None:
        self.data = data
        self.prefix = prefix
        self.whole = scope

    def text(self, path: Path, field: str) -> str:
        """One field of a node."""
        return one(self.data, name_of(self.prefix, path, field))

    def texts(self, path: Path, field: str) -> list[str]:
        """A field of a node that may stand several times, each value once; "choose" is none."""
        return [
            value for value in dict.fromkeys(several(self.data, name_of(self.prefix, path, field))) if value
        ]

    def is_sent(self, path: Path) -> bool:
        """Whether the form brought a node at a path: a question to choose, or what kind of node it is."""
        return any(name_of(self.prefix, path, field) in self.data for field in ("item", "kind"))

    def node(self, path: Path, scope: Scope) -> Node:
        """The node at a path; a comparison where the form does not say otherwise."""
        kind = self.text(path, "kind")
        if kind == UNREADABLE:
            return Unreadable(sound_json(self.text(path, "raw")))
        if kind not in (ALL, ANY) or len(path) >= DEEPEST:
            return self.comparison(path, scope)
        numbers = range(min(whole(self.text(path, "count")), MOST_PARTS))
        parts = tuple(self.node((*path, n), scope) for n in numbers if self.is_sent((*path, n)))
        return Group(kind, parts, bare=bool(self.text(path, "bare")))

    def comparison(self, path: Path, scope: Scope) -> Comparison:
        """The comparison at a path, settled where its question was changed."""
        subject, operator = self.text(path, "item"), self.text(path, "op")
        found = Comparison(
            subject=subject,
            operator=operator if operator in CONTROLS else "",
            codes=in_order(self.texts(path, "value"), self.text(path, "order")),
            number=self.text(path, "number").strip(),
            unit=self.text(path, "unit"),
            prescribed=self.text(path, "prescribed") if operator == "takes" else "",
            listed=bool(self.text(path, "listed")),
            lists=self.lists(path, subject) if operator in MEDICINE_OPERATORS else (),
            where=self.where(path, subject) if operator == "some" else None,
        )
        return settled(found, scope, self.text(path, "was"))

    def lists(self, path: Path, subject: str) -> tuple[str, ...]:
        """The medicine lists read: the question chosen, then the others that are ticked."""
        ticked = in_order(self.texts(path, "lists"), self.text(path, "listorder"))
        return (subject, *(name for name in ticked if name != subject))

    def where(self, path: Path, subject: str) -> Group | None:
        """The condition on one entry."""
        below = (*path, WHERE)
        if name_of(self.prefix, below, "kind") not in self.data:
            return None
        node = self.node(below, inner_scope(self.whole, subject))
        return node if isinstance(node, Group) else None


def sound_json(text: str) -> str:
    """JSON as it was sent out; an empty table for anything else."""
    return "{}" if loaded(text) is None else text


def in_order(given: Sequence[str], order: str) -> tuple[str, ...]:
    """Values in the order they had in the rulebook, new ones after them."""
    before = loaded(order) if order else []
    known = [one for one in before if one in given] if isinstance(before, list) else []
    return tuple(dict.fromkeys([*known, *given]))


def settled(found: Comparison, scope: Scope, was: str) -> Comparison:
    """A comparison with what belongs to its operator; after a change of question nothing of the old one."""
    subject = scope.named.get(found.subject)
    if subject is None:
        return found
    changed = found.subject != was
    if changed and found.operator not in fitting(subject):
        found = replace(found, operator=first_for(subject))
    if changed:
        found = replace(found, codes=tuple(c for c in found.codes if fits_code(c, subject, scope)))
        found = replace(found, listed=False, lists=())
    if CONTROLS.get(found.operator) is Control.ONE:
        found = replace(found, codes=found.codes[:1])
    if found.operator == "some" and (changed or found.where is None):
        found = replace(found, where=EMPTY)
    if found.operator in MEDICINE_OPERATORS and not found.lists:
        found = replace(found, lists=(found.subject,))
    return found


def fits_code(code: str, subject: Item | Field, scope: Scope) -> bool:
    """Whether a value chosen for another question may stay."""
    if subject.type is ItemType.MEDICINES:
        return code in scope.classes
    return code in scope.areas if subject.type is ItemType.AREAS else code in subject.options
