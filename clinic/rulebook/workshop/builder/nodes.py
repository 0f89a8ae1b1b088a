"""A condition as it stands in a form: groups and comparisons, complete or not yet.

Everything typed is kept as text, so that what is wrong can be shown where it was typed. A path leads from the
condition's root to one node: positions in groups, and WHERE into the condition on the entries of a list.
"""

from dataclasses import dataclass, replace

WHERE = "w"
ALL, ANY = "all", "any"

Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison. `answered` and `not_answered` are two operators here.

    `lists` are all the medicine lists it reads, `listed` says that one alone was written as a list.
    """

    subject: str = ""
    operator: str = ""
    codes: tuple[str, ...] = ()
    number: str = ""
    unit: str = ""
    prescribed: str = ""
    lists: tuple[str, ...] = ()
    listed: bool = False
    where: "Group | None" = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A condition this form cannot show, kept as canonical JSON until somebody replaces it."""

    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """`all` or `any` of its parts. A `bare` one with a single part is written as that part alone."""

    kind: str = ALL
    parts: "tuple[Node, ...]" = ()
    bare: bool = False


Node = Comparison | Group | Unreadable

BLANK = Comparison()
EMPTY = Group(ALL, (BLANK,), bare=True)
"""What a new condition begins with."""


def at(node: Node, path: Path) -> Node | None:
    """The node at a path; None where there is none."""
    for step in path:
        found = child(node, step)
        if found is None:
            return None
        node = found
    return node


def child(node: Node, step: int | str) -> Node | None:
    """What is one step below a node."""
    if isinstance(node, Comparison):
        return node.where if step == WHERE else None
    if isinstance(node, Group) and isinstance(step, int) and 0 <= step < len(node.parts):
        return node.parts[step]
    return None


def put(node: Node, path: Path, new: Node) -> Node:
    """The same tree with another node at a path that exists."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    below = child(node, step)
    if below is None:
        raise LookupError(path)
    changed = put(below, rest, new)
    if isinstance(node, Comparison) and isinstance(changed, Group):
        return replace(node, where=changed)
    if isinstance(node, Group) and isinstance(step, int):
        return replace(node, parts=(*node.parts[:step], changed, *node.parts[step + 1 :]))
    raise LookupError(path)


def path_text(path: Path) -> str:
    """A path as it stands in the names of fields: "0.w.1", empty for the root."""
    return ".".join(str(step) for step in path)


def path_of(text: str) -> Path | None:
    """The path of a text; None for a text that is none."""
    steps = text.split(".") if text else []
    if any(step != WHERE and not (step.isascii() and step.isdecimal() and len(step) < 4) for step in steps):
        return None
    return tuple(WHERE if step == WHERE else int(step) for step in steps)
