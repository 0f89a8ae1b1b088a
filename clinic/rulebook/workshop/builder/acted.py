"""What every button of a builder needs: the node it is at, and what is left when it is done."""

from typing import NamedTuple

from clinic.rulebook.workshop.builder.nodes import (
    ALL,
    ANY,
    WHERE,
    Group,
    Node,
    Path,
    at,
    path_text,
)


class Acted(NamedTuple):
    """The condition after an act; `focus` is the id of what has the focus then, without the prefix."""

    root: Group
    focus: str


def focus_id(path: Path, field: str) -> str:
    """The end of an element's id."""
    return f".{path_text(path)}-{field}"


def other(kind: str) -> str:
    """The other kind of group."""
    return ALL if kind == ANY else ANY


def place(root: Group, path: Path) -> tuple[Path, Group, int] | None:
    """Path and node of the group a node is part of, and its number there; None for a root."""
    if not path or path[-1] == WHERE or at(root, path) is None:
        return None
    group, number = at(root, path[:-1]), path[-1]
    return (path[:-1], group, number) if isinstance(group, Group) and isinstance(number, int) else None


def acted(changed: Node, focus: str) -> Acted | None:
    """The result of an act on a root."""
    return Acted(changed, focus) if isinstance(changed, Group) else None
