"""The one place that speaks to z3: formulas in, the variables that are true out.

Every question is propositional (see adr/0015-solver.md), so z3's finite-domain solver decides it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import z3

from screening.engine.proofs.formulas import Circuit, Formula

MILLISECONDS = 20_000
VARIABLE = "v"
TRUE_VARIABLE = re.compile(rf"define-fun {VARIABLE}(\d+) \(\) Bool\s+true\b")


class Undecided(Exception):
    """The solver gave up, within its time, without an answer."""


class Limit(NamedTuple):
    """At most `most` of these formulas hold."""

    formulas: Sequence[Formula]
    most: int


class Solver:
    """Finds what makes formulas of one circuit true, under what is required once and for all."""

    def __init__(self, circuit: Circuit, required: Iterable[Formula]) -> None:
        self._circuit = circuit
        self._required = list(required)
        self._begin()

    def _begin(self) -> None:
        """Begin with a solver that has learnt nothing yet."""
        self._context: Any = z3.Context()
        self._solver: Any = z3.SolverFor("QF_FD", ctx=self._context)
        self._terms: dict[Formula, Any] = {}
        self._assumed: dict[Formula, Any] = {}
        self._solver.add(*[self._term(formula) for formula in self._required])

    def find(
        self, formulas: Iterable[Formula], limit: Limit | None = None, milliseconds: int = MILLISECONDS
    ) -> frozenset[Formula] | None:
        """Return the variables that are true in some solution of all formulas; None where there is none.

        Raises Undecided where the time is over first.
        """
        asked = list(formulas)
        try:
            return self._checked(asked, limit, milliseconds)
        except Undecided:
            self._begin()  # what was learnt may have led astray
            if limit is not None:
                raise
            return self._checked(asked, limit, milliseconds)

    def _checked(
        self, formulas: Sequence[Formula], limit: Limit | None, milliseconds: int
    ) -> frozenset[Formula] | None:
        assumed = [self._assumption(formula) for formula in formulas]
        self._solver.set("timeout", milliseconds)
        self._solver.push()
        try:
            if limit is not None:
                terms = [self._term(formula) for formula in limit.formulas]
                self._solver.add(z3.AtMost(*terms, limit.most))
            return self._solution(self._solver.check(*assumed))
        finally:
            self._solver.pop()

    def _solution(self, answer: Any) -> frozenset[Formula] | None:
        if answer == z3.unsat:
            return None
        if answer != z3.sat:
            raise Undecided(str(self._solver.reason_unknown()))
        # Asking a model for one value at a time takes longer than solving; its text is written in one go.
        return frozenset(int(number) for number in TRUE_VARIABLE.findall(self._solver.model().sexpr()))

    def _assumption(self, formula: Formula) -> Any:
        """Return a literal that stands for a formula from now on, so that what was learnt is kept."""
        literal = self._assumed.get(formula)
        if literal is None:
            literal = self._assumed[formula] = z3.Bool(f"a{formula}", ctx=self._context)
            self._solver.add(z3.Implies(literal, self._term(formula)))
        return literal

    def _term(self, formula: Formula) -> Any:
        waiting = [formula]
        while waiting:
            number = waiting[-1]
            missing = [c for c in self._circuit.nodes[number].children if c not in self._terms]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if number not in self._terms:
                self._terms[number] = self._made(number)
        return self._terms[formula]

    def _made(self, number: Formula) -> Any:
        kind, children, name = self._circuit.nodes[number]
        terms = [self._terms[child] for child in children]
        match kind:
            case "constant":
                return z3.BoolVal(name == ("true",), ctx=self._context)
            case "variable":
                return z3.Bool(f"{VARIABLE}{number}", ctx=self._context)
            case "not":
                return z3.Not(terms[0])
            case "all":
                return z3.And(terms)
            case _:
                return z3.Or(terms)
