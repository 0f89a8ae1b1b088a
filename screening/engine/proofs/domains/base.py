"""What every domain offers, and what it is made from: one item in the versions that know it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from screening.engine.conditions import Leaf
from screening.engine.proofs.formulas import Circuit, Formula
from screening.engine.questionnaire import Field, Item
from screening.engine.rulebook.types import Rulebook

Subject = Item | Field
L = TypeVar("L", bound=Leaf)


class Unencoded(Exception):
    """An answer the model has no place for: it cannot be looked at by what is asked."""


class Domain(Protocol):
    """The variables of one item (or field).

    `answered` says whether there is any answer, `required` what holds for every answer. `read` gives the
    variables that a typed value makes true, `write` the raw answer of a solution (None: no answer).
    """

    answered: Formula
    required: list[Formula]

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return the variables a typed value makes true."""
        ...

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return the raw answer of a solution on an appointment day."""
        ...


@dataclass(frozen=True, slots=True)
class Versions:
    """One item as each rulebook that knows it has it, with the leaves that read it there."""

    name: tuple[object, ...]
    rulebooks: Sequence[Rulebook]
    subjects: Sequence[Subject]
    leaves: Sequence[Sequence[Leaf]]
    days: Sequence[tuple[date, Formula]]

    @property
    def subject(self) -> Subject:
        """The item as the first rulebook has it."""
        return self.subjects[0]

    def variable(self, circuit: Circuit, *atom: object) -> Formula:
        """Return a variable of this item."""
        return circuit.variable(*self.name, *atom)

    def shared_codes(self) -> list[str]:
        """Return the codes that are options in every version."""
        others = [subject.options for subject in self.subjects[1:]]
        return [code for code in self.subject.options if all(code in options for options in others)]

    def of_kind(self, kind: type[L]) -> Iterator[L]:
        """Yield the leaves of one kind, in any version."""
        for leaves in self.leaves:
            yield from (leaf for leaf in leaves if isinstance(leaf, kind))
