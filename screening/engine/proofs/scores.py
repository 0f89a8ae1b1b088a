"""Sums of scores as formulas."""

from collections.abc import Sequence
from itertools import product

from screening.engine.proofs.formulas import TRUE, Circuit, Formula


def sums_of(circuit: Circuit, parts: Sequence[Sequence[tuple[int, Formula]]]) -> dict[int, Formula]:
    """Return each sum that one score of every part can make, with what makes it."""
    sums: dict[int, Formula] = {0: TRUE}
    for part in parts:
        ways: dict[int, list[Formula]] = {}
        for (total, before), (score, variable) in product(sums.items(), part):
            ways.setdefault(total + score, []).append(circuit.all_of((before, variable)))
        sums = {total: circuit.any_of(formulas) for total, formulas in ways.items()}
    return sums if parts else {}
