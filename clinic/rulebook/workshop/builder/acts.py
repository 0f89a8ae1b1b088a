"""What the buttons of a builder do to its nodes, and where the focus goes afterwards.

An act is "<verb>:<prefix>:<path>", as in "up:b0-when:0.1".
"""

from collections.abc import Callable
from typing import NamedTuple

from clinic.rulebook.workshop.builder.acted import Acted, acted, focus_id, other, place
from clinic.rulebook.workshop.builder.nodes import (
    BLANK,
    Group,
    Node,
    Path,
    at,
    path_of,
    put,
)


class Act(NamedTuple):
    """A button that was pressed."""

    verb: str
    prefix: str
    path: Path


def act_of(text: str) -> Act | None:
    """The act a button's value names; None for one of the page itself or none at all."""
    verb, _colon, rest = text.partition(":")
    prefix, _colon, steps = rest.partition(":")
    path = path_of(steps)
    return Act(verb, prefix, path) if verb in VERBS and prefix and path is not None else None


def done(root: Group, act: Act) -> Acted:
    """The condition after an act; unchanged where the act does not fit it (a page left open)."""
    return VERBS[act.verb](root, act.path) or Acted(root, focus_id(act.path, "item"))


def stay(root: Group, path: Path) -> Acted | None:
    """Only show the form anew."""
    node = at(root, path)
    return (
        None if node is None else Acted(root, focus_id(path, "kind" if isinstance(node, Group) else "item"))
    )


def show_operator(root: Group, path: Path) -> Acted | None:
    """Show the form anew, the focus on the operator."""
    return Acted(root, focus_id(path, "op"))


def add(root: Group, path: Path) -> Acted | None:
    """One more comparison at the end of a group."""
    return appended(root, path, BLANK, ())


def add_group(root: Group, path: Path) -> Acted | None:
    """One more group at the end of a group: of the other kind, with a blank comparison in it."""
    group = at(root, path)
    if not isinstance(group, Group):
        return None
    return appended(root, path, Group(other(group.kind), (BLANK,)), (0,))


def appended(root: Group, path: Path, new: Node, focus: Path) -> Acted | None:
    """A node at the end of a group."""
    group = at(root, path)
    if not isinstance(group, Group):
        return None
    changed = put(root, path, Group(group.kind, (*group.parts, new), group.bare))
    return acted(changed, focus_id((*path, len(group.parts), *focus), "item"))


def remove(root: Group, path: Path) -> Acted | None:
    """Without a node; the focus goes to what takes its place, else to "add"."""
    found = place(root, path)
    if found is None:
        return None
    parent, group, number = found
    parts = group.parts[:number] + group.parts[number + 1 :]
    changed = put(root, parent, Group(group.kind, parts, group.bare))
    following = parts[min(number, len(parts) - 1)] if parts else None
    here = (*parent, min(number, len(parts) - 1))
    field = "kind" if isinstance(following, Group) else "item"
    return acted(changed, focus_id(here, field) if parts else focus_id(parent, "add"))


def up(root: Group, path: Path) -> Acted | None:
    """A node before the one above it; the first of a group leaves it upwards."""
    found = place(root, path)
    if found is None:
        return None
    _parent, _group, number = found
    return swapped(root, path, number - 1, "up") if number else left(root, path, 0, "up")


def down(root: Group, path: Path) -> Acted | None:
    """A node behind the one below it; the last of a group leaves it downwards."""
    found = place(root, path)
    if found is None:
        return None
    _parent, group, number = found
    last = number == len(group.parts) - 1
    return left(root, path, 1, "down") if last else swapped(root, path, number + 1, "down")


def swapped(root: Group, path: Path, target: int, verb: str) -> Acted | None:
    """Two neighbours in each other's place."""
    found = place(root, path)
    if found is None:
        return None
    parent, group, number = found
    parts = list(group.parts)
    parts[number], parts[target] = parts[target], parts[number]
    return acted(
        put(root, parent, Group(group.kind, tuple(parts), group.bare)), focus_id((*parent, target), verb)
    )


def left(root: Group, path: Path, behind: int, verb: str) -> Acted | None:
    """A node out of its group, before or behind it; an emptied group goes."""
    found = place(root, path)
    outer = found and place(root, found[0])
    if found is None or not outer:
        return None
    _parent, group, number = found
    above, container, position = outer
    rest = group.parts[:number] + group.parts[number + 1 :]
    kept: tuple[Node, ...] = (Group(group.kind, rest, group.bare),) if rest else ()
    moved = (*kept, group.parts[number]) if behind else (group.parts[number], *kept)
    parts = (*container.parts[:position], *moved, *container.parts[position + 1 :])
    changed = put(root, above, Group(container.kind, parts, container.bare))
    return acted(changed, focus_id((*above, position + (len(kept) if behind else 0)), verb))


def wrap(root: Group, path: Path) -> Acted | None:
    """A node in a group of its own, of the other kind, with a blank comparison beside it."""
    found = place(root, path)
    if found is None:
        return None
    parent, group, number = found
    inner = Group(other(group.kind), (group.parts[number], BLANK))
    parts = (*group.parts[:number], inner, *group.parts[number + 1 :])
    return acted(put(root, parent, Group(group.kind, parts, group.bare)), focus_id((*path, 1), "item"))


def unwrap(root: Group, path: Path) -> Acted | None:
    """A group's parts in its place."""
    found = place(root, path)
    inner = at(root, path)
    if found is None or not isinstance(inner, Group):
        return None
    parent, group, number = found
    parts = (*group.parts[:number], *inner.parts, *group.parts[number + 1 :])
    changed = put(root, parent, Group(group.kind, parts, group.bare))
    return acted(changed, focus_id((*parent, number), "item") if parts else focus_id(parent, "add"))


VERBS: dict[str, Callable[[Group, Path], Acted | None]] = {
    "show": stay,
    "item": show_operator,
    "add": add,
    "group": add_group,
    "remove": remove,
    "up": up,
    "down": down,
    "wrap": wrap,
    "unwrap": unwrap,
}
