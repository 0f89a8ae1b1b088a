"""Reading conditions: each leaf is checked against the type of its item."""

from collections.abc import Mapping

from screening.engine.conditions import All, AnyOf, Condition, Leaf, SomeLeaf
from screening.engine.questionnaire import Field, Item, ItemType
from screening.engine.rulebook.leaves import OPERATORS as PLAIN
from screening.engine.rulebook.leaves import Fits, Maker, Scope, of_type
from screening.engine.rulebook.reader import Reader


def read_condition(reader: Reader, scope: Scope) -> Condition | None:
    """Return the condition of a table; None, with every problem noted, where it is none."""
    if reader.has("all") or reader.has("any"):
        return read_group(reader, scope)
    return read_leaf(reader, scope)


def read_group(reader: Reader, scope: Scope) -> Condition | None:
    """Read `all` or `any`."""
    kind = "all" if reader.has("all") else "any"
    rows = reader.tables(kind)
    reader.done()
    if not rows:
        reader.note("needs at least one condition", kind)
    read = [read_condition(row, scope) for row in rows]
    parts = tuple(part for part in read if part is not None)
    if not parts or len(parts) < len(read):
        return None
    return All(parts) if kind == "all" else AnyOf(parts)


def read_leaf(reader: Reader, scope: Scope) -> Leaf | None:
    """Read one leaf: who, operator, value."""
    name = subject_of(reader, scope)
    operators = [key for key in reader.table if key in OPERATORS]
    if len(operators) != 1:
        reader.note("needs exactly one operator" if reader.table else "is empty")
        return None
    if name is None:
        return None
    operator = operators[0]
    subject = scope.named[name]
    fits, make = OPERATORS[operator]
    if not fits(subject):
        reader.note(f'does not fit "{name}", which is of type {kind_of(subject)}', operator)
        return None
    leaf = make(reader, scope, subject, operator)
    reader.done()
    return leaf


def subject_of(reader: Reader, scope: Scope) -> str | None:
    """Return the item or field a leaf speaks of (the first, where it names several)."""
    key = "item" if scope.fields is None else "field"
    value = reader.get(key)
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        reader.note(f"must name {'an item' if key == 'item' else 'a field'}", key)
        return None
    unknown = [name for name in names if name not in scope.named]
    for name in unknown:
        reader.note(f'there is no {key} "{name}"', key)
    if unknown:
        return None
    if len(names) > 1 and not (reader.has("takes") or reader.has("takes_unrecognised")):
        reader.note("names several items; only takes and takes_unrecognised read several", key)
        return None
    return str(names[0])


def kind_of(subject: Item | Field) -> str:
    """Return the type of an item or field in words."""
    tense = f" ({subject.tense})" if subject.type is ItemType.DATE else ""
    return f"{subject.type}{tense}"


def make_some(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf | None:
    """Read `some`."""
    inner = reader.inner(operator)
    if inner is None or not isinstance(subject, Item):
        return None
    fields = Scope(scope.items, scope.areas, scope.classes, subject.fields)
    where = read_condition(inner, fields)
    return None if where is None else SomeLeaf(subject.link_id, operator, reader.get(operator), where)


OPERATORS: Mapping[str, tuple[Fits, Maker]] = {**PLAIN, "some": (of_type(ItemType.ENTRIES), make_some)}
