"""Between an element of the document and the element as it is typed, told by a table of fields.

What is not changed stays exactly as it is written, be it in a way the form cannot show: a field whose value
says the same as before leaves its key alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.builder import Posted
from screening.engine.rulebook.leaves import Scope

TAKEN = {"seen": "seen-of-it"}
"""Keys whose name in a form is another one: there it is the page's own."""

Values = Mapping[str, Any]
Element = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sent:
    """A posted form, and what conditions in it may speak of."""

    data: Posted
    scope: Scope


class Page(Protocol):
    """The page a field is shown on: the draft, what has the focus, whether what is missing is marked."""

    here: Here
    focus: str
    loud: bool

    def fields(self, specs: "Sequence[Spec]", typed: "Typed", prefix: str = "") -> Sequence[object]:
        """The fields of a table inside."""
        ...

    def rows(self, kind: Any, rows: "Sequence[Typed]", name: str) -> Sequence[object]:
        """The rows of a list of tables."""
        ...


class Kind(Protocol):
    """A kind of field: how a value of the document is typed, posted, written and shown."""

    @property
    def template(self) -> str:
        """What draws it."""
        ...

    def typed(self, raw: object) -> Any:
        """A value of the document as the form shows it; nothing for one of another shape."""
        ...

    def posted(self, sent: Sent, name: str, was: object) -> Any:
        """What was typed in the field of that name; `was` is what the document has there."""
        ...

    def written(self, value: Any) -> object:
        """What is stored; None where nothing is."""
        ...

    def shown(self, value: Any, name: str, page: Page) -> Mapping[str, object]:
        """What its template needs besides the value."""
        ...


def always(values: Values) -> bool:
    """For fields that belong to every element."""
    return True


@dataclass(frozen=True, slots=True)
class Spec:
    """One field: the key it stands for, its words, its kind.

    `when` tells from the other values whether it belongs to the element; `aside`: folded away while empty.
    """

    key: str
    label: Words
    kind: Kind
    hint: Words = ""
    optional: bool = False
    when: Callable[[Values], bool] = always
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A table as it is typed, and as the document has it; `mark` tells a row of the document."""

    values: Values
    was: object = field(default_factory=dict)
    mark: str = ""


def typed_of(specs: Sequence[Spec], raw: object) -> Typed:
    """A table of the document as the form shows it."""
    table = table_of(raw)
    return Typed({spec.key: spec.kind.typed(table.get(spec.key)) for spec in specs}, raw)


def table_of(raw: object) -> Mapping[str, object]:
    """A table; an empty one for anything else."""
    return raw if isinstance(raw, Mapping) else {}


def name_of(prefix: str, key: str) -> str:
    """The name of a field."""
    return f"{prefix}{key}" if prefix else TAKEN.get(key, key)


def posted_of(specs: Sequence[Spec], sent: Sent, prefix: str, was: object) -> Typed:
    """A table as somebody typed it."""
    table = table_of(was)
    values = {
        spec.key: spec.kind.posted(sent, name_of(prefix, spec.key), table.get(spec.key)) for spec in specs
    }
    return Typed(values, was)


def belonging(specs: Sequence[Spec], typed: Typed) -> list[Spec]:
    """The fields that belong to what is typed, and those that stood there without belonging before."""
    before = typed_of(specs, typed.was).values
    table = table_of(typed.was)
    return [
        spec for spec in specs if spec.when(typed.values) or (spec.key in table and not spec.when(before))
    ]


def element_of(specs: Sequence[Spec], typed: Typed) -> object:
    """The table to be stored; what was no table and is not changed stays so."""
    before = table_of(typed.was)
    element = dict(before)
    kept = belonging(specs, typed)
    for spec in specs:
        now = spec.kind.written(typed.values[spec.key]) if spec in kept else None
        if now == spec.kind.written(spec.kind.typed(before.get(spec.key))):
            continue
        element.pop(spec.key, None)
        if now is not None:
            element[spec.key] = now
    return element if element or isinstance(typed.was, Mapping) else typed.was


def with_value(typed: Typed, key: str, value: object) -> Typed:
    """The same with another value."""
    return replace(typed, values={**typed.values, key: value})
