"""Examples: answers that make formulas true, as few as can be, each confirmed by the engine."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from screening.engine.proofs.domains.base import Unencoded
from screening.engine.proofs.formulas import Formula
from screening.engine.proofs.solver import Limit, Solver, Undecided
from screening.engine.proofs.space import Raw, Space

Confirm = Callable[[Raw, date], bool]
"""Whether the engine says of some answers what was looked for."""

SMALLER_WITHIN = 3_000


class Example(NamedTuple):
    """Raw answers and the appointment day; `is_confirmed` tells whether the engine agrees."""

    answers: Raw
    on: date
    is_confirmed: bool
    problem: str = ""


class Search:
    """Asks one solver about one space; what it finds is kept, for telling formulas apart without asking."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.solver = Solver(space.circuit, space.required)
        self.answered = [domain.answered for domain in space.domains()]
        self.seen: list[frozenset[Formula]] = []

    def find(self, formulas: Sequence[Formula]) -> frozenset[Formula] | None:
        """Return a solution of all formulas; None where there is none. Raises Undecided."""
        solution = self.solver.find(formulas)
        if solution is not None:
            self.seen.append(solution)
        return solution

    def example(self, formulas: Sequence[Formula], confirm: Confirm) -> Example | None:
        """Return the smallest answers that make all formulas true; None where there are none.

        As few items as possible are answered; what the lists among the answers need not hold is left out.
        Raises Undecided.
        """
        solution = self.find(formulas)
        if solution is None:
            return None
        smallest = self._smaller(formulas, solution)
        on = self.space.day(smallest)
        try:
            raw = self.space.raw(smallest)
        except Unencoded as problem:
            return Example({}, on, is_confirmed=False, problem=str(problem))
        if not confirm(raw, on):
            return Example(raw, on, is_confirmed=False, problem="the engine says otherwise")
        return Example(trimmed(raw, lambda less: confirm(less, on)), on, is_confirmed=True)

    def _smaller(self, formulas: Sequence[Formula], solution: frozenset[Formula]) -> frozenset[Formula]:
        """Return a solution with as few answered items as there is one, within reasonable time."""
        while True:
            value = self.space.circuit.values(solution)
            count = sum(value[formula] for formula in self.answered)
            try:
                less = self.solver.find(formulas, Limit(self.answered, count - 1), SMALLER_WITHIN)
            except Undecided:
                return solution
            if less is None:
                return solution
            solution = less


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
