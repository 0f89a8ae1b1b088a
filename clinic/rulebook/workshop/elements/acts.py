"""What the buttons of an element's form do: to its lists of rows, and to its condition."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from clinic.rulebook.workshop.builder import Group, act_of, done
from clinic.rulebook.workshop.builder.acts import Act
from clinic.rulebook.workshop.builder.nodes import ALL
from clinic.rulebook.workshop.builder.posting import whole
from clinic.rulebook.workshop.elements.kinds.inner import MOST_ROWS, Rows, RowsTyped, When
from clinic.rulebook.workshop.elements.tables import Spec, Typed, typed_of, with_value

NO_CONDITION = Group(ALL, (), bare=True)


class Pressed(NamedTuple):
    """The element after a button; `focus` is the id of what has the focus then."""

    typed: Typed
    focus: str


def pressed(specs: Sequence[Spec], typed: Typed, act: str) -> Pressed:
    """The element after a button was pressed; unchanged for one that fits nothing in it."""
    found = act_of(act)
    if found is not None:
        return built(specs, typed, found)
    verb, _colon, rest = act.partition(":")
    if verb == "show":
        return Pressed(typed, rest)
    path, _colon, number = rest.partition(":")
    if verb not in ROW_ACTS:
        return Pressed(typed, "")
    return at_rows(specs, typed, path.split("-"), Pressing(verb, path, whole(number, -1)))


def built(specs: Sequence[Spec], typed: Typed, act: Act) -> Pressed:
    """The element after a button of its condition's builder."""
    spec = next((spec for spec in specs if isinstance(spec.kind, When)), None)
    if spec is None:
        return Pressed(typed, "")
    after = done(typed.values[spec.key] or NO_CONDITION, act)
    root = after.root if after.root.parts else None
    return Pressed(with_value(typed, spec.key, root), act.prefix + after.focus)


class Pressing(NamedTuple):
    """A button of a list of rows: what it does, the name of the list, the number of the row."""

    verb: str
    path: str
    number: int


def at_rows(specs: Sequence[Spec], typed: Typed, steps: list[str], press: Pressing) -> Pressed:
    """Do it to the rows at a path: a key, then the number of a row and a key in it, and so on."""
    spec = next((one for one in specs if one.key == steps[0]), None)
    if spec is None or not isinstance(spec.kind, Rows):
        return Pressed(typed, "")
    rows: RowsTyped = typed.values[spec.key]
    if len(steps) == 1:
        changed, focus = ROW_ACTS[press.verb](spec.kind, rows, press)
        return Pressed(with_value(typed, spec.key, changed), focus)
    number = whole(steps[1], -1)
    if not 0 <= number < len(rows) or len(steps) < 3:
        return Pressed(typed, "")
    inner = at_rows(spec.kind.specs, rows[number], steps[2:], press)
    return Pressed(
        with_value(typed, spec.key, (*rows[:number], inner.typed, *rows[number + 1 :])), inner.focus
    )


Changed = tuple[RowsTyped, str]


def added(kind: Rows, rows: RowsTyped, press: Pressing) -> Changed:
    """One more row at the end."""
    new = () if len(rows) >= MOST_ROWS else (typed_of(kind.specs, {}),)
    return (*rows, *new), f"{press.path}-{len(rows)}-{kind.specs[0].key}"


def removed(kind: Rows, rows: RowsTyped, press: Pressing) -> Changed:
    """Without a row; the focus goes to what takes its place, else to "add"."""
    if not 0 <= press.number < len(rows):
        return rows, ""
    left = rows[: press.number] + rows[press.number + 1 :]
    here = min(press.number, len(left) - 1)
    return left, f"{press.path}-{here}-{kind.specs[0].key}" if left else f"{press.path}-add"


def raised(kind: Rows, rows: RowsTyped, press: Pressing) -> Changed:
    """A row before the one above it."""
    return swapped(rows, press, press.number - 1)


def sunk(kind: Rows, rows: RowsTyped, press: Pressing) -> Changed:
    """A row behind the one below it."""
    return swapped(rows, press, press.number + 1)


def swapped(rows: RowsTyped, press: Pressing, target: int) -> Changed:
    """Two neighbours in each other's place; at the end a row stays."""
    word = press.verb.removeprefix("row-")
    if not (0 <= press.number < len(rows) and 0 <= target < len(rows)):
        return rows, f"{press.path}-{press.number}-{word}"
    changed = list(rows)
    changed[press.number], changed[target] = changed[target], changed[press.number]
    return tuple(changed), f"{press.path}-{target}-{word}"


ROW_ACTS: dict[str, Callable[[Rows, RowsTyped, Pressing], Changed]] = {
    "row-add": added,
    "row-remove": removed,
    "row-up": raised,
    "row-down": sunk,
}
