"""Nodes as the template lays them out: names, choices, what is chosen, and what is wrong where."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.builder.checking import Checked, scope_of
from clinic.rulebook.workshop.builder.choices import Choice, choices_for, ordered, unit_choices
from clinic.rulebook.workshop.builder.menus import Menu, field_menu, question_menu
from clinic.rulebook.workshop.builder.nodes import WHERE, Comparison, Group, Node, Path, Unreadable, path_text
from clinic.rulebook.workshop.builder.operators import (
    MEDICINE_OPERATORS,
    Control,
    control_of,
    fitting,
    word_of,
)
from clinic.rulebook.workshop.builder.posted import inner_scope
from screening.engine import ItemType, Phrase, Rulebook
from screening.engine.rulebook.leaves import Scope

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


def builder_view(
    rulebook: Rulebook, prefix: str, looked_at: Checked, focus: str = "", *, loud: bool = True
) -> BuilderView:
    """A builder of one condition; `focus` is what an act left, see `acts.Acted`.

    `loud` also marks what is only not finished yet, as for something that was saved.
    """
    making = Making(rulebook, prefix, looked_at, scope_of(rulebook), loud)
    root = making.group(looked_at.root, (), (1, 1), making.scope)
    missing = tuple(dict.fromkeys(problem.message for problem in looked_at.problems))
    return BuilderView(prefix, root, looked_at.phrases, missing, f"{prefix}{focus}" if focus else "")


@dataclass(slots=True)
class Making:
    """Makes the views of one builder."""

    rulebook: Rulebook
    prefix: str
    looked_at: Checked
    scope: Scope
    loud: bool
    questions: Menu = field(init=False)

    def __post_init__(self) -> None:
        self.questions = question_menu(self.rulebook)

    def frame(
        self, template: str, path: Path, place: tuple[int, int]
    ) -> tuple[str, str, str, str, int, int, Mapping[str, list[str]], bool]:
        """What every view begins with."""
        text = path_text(path)
        number, count = place
        nested = len(path) > 1 and path[-2] != WHERE
        return (
            TEMPLATES[template],
            f"{self.prefix}.{text}",
            self.prefix,
            text,
            number,
            count,
            self.looked_at.at(path, pending=self.loud),
            nested,
        )

    def node(self, node: Node, path: Path, place: tuple[int, int], scope: Scope) -> NodeView:
        """Any node."""
        if isinstance(node, Group):
            return self.group(node, path, place, scope)
        if isinstance(node, Unreadable):
            return UnreadableView(*self.frame("unreadable", path, place), node.text)
        return self.row(node, path, place, scope)

    def group(self, node: Group, path: Path, place: tuple[int, int], scope: Scope) -> GroupView:
        """A group."""
        count = len(node.parts)
        parts = tuple(self.node(part, (*path, n), (n + 1, count), scope) for n, part in enumerate(node.parts))
        is_root = not path or path[-1] == WHERE
        return GroupView(*self.frame("group", path, place), node.kind, node.bare, parts, is_root)

    def row(self, node: Comparison, path: Path, place: tuple[int, int], scope: Scope) -> RowView:
        """A comparison."""
        subject = scope.named.get(node.subject)
        control = control_of(node.operator, node.subject) if subject else Control.NOTHING
        return RowView(
            *self.frame("row", path, place),
            subject=node.subject,
            menu=self.questions if scope.fields is None else field_menu(scope.fields),
            unknown=node.subject if subject is None else "",
            operator=node.operator,
            operators=[(name, word_of(name, subject)) for name in fitting(subject)] if subject else [],
            control=control,
            choices=choices_for(control, node, subject, scope) if subject else [],
            order=json.dumps(node.codes) if len(node.codes) > 1 else "",
            amount=node.number,
            units=unit_choices(node.unit),
            prescribed=node.prescribed,
            listed=node.listed,
            lists=self.lists(node),
            listorder=json.dumps(node.lists) if len(node.lists) > 1 else "",
            where=self.where(node, path, scope),
        )

    def lists(self, node: Comparison) -> list[Choice]:
        """The other medicine lists, each to look in as well."""
        if node.operator not in MEDICINE_OPERATORS:
            return []
        others = {
            item.link_id: item.label
            for item in self.rulebook.items.values()
            if item.type is ItemType.MEDICINES and item.link_id != node.subject
        }
        return ordered(others, [name for name in node.lists if name != node.subject])

    def where(self, node: Comparison, path: Path, scope: Scope) -> GroupView | None:
        """The condition on one entry."""
        if node.where is None or node.operator != "some":
            return None
        return self.group(node.where, (*path, WHERE), (1, 1), inner_scope(scope, node.subject))
