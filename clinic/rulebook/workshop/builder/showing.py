"""Nodes as the template lays them out: names, choices, what is chosen, and what is wrong where."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

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
from clinic.rulebook.workshop.builder.view import (
    TEMPLATES,
    BuilderView,
    GroupView,
    NodeView,
    RowView,
    UnreadableView,
)
from screening.engine import ItemType, Rulebook
from screening.engine.rulebook.leaves import Scope


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
