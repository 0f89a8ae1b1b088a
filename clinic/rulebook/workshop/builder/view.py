"""What a builder of conditions shows: its nodes, and what can be chosen in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.builder.choices import Choice
from clinic.rulebook.workshop.builder.menus import Menu
from clinic.rulebook.workshop.builder.operators import (
    Control,
)
from screening.engine import Phrase

MOST_IN_SIGHT = 8
TEMPLATES = {kind: f"rulebook/workshop/builder/{kind}.html" for kind in ("row", "group", "unreadable")}


@dataclass(frozen=True, slots=True)
class NodeView:
    """What every node shows: the beginning of its fields' names, its place, and its problems by input."""

    template: str
    base: str
    prefix: str
    path: str
    number: int
    of: int
    problems: Mapping[str, list[str]]
    may_leave: bool
    """Whether the first or last of a group may still move: out of it."""

    @property
    def is_group(self) -> bool:
        """Whether it has parts."""
        return self.template == TEMPLATES["group"]

    @property
    def label(self) -> str:
        """The node's number for people: "2", inside the second group "2.1"."""
        return ".".join(str(int(step) + 1) for step in self.path.split(".") if step.isdecimal())

    @property
    def may_rise(self) -> bool:
        """Whether there is somewhere further up."""
        return self.number > 1 or self.may_leave

    @property
    def may_sink(self) -> bool:
        """Whether there is somewhere further down."""
        return self.number < self.of or self.may_leave


@dataclass(frozen=True, slots=True)
class UnreadableView(NodeView):
    """A part the form cannot show."""

    text: str


@dataclass(frozen=True, slots=True)
class GroupView(NodeView):
    """A group and its parts."""

    kind: str
    bare: bool
    parts: tuple[NodeView, ...]
    is_root: bool


@dataclass(frozen=True, slots=True)
class RowView(NodeView):
    """A comparison and everything that can be chosen in it."""

    subject: str
    menu: Menu
    unknown: str
    operator: str
    operators: list[tuple[str, str]]
    control: Control
    choices: list[Choice]
    order: str
    amount: str
    units: list[tuple[str, Words, bool]]
    prescribed: str
    listed: bool
    lists: list[Choice]
    listorder: str
    where: "GroupView | None"

    @property
    def is_long(self) -> bool:
        """Whether there is so much to choose from that the list folds away."""
        return len(self.choices) > MOST_IN_SIGHT

    @property
    def chosen(self) -> list[str]:
        """The labels of what is chosen."""
        return [choice.label for choice in self.choices if choice.chosen]


@dataclass(frozen=True, slots=True)
class BuilderView:
    """A whole builder. `focus` is the id of the element that gets the focus, `said` what is announced."""

    prefix: str
    root: GroupView
    phrases: tuple[Phrase, ...]
    missing: tuple[str, ...]
    focus: str
