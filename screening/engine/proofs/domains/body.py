"""Areas items: a variable for each area, and one for "unsure", which stands alone."""

from collections.abc import Collection, Iterable
from datetime import date

from screening.engine.conditions import UNSURE
from screening.engine.proofs.domains.base import Unencoded, Versions
from screening.engine.proofs.formulas import Circuit, Formula


class AreasDomain:
    """`areas` by code; `known` says whether any area is given."""

    def __init__(self, circuit: Circuit, versions: Versions) -> None:
        trees = [rulebook.areas.areas for rulebook in versions.rulebooks]
        codes = [code for code in trees[0] if all(code in tree for tree in trees)]
        self.areas = {code: versions.variable(circuit, code) for code in codes}
        self._unsure = versions.variable(circuit, UNSURE, "not known")
        self.known = circuit.any_of(self.areas.values())
        self.answered = circuit.any_of((self.known, self._unsure))
        self.required = [circuit.negated(circuit.all_of((self.known, self._unsure)))]

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return the variables of the areas."""
        codes = value if isinstance(value, tuple) else ()
        if not set(codes) <= {*self.areas, UNSURE} or not codes:
            raise Unencoded(value)
        return [self._unsure if code == UNSURE else self.areas[code] for code in codes]

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return the areas."""
        if self._unsure in true:
            return [UNSURE]
        return [code for code, variable in self.areas.items() if variable in true] or None
