"""Number items, and scores entered directly: a variable for each stretch of numbers leaves tell apart."""

from collections.abc import Collection, Iterable
from datetime import date

from screening.engine.conditions import NumberLeaf
from screening.engine.proofs.domains.base import Unencoded, Versions
from screening.engine.proofs.formulas import Circuit, Formula
from screening.engine.questionnaire import Item

NEXT = {"at_least": 0, "above": 1, "at_most": 1, "below": 0}
"""How far from a leaf's limit the next stretch begins."""


class NumberDomain:
    """`stretches`: the variable of each stretch by its least number."""

    def __init__(self, circuit: Circuit, versions: Versions) -> None:
        items = [subject for subject in versions.subjects if isinstance(subject, Item)]
        self._least, self._most = max(i.minimum for i in items), min(i.maximum for i in items)
        starts = {leaf.limit + NEXT[leaf.operator] for leaf in versions.of_kind(NumberLeaf)}
        within = sorted({self._least, *(start for start in starts if self._least < start <= self._most)})
        kept = within if self._least <= self._most else []
        self.stretches = {start: versions.variable(circuit, start) for start in kept}
        self.answered = circuit.any_of(self.stretches.values())
        self.required = [circuit.at_most_one(list(self.stretches.values()))]

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return the variable of the number's stretch."""
        if not isinstance(value, int) or not self._least <= value <= self._most:
            raise Unencoded(value)
        return [self.stretches[max(start for start in self.stretches if start <= value)]]

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return the least number of the stretch."""
        return next((start for start, variable in self.stretches.items() if variable in true), None)
