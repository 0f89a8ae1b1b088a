"""Many answer sets at once: each formula's value as the bits of one number, one bit for each set.

Most questions "can this ever be so?" are answered by some random answers; the solver is asked only the rest.
"""

import random
from collections.abc import Iterable, Mapping, Sequence

from screening.engine.proofs.formulas import TRUE, Circuit, Formula
from screening.engine.proofs.space import Space

COUNT = 2048
MOST_ENTRIES = 3
ANSWERED = 0.9
SEED = 4


class Batch:
    """Some answer sets; values are worked out as far as the circuit goes by then."""

    def __init__(self, circuit: Circuit, count: int, true: Mapping[Formula, int]) -> None:
        self._circuit = circuit
        self._true = true
        self._every = (1 << count) - 1
        self._values: list[int] = [0, self._every]

    def value(self, formula: Formula) -> int:
        """Return the sets for which a formula is true, as bits."""
        for number in range(len(self._values), formula + 1):
            kind, children, _ = self._circuit.nodes[number]
            match kind:
                case "variable":
                    found = self._true.get(number, 0)
                case "not":
                    found = self._every ^ self._values[children[0]]
                case "all":
                    found = self._every
                    for child in children:
                        found &= self._values[child]
                case _:
                    found = 0
                    for child in children:
                        found |= self._values[child]
            self._values.append(found)
        return self._values[formula]

    def all_of(self, formulas: Iterable[Formula]) -> int:
        """Return the sets for which all formulas are true."""
        found = self._every
        for formula in formulas:
            found &= self.value(formula)
        return found

    def member(self, bits: int) -> frozenset[Formula]:
        """Return the variables that are true in the first of these sets."""
        first = bits & -bits
        return frozenset(variable for variable, own in self._true.items() if own & first)


class Samples:
    """Random answer sets that keep what is required, and the solutions met since."""

    def __init__(self, space: Space) -> None:
        self._circuit = space.circuit
        self._batches = [Batch(space.circuit, COUNT, drawn(space))]
        self._valid = {0: self._batches[0].all_of(space.required)}

    def add(self, solution: frozenset[Formula]) -> None:
        """Remember a solution."""
        self._valid[len(self._batches)] = 1
        self._batches.append(Batch(self._circuit, 1, dict.fromkeys(solution, 1)))

    def find(self, formulas: Sequence[Formula]) -> frozenset[Formula] | None:
        """Return an answer set for which all formulas are true; None where there is none among these."""
        for number, batch in enumerate(self._batches):
            bits = self._valid[number] & batch.all_of(formulas or [TRUE])
            if bits:
                return batch.member(bits)
        return None

    def differ(self, one: Formula, other: Formula) -> bool:
        """Whether two formulas differ for one of these answer sets."""
        return any((b.value(one) ^ b.value(other)) & self._valid[n] for n, b in enumerate(self._batches))


def drawn(space: Space) -> dict[Formula, int]:
    """Return random bits for every variable: of each item, and each field, at most one is true in a set."""
    chance = random.Random(SEED)  # noqa: S311 - samples, not secrets
    appointment = [variable for _, variable in space.days]
    groups: dict[tuple[object, ...], list[Formula]] = {}
    for number, node in enumerate(space.circuit.nodes):
        if node.kind == "variable" and number not in appointment and not is_far_entry(node.name):
            groups.setdefault(group_of(node.name), []).append(number)
    found: dict[Formula, int] = {}
    for variables in [appointment, *groups.values()]:
        share = 1.0 if variables is appointment else ANSWERED
        for number in range(COUNT):
            variable = chance.choice(variables) if chance.random() < share else TRUE
            found[variable] = found.get(variable, 0) | (1 << number)
    return {variable: bits for variable, bits in found.items() if variable != TRUE}


def is_field(name: tuple[object, ...]) -> bool:
    """Whether a variable belongs to a field of an entry: item, version, number of the entry, field."""
    return len(name) > 3 and type(name[2]) is int and isinstance(name[3], str)


def is_far_entry(name: tuple[object, ...]) -> bool:
    """Whether a variable belongs to an entry that samples leave out."""
    return is_field(name) and isinstance(name[2], int) and name[2] >= MOST_ENTRIES


def group_of(name: tuple[object, ...]) -> tuple[object, ...]:
    """Return what a variable belongs to: its item, or the field of one entry."""
    return name[:4] if is_field(name) else name[:2]
