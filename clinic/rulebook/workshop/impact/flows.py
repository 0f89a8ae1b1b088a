"""How often a rule or treatment changes from one word to another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import ngettext

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.discretion import FEWEST_ALIKE
from clinic.rulebook.workshop.presenters.places import title_of
from screening.engine.rulebook.elements import element_at

Table = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Flow:
    """So many of one rule or treatment go from one word to another; "none": the rule says nothing."""

    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Flows:
    """Every change of one rule or treatment, the most frequent first; `few`: words for those kept back."""

    title: str
    flows: tuple[Flow, ...]
    few: str = ""

    @property
    def total(self) -> int:
        """How many are told."""
        return sum(flow.count for flow in self.flows)


def flows_of(here: Here, collection: str, found: Mapping[str, Table]) -> tuple[Flows, ...]:
    """What changes by rule or treatment, what changes most first."""
    views = [Flows(titled(here, collection, name), changes(table)) for name, table in found.items()]
    return tuple(sorted(views, key=lambda view: -view.total))


def summed_up(views: tuple[Flows, ...]) -> tuple[Flows, ...]:
    """The same without the changes of fewer than FEWEST_ALIKE, of which only that is said.

    Where as many are told of two, they stand by title, for the order before tells of those kept back.
    """
    kept = [without_few(view) for view in views]
    return tuple(sorted(kept, key=lambda view: (-view.total, view.title)))


def without_few(view: Flows) -> Flows:
    """One of them."""
    shown = tuple(flow for flow in view.flows if flow.count >= FEWEST_ALIKE)
    hidden = len(view.flows) - len(shown)
    return replace(view, flows=shown, few=few_words(hidden) if hidden else "")


def few_words(hidden: int) -> str:
    """What is said of so many changes that are kept back."""
    words = ngettext("fewer than %(fewest)d", "fewer than %(fewest)d each", hidden)
    return words % {"fewest": FEWEST_ALIKE}


def changes(table: Table) -> tuple[Flow, ...]:
    """Every change in a table, the most frequent first."""
    flows = [Flow(before, after, count) for before, row in table.items() for after, count in row.items()]
    return tuple(sorted(flows, key=lambda flow: -flow.count))


def titled(here: Here, collection: str, name: str) -> str:
    """What people call a rule, treatment or question of the draft."""
    place = f"{collection}/{name}"
    return title_of(place, element_at(here.document, place))
