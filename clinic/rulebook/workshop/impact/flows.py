"""How often a rule or treatment changes from one word to another."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.discretion import count_words
from clinic.rulebook.workshop.presenters.places import title_of
from screening.engine.rulebook.elements import element_at

Table = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Flow:
    """So many of one rule or treatment go from one word to another; "none": the rule says nothing.

    `told` is how the count is told.
    """

    before: str
    after: str
    count: int
    told: str


@dataclass(frozen=True, slots=True)
class Flows:
    """Every change of one rule or treatment, the most frequent first."""

    title: str
    flows: tuple[Flow, ...]

    @property
    def total(self) -> int:
        """How many are told."""
        return sum(flow.count for flow in self.flows)


def flows_of(here: Here, collection: str, found: Mapping[str, Table]) -> tuple[Flows, ...]:
    """What changes by rule or treatment, what changes most first."""
    views = [Flows(titled(here, collection, name), changes(here, table)) for name, table in found.items()]
    return tuple(sorted(views, key=lambda view: (-view.total, view.title)))


def changes(here: Here, table: Table) -> tuple[Flow, ...]:
    """Every change in a table, the most frequent first."""
    flows = [
        Flow(before, after, count, count_words(here, count))
        for before, row in table.items()
        for after, count in row.items()
    ]
    return tuple(sorted(flows, key=lambda flow: -flow.count))


def titled(here: Here, collection: str, name: str) -> str:
    """What people call a rule, treatment or question of the draft."""
    place = f"{collection}/{name}"
    return title_of(place, element_at(here.document, place))
