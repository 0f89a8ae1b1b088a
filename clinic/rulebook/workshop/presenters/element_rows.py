"""Rows of the elements of a draft, and the tree that areas make."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clinic.rulebook.presenters.words import Words

Element = Mapping[str, object]
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One element. `depth`: how far it lies inside others; it moves among its own."""

    place: str
    title: str
    about: str
    address: str
    errors: int
    depth: int = 0
    is_first: bool = False
    is_last: bool = False
    tags: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class ListGroup:
    """Elements under a heading; `row` is the heading's own element, where it is one."""

    id: str
    title: Words
    intro: Words
    rows: list[ListRow]
    add: str
    add_word: Words
    row: ListRow | None = None
    empty: Words = field(default="")


def tree_of(rows: Sequence[tuple[str, Element]]) -> Iterator[tuple[int, list[tuple[str, Element]]]]:
    """Siblings with their depth: those inside nothing, then those inside each area."""
    known = dict(rows)
    by_parent: dict[str, list[tuple[str, Element]]] = {}
    for name, row in rows:
        by_parent.setdefault(parent_of(row, known), []).append((name, row))
    for parent, siblings in by_parent.items():
        yield depth_of(parent, known), siblings


def parent_of(row: Element, known: Mapping[str, Element]) -> str:
    """The area an area lies inside; nothing for none that is there."""
    parent = row.get("parent")
    return parent if isinstance(parent, str) and parent in known else ""


def depth_of(parent: str, known: Mapping[str, Element]) -> int:
    """How deep what lies inside an area is; areas in a circle are no deeper than there are areas."""
    depth = 0
    while parent and depth < len(known):
        depth += 1
        parent = parent_of(known[parent], known)
    return depth


def in_tree_order(shown: Sequence[ListRow], rows: Sequence[tuple[str, Element]]) -> list[ListRow]:
    """Every area behind the one it lies inside; those in a circle at the end."""
    known = dict(rows)
    inside: dict[str, list[ListRow]] = {}
    for row in shown:
        inside.setdefault(parent_of(known[name_in(row)], known), []).append(row)
    ordered: list[ListRow] = []
    waiting = list(reversed(inside.get("", [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += reversed(inside.get(name_in(row), []))
    return [*ordered, *(row for row in shown if row not in ordered)]


def name_in(row: ListRow) -> str:
    """The name of a row's element."""
    return row.place.partition("/")[2]
