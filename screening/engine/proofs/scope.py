"""What leaves speak of, in formulas."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from screening.engine.conditions import TREATMENT_AREAS
from screening.engine.proofs.domains import AreasDomain, Domain
from screening.engine.proofs.formulas import ALWAYS, Circuit, Formula, Pair
from screening.engine.questionnaire import ItemType
from screening.engine.rulebook.types import Rulebook

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Scope:
    """What leaves speak of: the items of one rulebook, or (`outer` set) the fields of one entry."""

    circuit: Circuit
    rulebook: Rulebook
    domains: Mapping[str, Domain]
    states: Mapping[str, Pair]
    outer: "Scope | None" = None

    def domain(self, name: str, kind: type[D]) -> D:
        """Return the domain of an item or field; TypeError where it is of another kind."""
        found = self.domains[name]
        if not isinstance(found, kind):
            raise TypeError(f"{name} is no {kind.__name__}")
        return found

    def area_domain(self, name: str) -> AreasDomain:
        """Return the domain of an areas item or field."""
        return self.domain(name, AreasDomain)

    @property
    def treatment_areas(self) -> AreasDomain:
        """The areas to be treated."""
        return (self.outer or self).domain(TREATMENT_AREAS, AreasDomain)

    def lacks_answer(self, link_id: str) -> Formula:
        """Return "no answer at all", of a score: nor all its parts."""
        given = self.domains[link_id].answered
        item = self.rulebook.items[link_id]
        if item.type is ItemType.SCORE:
            parts = self.circuit.all_of(self.domains[part].answered for part in item.parts)
            given = self.circuit.any_of((given, parts))
        return self.circuit.negated(given)

    def within(self, fields: Mapping[str, Domain]) -> "Scope":
        """Return the scope of an entry."""
        return replace(self, domains=fields, states=dict.fromkeys(fields, ALWAYS), outer=self)

    def known(self, given: Formula, holds: Formula) -> Pair:
        """Return a truth that is `holds` where `given`, unknown elsewhere."""
        circuit = self.circuit
        return Pair(circuit.all_of((given, holds)), circuit.any_of((circuit.negated(given), holds)))
