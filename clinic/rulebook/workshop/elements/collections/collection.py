"""What the pages know of a collection: its words, its fields in groups, how its elements get their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.elements.tables import Spec
from screening.engine.rulebook.elements import COLLECTIONS

Row = Mapping[str, object]


def title_in(row: Row) -> str:
    """An element's title."""
    return text_in(row, "title")


def text_in(row: Row, key: str) -> str:
    """A text of an element; nothing for anything else."""
    value = row.get(key)
    return value if isinstance(value, str) else ""


def nothing(row: Row) -> str:
    """For elements that need no second line in a list."""
    return ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a heading."""

    title: Words
    specs: tuple[Spec, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection. `part` is the tab its elements stand under; `named_by` what an id is made of.

    `fresh` is what a new element begins with; `called` and `about` are its first and second line in a list;
    `within` the key of what its elements lie in, as items in sections; `single` marks a plain table.
    """

    name: str
    part: str
    title: Words
    one: Words
    add: Words
    groups: tuple[Group, ...]
    intro: Words = ""
    named_by: str = "title"
    name_hint: Words = ""
    fresh: Mapping[str, object] = field(default_factory=dict)
    called: Callable[[Row], str] = title_in
    about: Callable[[Row], str] = nothing
    within: str = ""
    single: bool = False

    @property
    def key(self) -> str:
        """The key its elements are known by; nothing for a plain table."""
        return COLLECTIONS.get(self.name, "")

    @property
    def specs(self) -> tuple[Spec, ...]:
        """Every field."""
        return tuple(spec for group in self.groups for spec in group.specs)

    def place(self, name: str) -> str:
        """The place of an element."""
        return self.name if self.single else f"{self.name}/{name}"
