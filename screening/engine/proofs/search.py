"""Examples: answers that make formulas true, as few as can be, each confirmed by the engine."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from screening.engine.proofs.domains.base import Unencoded
from screening.engine.proofs.formulas import Formula
from screening.engine.proofs.samples import Samples
from screening.engine.proofs.solver import Limit, Solver, Undecided
from screening.engine.proofs.space import Raw, Space

Confirm = Callable[[Raw, date], bool]
"""Whether the engine says of some answers what was looked for."""

SMALLER_WITHIN = 1_500
STEPS, ALONE = 8, 10**6


class Example(NamedTuple):
    """Raw answers and the appointment day; `is_confirmed` tells whether the engine agrees."""

    answers: Raw
    on: date
    is_confirmed: bool
    problem: str = ""


class Search:
    """Asks one solver about one space; random answers, and what it found before, spare it most questions."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.solver = Solver(space.circuit, space.required)
        self.answered = [domain.answered for domain in space.domains()]
        self._samples = Samples(space)

    def find(self, formulas: Sequence[Formula]) -> frozenset[Formula] | None:
        """Return a solution of all formulas; None where there is none. Raises Undecided."""
        return self._samples.find(formulas) or self._solved(formulas)

    def can(self, *formulas: Formula) -> bool:
        """Whether some answers make all formulas true. Raises Undecided."""
        return self.find(formulas) is not None

    def differ(self, one: Formula, other: Formula) -> bool:
        """Whether two formulas differ for some answers. Raises Undecided."""
        if one == other or self._samples.differ(one, other):
            return one != other
        negated = self.space.circuit.negated
        return self.can(one, negated(other)) or self.can(other, negated(one))

    def _solved(self, formulas: Sequence[Formula]) -> frozenset[Formula] | None:
        solution = self.solver.find(formulas)
        if solution is not None:
            self._samples.add(solution)
        return solution

    def example(self, formulas: Sequence[Formula], confirm: Confirm) -> Example | None:
        """Return the smallest answers that make all formulas true; None where there are none.

        As few items as possible are answered; what the lists among the answers need not hold is left out.
        Raises Undecided.
        """
        smallest = self.smallest(formulas)
        if smallest is None:
            return None
        on = self.space.day(smallest)
        try:
            raw = self.space.raw(smallest)
        except Unencoded as problem:
            return Example({}, on, is_confirmed=False, problem=str(problem))
        if not confirm(raw, on):
            return Example(raw, on, is_confirmed=False, problem="the engine says otherwise")
        return Example(trimmed(raw, lambda less: confirm(less, on)), on, is_confirmed=True)

    def smallest(self, formulas: Sequence[Formula]) -> frozenset[Formula] | None:
        """Return a solution with as few answered items as possible (found within reasonable time)."""
        solution, step = self._solved(formulas), STEPS
        while solution is not None and step:
            value = self.space.circuit.values(solution, max(self.answered))
            count = sum(value[formula] for formula in self.answered)
            if not count:
                return solution
            less = self._within(formulas, count - max(1, count // step))
            step = step if less is not None else ALONE if count // step > 1 else 0
            solution = less or solution
        return solution

    def _within(self, formulas: Sequence[Formula], most: int) -> frozenset[Formula] | None:
        """Return a solution with at most so many answered items; None where none was found in time."""
        if most < 0:
            return None
        try:
            return self.solver.find(formulas, Limit(self.answered, most), SMALLER_WITHIN)
        except Undecided:
            return None


def trimmed(raw: Raw, holds: Callable[[Raw], bool]) -> Raw:
    """Return answers of which nothing more can be left out: no item, no member of a list."""
    for less in shorter(raw):
        if holds(less):
            return trimmed(less, holds)
    return raw


def shorter(raw: Raw) -> Iterator[Raw]:
    """Yield the answers without one item, or without one member of a list."""
    for link_id in raw:
        yield {name: given for name, given in raw.items() if name != link_id}
    for link_id, given in raw.items():
        members = given if isinstance(given, list) and len(given) > 1 else []
        for place in range(len(members)):
            yield {**raw, link_id: members[:place] + members[place + 1 :]}
